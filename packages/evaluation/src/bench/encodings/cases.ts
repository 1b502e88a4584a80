// SPDX-License-Identifier: EUPL-1.2
/** The encodings that the table compares: each a change of a `clk` that suits the fields at hand. */
import type { EncodingSpec, FieldWeight } from '@koppel/study';

export interface EncodingCase {
  readonly name: string;
  /**
   * The same fields under this scheme.
   * @param base a `clk` of 2,048 bits with a weight for each field, fill about 0.3
   */
  specOf(base: EncodingSpec): EncodingSpec;
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

const bits = BASE_BITS;
const hamming = { similarity: 'hamming' } as const;

/** One filter for each field, of which a fifth to a third is filled: compared by field elsewhere. */
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
  ];
}
