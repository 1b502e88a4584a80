// SPDX-License-Identifier: EUPL-1.2
/** A small study for tests, as plain data that a test may change before it is written. */
import { mandatoryDocuments } from '@koppel/study';

export type RegisterName = 'population' | 'benefits' | 'trajectories';

export interface Shape {
  readonly id: string;
  /** Registers per data owner. */
  readonly owners: Readonly<Record<string, readonly RegisterName[]>>;
  /** Rows in a batch. */
  readonly capacity: number;
}

/** Lines `name: value` as `key init` prints them, per party. */
export type PublicKeys = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const schemes = ['PW', 'IOAW', 'IOAZ'] as const;

interface Variable {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** Research variables: none, amounts with dates and codes, and booleans. */
export const variables = {
  population: [],
  benefits: [
    { name: 'amount', type: 'number', label: 'Amount', unit: 'euro', min: 0 },
    { name: 'since', type: 'date', label: 'Since' },
    {
      name: 'scheme',
      type: 'code',
      label: 'Scheme',
      codes: schemes.map((value) => ({ value, label: value })),
    },
  ],
  trajectories: [{ name: 'work', type: 'boolean', label: 'Found work' }],
} as const satisfies Record<RegisterName, readonly Variable[]>;

/** About 500 of 1,024 bits before collisions. */
function encoding() {
  return {
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
}

function documents() {
  return mandatoryDocuments.map((kind) => ({
    kind,
    version: '1.0',
    owner: 'Test',
    signer: 'Test',
    signedOn: '2025-01-01',
    validUntil: '2099-12-31',
    sha256: '0'.repeat(64),
  }));
}

function decision(city: string) {
  return {
    subStudy: 'one',
    city,
    theoretical: 'yes',
    practical: 'yes',
    legal: 'yes',
    wanted: 'yes',
    decidedBy: 'Test',
    decidedOn: '2025-01-01',
    validUntil: '2099-12-31',
  };
}

/** A valid study; `keys` has an entry per owner, `linkageUnit` and `researcher`. */
export function draftStudy({ id, owners, capacity }: Shape, keys: PublicKeys) {
  const names = Object.keys(owners);
  const registers = [...new Set(Object.values(owners).flat())];
  return {
    koppel: 1,
    id,
    title: 'A study of invented persons',
    language: 'en',
    synthetic: true,
    questions: [{ id: 'work', text: 'Who finds work?' }],
    subStudies: [{ id: 'one', question: 'work', design: 'descriptive', cities: names, registers }],
    population: { description: 'Invented residents', from: '2024-01-01', to: '2025-12-31' },
    cities: names.map((name) => ({ id: name, name })),
    registers: registers.map((name) => ({
      id: name,
      label: name,
      unique: true,
      payload: variables[name],
    })),
    owners: names.map((name) => ({
      id: name,
      city: name,
      registers: owners[name]!,
      maxRecords: 100_000,
      ...keys[name],
    })),
    linkageUnit: { name: 'Third party', ...keys['linkageUnit'] },
    researcher: { name: 'University', ...keys['researcher'] },
    encoding: encoding(),
    linkage: { threshold: 0.8 as number | 'auto' },
    batches: { capacity },
    documents: documents(),
    decisions: names.map(decision),
    retention: { encodingsDays: 1, dataSetYears: 1 },
  };
}

export type StudyDraft = ReturnType<typeof draftStudy>;
