// SPDX-License-Identifier: EUPL-1.2
/** A description with every kind of variable, its rows, and arbitrary ones. For tests only. */
import fc from 'fast-check';
import type { FileDescription, FileParts, Value, Variable } from '../description.ts';

export const variables: readonly Variable[] = [
  { kind: 'text', name: 'pseudonym', label: 'Persoon, alleen hier', bytes: 32 },
  {
    kind: 'code', name: 'scheme', label: 'Regeling',
    codes: [
      { value: '1', label: 'Bijstand' }, { value: '250', label: 'WW' },
      { value: '9', label: 'Onbekend', missing: true },
    ],
  },
  {
    kind: 'code', name: 'register.letters', label: 'Letters',
    codes: [
      { value: 'A', label: 'Één' }, { value: '01', label: 'Nul één' },
      { value: 'X', label: 'weet niet', missing: true },
    ],
  },
  {
    kind: 'code', name: 'longCodes', label: 'é'.repeat(200),
    codes: [
      { value: 'uitstroom-naar-werk', label: 'Werk' }, { value: 'overlijden', label: 'Werk' },
      { value: 'onbekend-gebleven', label: 'Onbekend', missing: true },
    ],
  },
  { kind: 'date', name: 'start', label: 'Begin' },
  { kind: 'number', name: 'amount', label: 'Bedrag', decimals: 2, missing: [{ value: -1, label: 'geweigerd' }] },
  { kind: 'boolean', name: 'works', label: 'Werkt', no: 'nee', yes: 'ja' },
  { kind: 'number', name: 'plain', label: '', decimals: 0 },
]; // prettier-ignore

export const rows: readonly (readonly Value[])[] = [
  ['ab'.repeat(16), 0, 0, 0, 19_782, 12.5, 0, -0],
  ['cd', 1, 1, 1, -141_427, -1, 1, 151],
  ['é', 2, 2, 2, 2_932_896, 8.9e307, 1, -100],
  [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
];

export const sample: FileDescription = { label: 'Proef Één', rows: rows.length, variables };

/** A whole file of rows that come in parts of some size. */
export function whole(
  make: (description: FileDescription) => FileParts,
  description: FileDescription,
  all: readonly (readonly Value[])[],
  size: number = all.length,
): Uint8Array {
  const file = make(description);
  const parts = [file.head];
  for (let at = 0; at < all.length; at += size) parts.push(file.rows(all.slice(at, at + size)));
  parts.push(file.end());
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const line = fc.string({
  minLength: 1,
  maxLength: 30,
  unit: fc.constantFrom('a', 'é', ' ', '€', 'Z', '9', '-', '_', '.'),
});

const codeList = fc.uniqueArray(
  fc.record({
    value: fc.oneof(fc.integer({ min: -40_000, max: 40_000 }).map(String), fc.constantFrom('A', '007', 'heel-lange-code')),
    label: line,
    missing: fc.constant(false),
  }),
  { minLength: 1, maxLength: 8, selector: ({ value }) => value },
); // prettier-ignore

type Made = readonly [Variable, fc.Arbitrary<Value>];

const kinds: fc.Arbitrary<Made> = fc.oneof(
  fc
    .integer({ min: 1, max: 255 })
    .map((bytes): Made => [
      { kind: 'text', name: 'x', label: '', bytes },
      fc.stringMatching(/^[a-z0-9]*$/, { maxLength: bytes }).map((text) => text || undefined),
    ]),
  codeList.map((codes): Made => [
    { kind: 'code', name: 'x', label: '', codes },
    fc.nat(codes.length - 1),
  ]),
  fc.constant<Made>([
    { kind: 'date', name: 'x', label: '' },
    fc.integer({ min: -141_427, max: 2_932_896 }),
  ]),
  fc
    .nat(6)
    .map((decimals): Made => [
      { kind: 'number', name: 'x', label: '', decimals },
      fc.oneof(
        fc.integer({ min: -300, max: 300 }),
        fc.double({ min: -1e300, max: 1e300, noNaN: true }),
      ),
    ]),
  fc.constant<Made>([
    { kind: 'boolean', name: 'x', label: '', no: 'nee', yes: 'ja' },
    fc.constantFrom(0, 1),
  ]),
);

export interface ArbitraryFile {
  readonly description: FileDescription;
  readonly rows: readonly (readonly Value[])[];
}

/** Files of any variables, names and values. */
export const files: fc.Arbitrary<ArbitraryFile> = fc
  .array(fc.tuple(line, line, kinds), { minLength: 1, maxLength: 8 })
  .chain((made) =>
    fc
      .array(
        fc.tuple(...made.map(([, , [, value]]) => fc.option(value, { nil: undefined, freq: 4 }))),
        { maxLength: 12 },
      )
      .map((all) => ({
        description: {
          label: 'x',
          rows: all.length,
          variables: made.map(([name, label, [variable]]) => ({ ...variable, name, label })),
        },
        rows: all,
      })),
  );
