// SPDX-License-Identifier: EUPL-1.2
/** The encodings that the table compares: each a change of a `clk` that suits the fields at hand. */
import type { EncodingSpec, FieldWeight } from '@koppel/study';

export interface EncodingCase {
  readonly name: string;
  /**
   * The same fields under this scheme.
   * @param base a `clk` of 2,048 bits with a weight for each field, fill about 0.3
   */
  readonly specOf: (base: EncodingSpec) => EncodingSpec;
}

/** Bits of the base, by which its weights are to be read. */
export const BASE_BITS = 2048;

type Weigh = (weight: FieldWeight) => FieldWeight;

const scaled =
  (factor: number): Weigh =>
  (weight) => {
    const [kind, bits] = Object.entries(weight)[0]!;
    return { [kind]: Math.max(1, Math.round(bits * factor)) } as FieldWeight;
  };

const oneVote: Weigh = () => ({ votesPerToken: 1 });

function withWeights(base: EncodingSpec, weigh: Weigh): EncodingSpec['fields'] {
  return base.fields.map((field) => ({ ...field, weight: weigh(field.weight) }));
}

function clkOf(bits: number): EncodingCase {
  return {
    name: `clk ${String(bits)}`,
    specOf: (base) => ({
      ...base,
      parameters: { bits },
      fields: withWeights(base, scaled(bits / BASE_BITS)),
    }),
  };
}

/** A hardening of the `clk` of 2,048 bits, compared as that is unless said otherwise. */
function hardened(
  scheme: string,
  parameters: EncodingSpec['parameters'],
  change: Partial<EncodingSpec> = {},
): EncodingCase {
  const { bits, ...others } = parameters;
  const shown = Object.entries(others).map(([name, value]) => `${name} ${String(value)}`);
  return {
    name: [scheme, String(bits), ...shown].join(' '),
    specOf: (base) => ({ ...base, scheme, parameters, ...change }),
  };
}

function saulOf(k: number, bits: number): EncodingCase {
  return {
    name: `saul k=${String(k)} ${String(bits)}`,
    specOf: (base) => ({
      ...base,
      scheme: 'saul',
      parameters: { bits, k },
      similarity: 'hamming',
      fields: withWeights(base, oneVote),
    }),
  };
}

/** The same under a key for each year of birth. */
function saltedByYear({ name, specOf }: EncodingCase): EncodingCase {
  return {
    name: `salted ${name}`,
    specOf: (base) => {
      const date = base.fields.find(({ type }) => type === 'date')!;
      return { ...specOf(base), salt: { field: date.name } };
    },
  };
}

/** A filter for each field, of which about a third is filled; compared as one here. */
function fieldFilters(fieldBits: number): EncodingCase {
  return {
    name: `field-filters ${String(fieldBits)}`,
    specOf: (base) => ({
      ...base,
      scheme: 'field-filters',
      parameters: {
        bits: fieldBits * base.fields.length,
        fieldBits,
        reason: 'compared on published and invented persons',
      },
      fields: withWeights(base, () => ({ bitsPerField: Math.round(0.4 * fieldBits) })),
    }),
  };
}

const bits = BASE_BITS;
const hamming = { similarity: 'hamming' } as const;

/** `clk-compat` is not among them: its bits come about as those of `clk` do. */
export function encodingCases(): EncodingCase[] {
  return [
    clkOf(1024),
    clkOf(2048),
    hardened('clk-balance', { bits: 2 * bits }, hamming),
    hardened('clk-fold', { bits: bits / 2, folds: 1 }),
    hardened('clk-rule90', { bits }),
    hardened('clk-resample', { bits }),
    hardened('clk-rehash', { bits }),
    hardened('clk-blip', { bits, noise: 0.1 }),
    hardened('clk-blip', { bits, noise: 0.3 }),
    hardened('clk-diffuse', { bits, mixedBits: 4 }, hamming),
    hardened('clk-diffuse', { bits, mixedBits: 10 }, hamming),
    saulOf(1, 2048),
    saulOf(2, 2048),
    saulOf(3, 2048),
    saulOf(3, 4096),
    saulOf(4, 8192),
    saltedByYear(clkOf(1024)),
    saltedByYear(saulOf(3, 2048)),
    fieldFilters(256),
  ];
}
