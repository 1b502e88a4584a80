// SPDX-License-Identifier: EUPL-1.2
/** What of an audit the command line decides. */
import { attackEntries, findAttack, type AttackEntry } from '@koppel/audit';
import type { Arguments } from '@koppel/console';
import { KoppelError, isKoppelError } from '@koppel/errors';

export interface AuditChoices {
  readonly attacks: readonly AttackEntry[];
  readonly knownPairs: readonly number[];
  /** Shares, 0–1. */
  readonly overlaps: readonly number[];
  /** Persons in the sample at most. */
  readonly persons: number;
  readonly seed: number;
}

export const choiceKinds = {
  records: 'string',
  attacks: 'string',
  'known-pairs': 'string',
  overlap: 'string',
  seed: 'string',
} as const;

const usual = { records: 5000, knownPairs: [20, 100, 300, 1000], overlaps: [5, 20, 100], seed: 1 };
/** More persons than this fit in no ordinary memory, as text and as encodings. */
const mostRecords = 200_000;
/** In a list of the command line. */
const mostEntries = 20;

/** Whole numbers between two bounds, apart by commas, each once. */
function numbers(args: Arguments, name: string, most: number, otherwise: readonly number[]) {
  const given = args.text(name);
  if (given === undefined) return otherwise;
  const parts = given.split(',');
  const values = parts.map((part) => (/^\d{1,6}$/.test(part.trim()) ? Number(part) : 0));
  const wrong = values.some((value) => value < 1 || value > most) || values.length > mostEntries;
  if (wrong) throw new KoppelError('USAGE', { path: `--${name}` });
  return [...new Set(values)].sort((one, other) => one - other);
}

function attacksOf(args: Arguments): AttackEntry[] {
  const given = args.text('attacks');
  if (given === undefined) return [...attackEntries.values()];
  const ids = [...new Set(given.split(',').map((name) => name.trim()))];
  try {
    return ids.map(findAttack);
  } catch (thrown) {
    if (!isKoppelError(thrown, 'AUDIT_ATTACK')) throw thrown;
    throw new KoppelError('AUDIT_ATTACK', { path: '--attacks' });
  }
}

/** @throws KoppelError USAGE with the option, AUDIT_ATTACK */
export function readChoices(args: Arguments): AuditChoices {
  const persons = args.count('records', usual.records);
  if (persons < 1 || persons > mostRecords) throw new KoppelError('USAGE', { path: '--records' });
  return {
    attacks: attacksOf(args),
    knownPairs: numbers(args, 'known-pairs', mostRecords, usual.knownPairs),
    overlaps: numbers(args, 'overlap', 100, usual.overlaps).map((percent) => percent / 100),
    persons,
    seed: args.count('seed', usual.seed),
  };
}
