// SPDX-License-Identifier: EUPL-1.2
/**
 * What all hardenings of `clk` share: a filter is made as `clk` makes it, under keys of the
 * hardening's own, and then changed as a whole. Each hardening is a scheme by itself, so that a report
 * can say what it withstands and a study can be told when it is withdrawn. None of them stops graph
 * matching: what remains similar can be matched.
 */
import type { EncodingSpec, Similarity } from '@koppel/study';
import type { TokenStreams } from '../../prf.ts';
import { clkBitSetting, createClkCoder } from '../clk/clk.ts';
import { bitWeights, clkWarnings } from '../clk/parameters.ts';
import { checkFilter } from '../clk/sound-filter.ts';
import { parameterProblem, type ParameterRule } from '../parameters.ts';
import {
  makePartMemory,
  type Bilingual,
  type PartMemory,
  type Scheme,
  type SchemeCoder,
  type SchemeWarning,
} from '../scheme.ts';

/** Two bytes of a token's stream choose a position. */
const FILTER_BITS_MAX = 65_536;

/** A hardening at work for one specification and key. */
export interface BitTransform {
  /**
   * Writes the hardened filter over `target`, all bytes of an encoding from `offset`.
   * @param filter with at least one bit set; may be overwritten
   */
  apply(filter: PartMemory, target: Uint8Array, offset: number): void;
  /** Overwrites what it keeps of the key and of records. */
  wipe(): void;
}

export interface Hardening {
  readonly id: string;
  readonly withstands: Bilingual;
  readonly doesNotWithstand: Bilingual;
  /** Besides `bits`. */
  readonly parameters: Readonly<Record<string, ParameterRule>>;
  readonly similarities: readonly Similarity[];
  /** Bits of the filter that is hardened. */
  filterBits(spec: EncodingSpec): number;
  /** Where its own parameters make no sense together. @throws KoppelError ENCODING_PARAMETERS */
  check?(spec: EncodingSpec): void;
  warnings?(spec: EncodingSpec): readonly SchemeWarning[];
  createTransform(spec: EncodingSpec, own: TokenStreams): BitTransform;
}

/** A parameter that its table says is a number. */
export function numberOf({ parameters }: EncodingSpec, name: string): number {
  return parameters[name] as number;
}

/** The same specification for the filter that is hardened. */
function filterSpec(hardening: Hardening, spec: EncodingSpec): EncodingSpec {
  return { ...spec, parameters: { bits: hardening.filterBits(spec) } };
}

function createCoder(inner: SchemeCoder, transform: BitTransform, bytes: number): SchemeCoder {
  const filter = makePartMemory(inner.partBytes / 4);
  return {
    ...inner,
    finish(target, offset) {
      inner.finish(filter.bytes, 0);
      // A record that says nothing stays empty, so that it is like no other.
      if (filter.words.every((word) => word === 0)) target.fill(0, offset, offset + bytes);
      else transform.apply(filter, target, offset);
    },
    wipe() {
      inner.wipe();
      transform.wipe();
      filter.words.fill(0);
    },
  };
}

export function hardenedClk(hardening: Hardening): Scheme {
  const { id, withstands, doesNotWithstand, parameters, similarities } = hardening;
  return {
    id,
    version: 1,
    withstands,
    doesNotWithstand,
    keyDomain: `${id}-1/`,
    parameters: {
      bits: { kind: 'whole', least: 64, most: FILTER_BITS_MAX, form: 'powerOfTwo' },
      ...parameters,
    },
    weights: ['bitsPerToken', 'bitsPerField'],
    similarities: () => similarities,
    check(spec) {
      const bits = hardening.filterBits(spec);
      if (bits < 64) throw parameterProblem('bits', 'tooLow');
      if (bits > FILTER_BITS_MAX) throw parameterProblem('bits', 'tooHigh');
      hardening.check?.(spec);
      checkFilter(filterSpec(hardening, spec));
    },
    warnings: (spec) => [
      ...clkWarnings(filterSpec(hardening, spec)),
      ...(hardening.warnings?.(spec) ?? []),
    ],
    create(spec, streams, own) {
      const inner = createClkCoder(hardening.filterBits(spec), bitWeights(spec), streams);
      return createCoder(inner, hardening.createTransform(spec, own), spec.parameters.bits / 8);
    },
    bitSetting: (spec) => clkBitSetting(filterSpec(hardening, spec)),
  };
}
