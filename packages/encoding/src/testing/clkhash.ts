// SPDX-License-Identifier: EUPL-1.2
/**
 * The clkhash schema that says the same as a specification for `clk-compat`, and the program itself
 * where this machine has it: what `scripts/ci-python.sh` made, Python with the package `clkhash`, or
 * what KOPPEL_CLKHASH_PYTHON names.
 */
import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EncodingSpec, FieldSpec } from '@koppel/study';

export interface ClkhashCase {
  readonly schema: object;
  /** Bytes as hexadecimal digits. */
  readonly secret: string;
  readonly rows: readonly (readonly string[])[];
}

const installed = fileURLToPath(
  new URL('../../../../.koppel/clkhash/venv/bin/python', import.meta.url),
);
const script = fileURLToPath(new URL('../../vectors/clkhash.py', import.meta.url));

function comparisonOf(field: FieldSpec, fractionDigits: unknown): object {
  if (field.type === 'text') {
    return { type: 'ngram', n: field.q, positional: field.positional === true };
  }
  if (field.type === 'date') return { type: 'ngram', n: 1, positional: true };
  if (field.type !== 'number') return { type: 'exact' };
  return {
    type: 'numeric',
    thresholdDistance: field.distance,
    resolution: field.steps,
    fractional_precision: fractionDigits,
  };
}

function featureOf(field: FieldSpec, fractionDigits: unknown): object {
  const { weight } = field;
  const strategy =
    'bitsPerToken' in weight
      ? { bitsPerToken: weight.bitsPerToken }
      : { bitsPerFeature: Object.values(weight)[0] as number };
  const format = field.type === 'date' ? { type: 'date', format: '%Y-%m-%d' } : { type: 'string' };
  const hashing = {
    comparison: comparisonOf(field, fractionDigits),
    strategy,
    hash: { type: 'blakeHash' },
    // Otherwise a missing date is an error.
    missingValue: { sentinel: '' },
  };
  return { identifier: field.name, format, hashing };
}

/** The case in which clkhash sees these values of the fields, dates as `YYYY-MM-DD`. */
export function clkhashCase(
  { fields, parameters }: EncodingSpec,
  secret: string,
  records: readonly (readonly string[])[],
): ClkhashCase {
  const { bits, folds = 0, fractionDigits = 0, features = '' } = parameters;
  const places = features === '' ? fields.map((_, at) => at) : String(features).split(',');
  const width = Math.max(...places.map(Number)) + 1;
  const fieldAt = (place: number) => places.findIndex((one) => Number(one) === place);
  const row = <T>(make: (field: number) => T, ignored: T) =>
    Array.from({ length: width }, (_, place) => {
      const field = fieldAt(place);
      return field === -1 ? ignored : make(field);
    });
  const kdf = {
    type: 'HKDF',
    hash: parameters['kdfHash'] ?? 'SHA256',
    keySize: parameters['kdfKeyBytes'] ?? 64,
    ...((parameters['kdfSalt'] ?? '') === '' ? {} : { salt: parameters['kdfSalt'] }),
    ...((parameters['kdfInfo'] ?? '') === '' ? {} : { info: parameters['kdfInfo'] }),
  };
  const ignored = { identifier: 'ignored', ignored: true };
  const schema = {
    version: 3,
    // Its schema says xorFolds, and its program reads xor_folds.
    clkConfig: { l: bits, xor_folds: folds, kdf },
    features: row<object>((field) => featureOf(fields[field]!, fractionDigits), ignored),
  };
  return { schema, secret, rows: records.map((values) => row((at) => values[at]!, 'ignored')) };
}

function has(python: string): boolean {
  return spawnSync(python, ['-c', 'import clkhash.clk']).status === 0;
}

const { KOPPEL_CLKHASH_PYTHON: named } = env;

/** A Python that has clkhash, or undefined. */
export const pythonWithClkhash: string | undefined = (
  named === undefined ? [installed, 'python3.11', 'python3'] : [named]
).find(has);

/** What clkhash answers to cases: for each a filter per row, in hexadecimal digits. */
export function askClkhash(python: string, cases: readonly ClkhashCase[]): string[][] {
  const { status, stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}
