// SPDX-License-Identifier: EUPL-1.2
/** A small complete study for tests, as plain data that a test may change before it is checked. */
import { mandatoryDocuments } from '../gate.ts';

const publicKey = 'A'.repeat(43);
/** The linkage unit's, which no other party may have. */
const unitMailbox = `${'A'.repeat(42)}E`;

function sampleDocuments() {
  return mandatoryDocuments.map((kind) => ({
    kind,
    version: '1.0',
    owner: 'Board',
    signer: 'Secretary',
    signedOn: '2025-01-01',
    validUntil: '2099-12-31',
    sha256: '0'.repeat(64),
  }));
}

function sampleDecisions() {
  return ['rotterdam', 'denhaag'].map((city) => ({
    subStudy: 'one',
    city,
    theoretical: 'yes',
    practical: 'yes',
    legal: 'yes',
    wanted: 'yes',
    conditions: [] as { text: string; owner: string; dueOn: string; metOn?: string }[],
    decidedBy: 'Board',
    decidedOn: '2025-01-01',
    validUntil: '2099-12-31',
  }));
}

/** Two owners, two registers, a valid go for both cities until the end of 2099. */
export function sampleStudy() {
  return {
    koppel: 1,
    id: 'sample',
    title: 'A sample study',
    language: 'en',
    synthetic: true,
    questions: [{ id: 'work', text: 'Who finds work?' }],
    subStudies: [
      {
        id: 'one',
        question: 'work',
        design: 'differenceInDifferences',
        cities: ['rotterdam', 'denhaag'],
        registers: ['population', 'benefits'],
      },
    ],
    population: { description: 'Residents', from: '2024-01-01', to: '2025-12-31' },
    cities: [
      { id: 'rotterdam', name: 'Rotterdam' },
      { id: 'denhaag', name: 'Den Haag' },
    ],
    registers: [
      { id: 'population', label: 'Population', unique: true },
      {
        id: 'benefits',
        label: 'Benefits',
        unique: true,
        payload: [{ name: 'amount', label: 'Amount', type: 'number', unit: 'euro', min: 0 }],
      },
    ],
    owners: ['rotterdam', 'denhaag'].map((id) => ({
      id,
      city: id,
      registers: ['population', 'benefits'],
      maxRecords: 100_000,
      signPublicKey: publicKey,
      mailboxPublicKey: publicKey,
    })),
    linkageUnit: { name: 'Third party', signPublicKey: publicKey, mailboxPublicKey: unitMailbox },
    researcher: { name: 'University', mailboxPublicKey: publicKey },
    encoding: {
      scheme: 'clk',
      parameters: { bits: 1024 },
      normalisation: 'plain-1',
      fields: [
        { name: 'surname', type: 'text', group: 'name', weight: { bitsPerField: 160 } },
        { name: 'birthDate', type: 'date', weight: { bitsPerField: 200 } },
      ] as Record<string, unknown>[],
    },
    linkage: { threshold: 0.8 as number | string },
    batches: { capacity: 100 },
    documents: sampleDocuments(),
    decisions: sampleDecisions(),
    retention: { encodingsDays: 90, dataSetYears: 10 },
  };
}

/** The same with a coordinator, and two offices that may decide. Nothing is decided yet. */
export function sampleCoordinatedStudy() {
  const { registers, ...stated } = sampleStudy();
  return {
    ...Object.fromEntries(
      Object.entries(stated).filter(([name]) => name !== 'documents' && name !== 'decisions'),
    ),
    koppel: 2,
    synthetic: false,
    registers: registers.map((one, at) => ({
      ...one,
      kind: at === 0 ? 'population' : 'benefits',
    })),
    coordinator: { name: 'Coordinator', signPublicKey: publicKey },
    mandates: [
      { id: 'board', office: 'Board', cities: ['rotterdam'], signPublicKey: publicKey },
      { id: 'hague', office: 'Board', cities: ['denhaag'], signPublicKey: publicKey },
    ],
  };
}
