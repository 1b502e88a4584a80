// SPDX-License-Identifier: EUPL-1.2
/**
 * What a database server or the network says, as one of our codes. A server's text can quote values
 * of a register (`invalid input syntax for type integer: "Jansen"`), so nothing of it is kept.
 */
import { isKoppelError, type ErrorCode } from '@koppel/errors';

/** By SQLSTATE: the whole code, or its class of two characters. */
const byState: Readonly<Record<string, ErrorCode>> = {
  '28': 'POSTGRES_AUTHENTICATION',
  '3D': 'POSTGRES_AUTHENTICATION',
  '42501': 'POSTGRES_PERMISSION',
  '42P01': 'POSTGRES_RELATION',
  '42703': 'POSTGRES_RELATION',
  '3F': 'POSTGRES_RELATION',
  '25006': 'POSTGRES_READ_ONLY',
  '57014': 'POSTGRES_TIMEOUT',
  '55P03': 'POSTGRES_TIMEOUT',
  '57P03': 'POSTGRES_UNREACHABLE',
  '53300': 'POSTGRES_UNREACHABLE',
  '57': 'POSTGRES_LOST',
  '08': 'POSTGRES_LOST',
};

/** By what the operating system or the TLS library calls it. */
const byName: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^ERR_(?:TLS|SSL)|CERT|^SELF_SIGNED|^UNABLE_TO|^EPROTO$|^HOSTNAME_MISMATCH|CRL|SIGNATURE/, 'POSTGRES_TLS'],
  [/^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOENT|EACCES|EHOSTDOWN)/, 'POSTGRES_UNREACHABLE'],
]; // prettier-ignore

/** Constant texts of the client library, for what has no code. */
const byText: readonly (readonly [RegExp, ErrorCode])[] = [
  [/SSL connection/, 'POSTGRES_TLS'],
  [/SASL|password/i, 'POSTGRES_AUTHENTICATION'],
  [/^timeout expired|connect(?:ion)? timeout/i, 'POSTGRES_UNREACHABLE'],
];

function stateCode(state: string): ErrorCode | undefined {
  return byState[state] ?? byState[state.slice(0, 2)];
}

/**
 * The code for what was thrown. What nothing is known about counts as `otherwise`: unreachable while
 * connecting, lost while reading.
 */
export function postgresCode(
  thrown: unknown,
  otherwise: 'POSTGRES_UNREACHABLE' | 'POSTGRES_LOST',
): ErrorCode {
  if (isKoppelError(thrown)) return thrown.code;
  const { code = '', message = '' } = thrown as Partial<NodeJS.ErrnoException>;
  // The library gives a server's SQLSTATE and severity in one error.
  if (/^[0-9A-Z]{5}$/.test(code) && 'severity' in (thrown as object)) {
    return stateCode(code) ?? 'POSTGRES_STATEMENT';
  }
  const [table, text] = code === '' ? [byText, message] : [byName, code];
  const found = table.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise;
  // While rows are read, a host that is gone is a connection that was lost.
  return found === 'POSTGRES_UNREACHABLE' ? otherwise : found;
}
