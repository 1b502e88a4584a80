// SPDX-License-Identifier: EUPL-1.2
/** The study of the demo: marked synthetic, with documents and decisions that say so. */
import { mandatoryDocuments } from '@koppel/study';
import { demoOwners, demoPayload, demoRegisters } from './registers.ts';

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

function decisions() {
  return demoOwners.map(({ id }) => ({
    subStudy: 'werk-na-traject',
    city: id,
    theoretical: 'yes',
    practical: 'yes',
    legal: 'yes',
    wanted: 'yes',
    decidedBy: rehearsal,
    decidedOn: '2026-01-01',
    validUntil: '2099-12-31',
  }));
}

/** Weights in bits: about 500 of 1,024 before collisions, so that filters are a third to half full. */
export const demoEncoding = {
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'plain-1',
  fields: [
    { name: 'givenNames', type: 'text', group: 'name', weight: { bitsPerField: 110 } },
    { name: 'surname', type: 'text', group: 'name', weight: { bitsPerField: 130 } },
    { name: 'birthDate', type: 'date', weight: { bitsPerField: 160 } },
    { name: 'sex', type: 'code', weight: { bitsPerField: 10 } },
    { name: 'postcode', type: 'code', prefixes: [4], weight: { bitsPerField: 80 } },
    { name: 'houseNumber', type: 'code', weight: { bitsPerField: 30 } },
  ],
};

/** The study as an object for YAML. `keys` has an entry per owner, `linkageUnit` and `researcher`. */
export function demoStudy(keys: Readonly<Record<string, PublicKeys>>, capacity: number): object {
  return {
    koppel: 1,
    id: 'demo',
    title: 'Wie vindt werk na welke hulp? (oefening met verzonnen personen)',
    language: 'nl',
    synthetic: true,
    questions: [{ id: 'werk', text: 'Wie vindt werk na welk re-integratietraject?' }],
    subStudies: [
      {
        id: 'werk-na-traject',
        question: 'werk',
        design: 'differenceInDifferences',
        cities: demoOwners.map(({ id }) => id),
        registers: demoRegisters,
      },
    ],
    population: { description: 'Verzonnen inwoners', from: '2018-01-01', to: '2025-12-31' },
    cities: demoOwners.map(({ id, city }) => ({ id, name: city })),
    registers: demoRegisters.map((id) => ({
      id,
      label: label[id],
      unique: true,
      payload: demoPayload[id],
    })),
    owners: demoOwners.map(({ id }) => ({
      id,
      city: id,
      registers: demoRegisters,
      maxRecords: 1_000_000,
      ...keys[id],
    })),
    linkageUnit: { name: 'Vertrouwde derde partij', ...keys['linkageUnit'] },
    researcher: { name: 'Onderzoeker', ...keys['researcher'] },
    encoding: demoEncoding,
    linkage: { threshold: 'auto' },
    batches: { capacity },
    documents: documents(),
    decisions: decisions(),
    retention: { encodingsDays: 1, dataSetYears: 1 },
  };
}
