// SPDX-License-Identifier: EUPL-1.2
/** The parameters of `saul`: which are refused, which are warned of, and why. */
import type { EncodingSpec } from '@koppel/study';
import { parameterProblem, type ParameterRule } from '../parameters.ts';
import type { SchemeWarning } from '../scheme.ts';
import type { Shape } from './majority.ts';
import { fewestKept } from './parts.ts';

export const saulParameters = {
  bits: { kind: 'whole', least: 256, most: 65_536, form: { multipleOf: 128 } },
  /** Majority votes per bit. */
  k: { kind: 'whole', least: 1, most: 8 },
  /** Of which each leaves some fields out; absent: one code of all of them. */
  parts: { kind: 'whole', least: 2, most: 8, optional: true },
} as const satisfies Readonly<Record<string, ParameterRule>>;

export const partsOf = ({ parameters }: EncodingSpec): number => Number(parameters['parts'] ?? 1);

/** Of a specification with checked parameters: the shape of each of its parts. */
export function shapeOf(spec: EncodingSpec): Shape {
  const { parameters } = spec;
  return { k: Number(parameters['k']), bits: parameters.bits / partsOf(spec) };
}

/**
 * The share of bits in which two records are expected to agree, 0.5–1, of which tokens have cosine
 * c = |A∩B| / √(|A|·|B|). Sums of many signs are nearly normal with correlation c, so two of them
 * have the same sign with probability 1 − θ/π, where cos θ = c (Sheppard 1899); the exclusive or of
 * k such comparisons agrees where an even number differs: ½·(1 + (1 − 2θ/π)^k).
 */
export function expectedAgreement(cosine: number, k: number): number {
  return (1 + (1 - (2 * Math.acos(cosine)) / Math.PI) ** k) / 2;
}

/** How far the agreement stands above chance, in standard deviations of bits drawn at random. */
function signal(cosine: number, { k, bits }: Shape): number {
  return (2 * expectedAgreement(cosine, k) - 1) * Math.sqrt(bits);
}

/** Two records of one person with some errors, and two of persons who have something in common. */
const SAME_PERSON = 0.8;
const OTHER_PERSON = 0.4;
/** Below this the records of one person cannot be told from chance at all. */
const SIGNAL_USELESS = 2;
/** Among 10⁸ pairs, chance alone gives some above 5.6. */
const SIGNAL_WEAK = 6;
/** From here on similarities between different persons show, and attacks live on those. */
const LEAK = 1.5;

/** Fields of a part, at least. */
const LEAST_KEPT = 2;
/** Of fewer fields no number of parts leaves each part as many, and leaves one out. */
const LEAST_PARTED = 3;
/** Bits that are voted on at a time. */
const LANE_BITS = 128;

/**
 * @throws KoppelError ENCODING_PARAMETERS where bits cannot be divided into as many parts, where fields
 *   are too few for any, where a part would leave no field out, have but one or fewer bits than a code
 *   has, and where so many votes leave nothing to compare in so few bits
 */
export function checkSaul(spec: EncodingSpec): void {
  const parts = partsOf(spec);
  if (spec.parameters.bits % (LANE_BITS * parts) !== 0) throw parameterProblem('bits', 'multiple');
  // Each part is a code of its own.
  if (parts > 1 && shapeOf(spec).bits < saulParameters.bits.least)
    throw parameterProblem('bits', 'tooLow');
  const { length } = spec.fields;
  if (parts > 1 && length < LEAST_PARTED) throw parameterProblem('parts', 'tooFewFields');
  if (parts > length) throw parameterProblem('parts', 'tooHigh');
  // A part of one field alone would show how often each value occurs.
  if (parts > 1 && fewestKept(length, parts) < LEAST_KEPT)
    throw parameterProblem('parts', 'tooLow');
  if (signal(SAME_PERSON, shapeOf(spec)) < SIGNAL_USELESS) {
    throw parameterProblem('k', 'signalLost');
  }
}

const singleVote = {
  rule: 'singleVote',
  path: 'encoding.parameters.k',
  text: {
    en: 'With k = 1 this is a SimHash: it shows how alike any two people are, and is broken by the same attacks as a plain filter. Use it for comparisons between methods only; take k = 3.',
    nl: 'Met k = 1 is dit een SimHash: die toont hoe sterk twee willekeurige mensen op elkaar lijken en is te breken met dezelfde aanvallen als een gewoon filter. Alleen voor vergelijking van methoden; neem k = 3.',
  },
} as const satisfies SchemeWarning;

const similarityLeaks = {
  rule: 'similarityLeaks',
  path: 'encoding.parameters',
  text: {
    en: 'With so few votes on so many bits, similarities between different people stand out from chance, and attacks live on those. Take a higher k or fewer bits: k = 3 with 2,048 bits, or k = 4 with 8,192.',
    nl: 'Met zo weinig stemmen op zo veel bits steken gelijkenissen tussen verschillende mensen boven het toeval uit, en daar leven aanvallen van. Neem een hogere k of minder bits: k = 3 met 2.048 bits, of k = 4 met 8.192.',
  },
} as const satisfies SchemeWarning;

const signalWeak = {
  rule: 'signalWeak',
  path: 'encoding.parameters',
  text: {
    en: 'With so many votes on so few bits, two records of one person with some errors hardly stand out from chance, so that links are missed. Take a lower k or more bits: k = 3 with 2,048 bits, or k = 4 with 8,192.',
    nl: 'Met zo veel stemmen op zo weinig bits steken twee records van één persoon met enkele fouten nauwelijks boven het toeval uit, zodat koppelingen worden gemist. Neem een lagere k of meer bits: k = 3 met 2.048 bits, of k = 4 met 8.192.',
  },
} as const satisfies SchemeWarning;

const inParts = {
  rule: 'inParts',
  path: 'encoding.parameters.parts',
  text: {
    en: 'A code in parts is for finding candidates of a second round. It shows who has all fields but one stretch in common, as twins have, and known pairs decode more of it than of one code of as many bits: take k = 4.',
    nl: 'Een code in delen is bedoeld om kandidaten voor een tweede ronde te vinden. Zij toont wie alle velden op één stuk na gemeen heeft, zoals tweelingen, en bekende paren ontcijferen er meer van dan van één code van evenveel bits: neem k = 4.',
  },
} as const satisfies SchemeWarning;

const unequalVotes = {
  rule: 'unequalVotes',
  path: 'encoding.fields',
  text: {
    en: 'Fields whose tokens count more than those of others cost quality in all that was measured, and time. Write votesPerToken: 1 for each, unless you measured it otherwise.',
    nl: 'Velden waarvan de deelwaarden zwaarder tellen dan die van andere, kosten in alle metingen kwaliteit, en tijd. Schrijf voor elk votesPerToken: 1, tenzij u het anders hebt gemeten.',
  },
} as const satisfies SchemeWarning;

export function saulWarnings(spec: EncodingSpec): readonly SchemeWarning[] {
  const shape = shapeOf(spec);
  const warnings: SchemeWarning[] = [];
  if (shape.k === 1) warnings.push(singleVote);
  else if (signal(OTHER_PERSON, shape) > LEAK) warnings.push(similarityLeaks);
  // In parts, a pair need stand out in one of them only, where its faults are left out.
  if (partsOf(spec) > 1) warnings.push(inParts);
  else if (signal(SAME_PERSON, shape) < SIGNAL_WEAK) warnings.push(signalWeak);
  const votes = spec.fields.map(({ weight }) => Object.values(weight)[0]!);
  if (votes.some((count) => count !== 1)) warnings.push(unequalVotes);
  return warnings;
}
