// SPDX-License-Identifier: EUPL-1.2
/** Specifications for `clk-compat`, and its filters under a secret that clkhash is given as well. */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { createProfile } from '../profile.ts';
import { compatTokens, createCompatCoder } from '../schemes/clk-compat/clk-compat.ts';
import { TokenList } from '../token-list.ts';

type Parameters = EncodingSpec['parameters'];

/** A field in a group of its own, as clkhash has it. */
export function compatField(field: object, at: number): FieldSpec {
  return { name: `field${at}`, group: `field${at}`, onInvalid: 'reject', ...field } as FieldSpec;
}

export function compatSpec(
  fields: readonly object[],
  parameters: Parameters = { bits: 1024 },
): EncodingSpec {
  return {
    scheme: 'clk-compat',
    parameters,
    normalisation: 'none',
    fields: fields.map(compatField),
  };
}

/** The filters of records in hexadecimal digits. */
export function compatFilters(
  spec: EncodingSpec,
  secret: string,
  records: readonly (readonly string[])[],
): string[] {
  const { spec: checked, bytes } = createProfile(spec);
  const coder = createCompatCoder(checked, new Uint8Array(Buffer.from(secret, 'hex')));
  const tokens = new TokenList();
  return records.map((values) => {
    checked.fields.forEach((field, at) => {
      tokens.fill(compatTokens(values[at]!, field, checked).tokens);
      coder.addTokens(at, tokens);
    });
    const target = new Uint8Array(bytes);
    coder.finish(target, 0);
    return Buffer.from(target).toString('hex');
  });
}

const weight = fc.oneof(
  fc.record({ bitsPerToken: fc.integer({ min: 1, max: 70 }) }),
  fc.record({ bitsPerField: fc.integer({ min: 1, max: 250 }) }),
);
const letters = fc.oneof(
  fc.stringMatching(/^[A-Za-z' -]{0,12}$/),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => text.isWellFormed()),
  // Repeats, of which the order counts.
  fc.stringMatching(/^[ab]{1,12}$/),
);
const day = fc
  .date({ min: new Date('1850-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const number = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String),
  fc.integer({ min: 0, max: 99_999 }).map((value) => `+${value}`),
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => String(value / 100)),
  fc.integer({ min: -9999, max: 9999 }).map((value) => String(value + 0.5)),
);
const orNothing = (values: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 9, arbitrary: values }, fc.constant(''));

const text = fc.record({
  type: fc.constant('text'),
  q: fc.integer({ min: 1, max: 4 }),
  weight,
});
const field = fc.oneof(
  text,
  text.map((one) => ({ ...one, positional: true })),
  fc.record({ type: fc.constant('code'), prefixes: fc.constant([]), weight }),
  fc.record({ type: fc.constant('date'), weight }),
  fc.record({
    type: fc.constant('number'),
    distance: fc.constantFrom(1, 2.5, 10, 365, 0.5),
    steps: fc.integer({ min: 1, max: 9 }),
    weight,
  }),
);
const text64 = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));

function recordOf(fields: readonly { readonly type: string }[]): fc.Arbitrary<string[]> {
  const values: Record<string, fc.Arbitrary<string>> = { date: day, number };
  return fc.tuple(...fields.map(({ type }) => orNothing(values[type] ?? letters)));
}

/** A specification of any kind that is accepted, a secret, and records. */
export const compatCase: fc.Arbitrary<{
  spec: EncodingSpec;
  secret: string;
  records: string[][];
}> = fc.array(field, { minLength: 1, maxLength: 4 }).chain((fields) => {
  const parameters = fc.record({
    bits: fc.constantFrom(1024, 2048, 8192),
    folds: fc.integer({ min: 0, max: 3 }),
    fractionDigits: fc.integer({ min: 1, max: 3 }),
    features: fc
      .uniqueArray(fc.integer({ min: 0, max: 9 }), {
        minLength: fields.length,
        maxLength: fields.length,
      })
      .map((list) => list.join(',')),
    kdfHash: fc.constantFrom('SHA256', 'SHA512'),
    kdfSalt: text64,
    kdfInfo: text64,
    kdfKeyBytes: fc.integer({ min: 16, max: 64 }),
  });
  return fc.record({
    spec: parameters.map((chosen) => compatSpec(fields, chosen)),
    secret: fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((bytes) => Buffer.from(bytes).toString('hex')),
    records: fc.array(recordOf(fields), { minLength: 1, maxLength: 5 }),
  });
});
