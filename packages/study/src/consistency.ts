// SPDX-License-Identifier: EUPL-1.2
/** What a schema cannot say: names are unique, and everything referred to exists. */
import { KoppelError } from '@koppel/errors';
import { codeBytes } from './code-bytes.ts';
import { variableProblems } from './payload-rules.ts';
import { recipientProblems } from './recipients.ts';
import { spellProblems } from './spell-rules.ts';
import { lookShape, secondRoundProblems } from './second-round.ts';
import type { CoordinatedStudy, StatedStudy, Study } from './schema.ts';

type Named = readonly { readonly id: string }[];

function duplicates(path: string, names: readonly string[]): KoppelError[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) < at
      ? [new KoppelError('STUDY_DUPLICATE', { path: `${path}[${String(at)}]` })]
      : [],
  );
}

function missing(path: string, names: readonly string[], known: Named): KoppelError[] {
  return names.flatMap((name, at) =>
    known.some(({ id }) => id === name)
      ? []
      : [new KoppelError('STUDY_REFERENCE', { path: `${path}[${String(at)}]` })],
  );
}

/** A message may have 64 MiB; sealing, signature and header need far less than the last of them. */
const maxBlockBytes = 63 * 2 ** 20;

/** Batches must fit into a message on both lanes: found here, not when half has been sent. */
function sizeProblems(study: Study): KoppelError[] {
  const { batches, registers } = study;
  const look = lookShape(study);
  const answer = look === undefined ? 0 : 4 + look.filterBytes + look.rarityBytes;
  const identifiers = 16 + 1 + 4 + codeBytes(study);
  const payload = registers.map((register) => 16 + 1 + 9 * register.payload.length);
  const fits = batches.capacity * Math.max(identifiers, answer, ...payload) <= maxBlockBytes;
  return fits ? [] : [new KoppelError('STUDY_BATCH_SIZE', { path: 'batches.capacity' })];
}

function periodProblems(study: Study): KoppelError[] {
  return study.population.from > study.population.to
    ? [new KoppelError('STUDY_PERIOD', { path: 'population' })]
    : [];
}

/** A person decides around the threshold, so the zone holds it; an estimated one brings its own. */
function zoneProblems({ linkage: { threshold, review } }: Study): KoppelError[] {
  if (review === undefined) return [];
  const { from, to } = review;
  const fits = threshold !== 'auto' && from <= threshold && threshold <= to && from < to;
  return fits ? [] : [new KoppelError('STUDY_VALUE', { path: 'linkage.review' })];
}

function duplicateProblems(study: Study): KoppelError[] {
  const ids = (list: Named): string[] => list.map(({ id }) => id);
  return [
    ...duplicates('questions', ids(study.questions)),
    ...duplicates('subStudies', ids(study.subStudies)),
    ...duplicates('cities', ids(study.cities)),
    ...duplicates('registers', ids(study.registers)),
    ...duplicates('owners', ids(study.owners)),
    ...duplicates(
      'encoding.fields',
      study.encoding.fields.map(({ name }) => name),
    ),
    ...duplicates(
      'secondRound.fields',
      (study.secondRound?.fields ?? []).map(({ name }) => name),
    ),
    ...(study.koppel === 1
      ? duplicates(
          'decisions',
          study.decisions.map(({ subStudy, city }) => `${subStudy} ${city}`),
        )
      : duplicates('mandates', ids(study.mandates))),
    ...study.registers.flatMap(({ payload }, at) =>
      duplicates(
        `registers[${String(at)}].payload`,
        payload.map(({ name }) => name),
      ),
    ),
  ];
}

function statedProblems({ synthetic, decisions, subStudies, cities }: StatedStudy): KoppelError[] {
  // What nobody signed is good enough for invented persons only.
  const unsigned = synthetic
    ? []
    : [new KoppelError('STUDY_NEEDS_COORDINATOR', { path: 'koppel' })];
  return [
    ...unsigned,
    ...decisions.flatMap((one, at) => [
      ...missing(`decisions[${String(at)}].subStudy`, [one.subStudy], subStudies),
      ...missing(`decisions[${String(at)}].city`, [one.city], cities),
    ]),
  ];
}

function coordinatedProblems({ mandates, cities }: CoordinatedStudy): KoppelError[] {
  return mandates.flatMap((one, at) =>
    missing(`mandates[${String(at)}].cities`, one.cities, cities),
  );
}

/** Every contradiction in a study that is well formed; empty when there is none. */
export function consistencyProblems(study: Study): KoppelError[] {
  return [
    ...periodProblems(study),
    ...sizeProblems(study),
    ...zoneProblems(study),
    ...secondRoundProblems(study),
    ...duplicateProblems(study),
    ...recipientProblems(study),
    ...study.registers.flatMap(({ payload }, at) =>
      payload.flatMap((one, nth) =>
        variableProblems(one, `registers[${String(at)}].payload[${String(nth)}]`),
      ),
    ),
    ...study.registers.flatMap((one, at) => spellProblems(one, `registers[${String(at)}]`)),
    ...study.subStudies.flatMap((one, at) => [
      ...missing(`subStudies[${String(at)}].question`, [one.question], study.questions),
      ...missing(`subStudies[${String(at)}].cities`, one.cities, study.cities),
      ...missing(`subStudies[${String(at)}].registers`, one.registers, study.registers),
    ]),
    ...study.owners.flatMap((one, at) => [
      ...missing(`owners[${String(at)}].city`, [one.city], study.cities),
      ...missing(`owners[${String(at)}].registers`, one.registers, study.registers),
    ]),
    ...(study.koppel === 1 ? statedProblems(study) : coordinatedProblems(study)),
  ];
}
