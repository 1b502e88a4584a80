// SPDX-License-Identifier: EUPL-1.2
/** The study of the demo: marked synthetic, with documents and decisions that say so. */
import { mandatoryDocuments } from '@koppel/study';
import type { RegisterKind, RegisterRequest } from '../generator/index.ts';
import { demoPayload, demoSpells } from './registers.ts';

/** Lines `name: value` as a party's `key init` prints them. */
export type PublicKeys = Readonly<Record<string, string>>;

const label = { population: 'Bevolking', benefits: 'Uitkeringen', trajectories: 'Trajecten' };

const rehearsal = 'Rehearsal on generated persons';

function documents() {
  return mandatoryDocuments.map((kind) => ({
    kind,
    version: '1.0',
    owner: rehearsal,
    signer: rehearsal,
    signedOn: '2026-01-01',
    validUntil: '2099-12-31',
    sha256: '0'.repeat(64),
  }));
}

function decisions(owners: readonly string[]) {
  return owners.map((city) => ({
    subStudy: 'werk-na-traject',
    city,
    theoretical: 'yes',
    practical: 'yes',
    legal: 'yes',
    wanted: 'yes',
    decidedBy: rehearsal,
    decidedOn: '2026-01-01',
    validUntil: '2099-12-31',
  }));
}

/** A first round that withstands an attack with a population register; it only finds candidates. */
export const demoEncoding = {
  scheme: 'saul',
  parameters: { bits: 2048, k: 3 },
  similarity: 'hamming',
  normalisation: 'nl-1',
  fields: [
    { name: 'givenNames', type: 'givenNames', group: 'name', weight: { votesPerToken: 2 } },
    { name: 'surname', type: 'surname', group: 'name', weight: { votesPerToken: 2 } },
    { name: 'birthDate', type: 'date', assigned: 'yearOnly', weight: { votesPerToken: 2 } },
    { name: 'sex', type: 'sex', weight: { votesPerToken: 1 } },
    { name: 'postcode', type: 'postcode', weight: { votesPerToken: 1 } },
    { name: 'houseNumber', type: 'houseNumber', weight: { votesPerToken: 1 } },
  ],
};

/** As few looks as a study can ask for: on registers without hard cases more of them gain little. */
export const demoSecondRound = { looks: 5, budget: 100, rarityClasses: false, fieldBits: 256 };

/** Who delivers what, and what the study asks of it. */
export interface StudyPlan {
  /** Default `demo`. */
  readonly id?: string;
  readonly requests: readonly RegisterRequest[];
  readonly encoding: object;
  /** Absent: one round. */
  readonly secondRound?: object;
  /** Rows in a batch. */
  readonly capacity: number;
}

/** The owners of a plan in order, each with its city and its registers. */
export function ownersOf(requests: readonly RegisterRequest[]) {
  const ids = [...new Set(requests.map(({ owner }) => owner))];
  return ids.map((id) => {
    const own = requests.filter(({ owner }) => owner === id);
    return { id, city: own[0]!.city, registers: own.map(({ register }) => register) };
  });
}

/** The study as an object for YAML. `keys` has an entry per owner, `linkageUnit` and `researcher`. */
export function demoStudy(
  { id = 'demo', requests, encoding, secondRound, capacity }: StudyPlan,
  keys: Readonly<Record<string, PublicKeys>>,
): object {
  const owners = ownersOf(requests);
  const registers: RegisterKind[] = [...new Set(requests.map(({ register }) => register))];
  const ids = owners.map((one) => one.id);
  return {
    koppel: 1,
    id,
    title: 'Wie vindt werk na welke hulp? (oefening met verzonnen personen)',
    language: 'nl',
    synthetic: true,
    questions: [{ id: 'werk', text: 'Wie vindt werk na welk re-integratietraject?' }],
    subStudies: [
      {
        id: 'werk-na-traject',
        question: 'werk',
        design: 'differenceInDifferences',
        cities: ids,
        registers,
      },
    ],
    population: { description: 'Verzonnen inwoners', from: '2018-01-01', to: '2025-12-31' },
    cities: owners.map(({ id, city }) => ({ id, name: city })),
    registers: registers.map((id) => ({
      id,
      label: label[id],
      unique: true,
      payload: demoPayload[id],
      ...(demoSpells[id] && { spell: demoSpells[id] }),
    })),
    owners: owners.map(({ id, registers: own }) => ({
      id,
      city: id,
      registers: own,
      maxRecords: 10_000_000,
      ...keys[id],
    })),
    linkageUnit: { name: 'Vertrouwde derde partij', ...keys['linkageUnit'] },
    researcher: { name: 'Onderzoeker', ...keys['researcher'] },
    encoding,
    ...(secondRound === undefined ? {} : { secondRound }),
    linkage: { threshold: 'auto', falseLinkTarget: 0.03 },
    batches: { capacity },
    documents: documents(),
    decisions: decisions(ids),
    retention: { encodingsDays: 1, dataSetYears: 1 },
  };
}
