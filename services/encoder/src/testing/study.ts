// SPDX-License-Identifier: EUPL-1.2
/** A small study with real keys for all its parties. For tests only. */
import { generateMailbox } from '@koppel/keys';
import { generateSigningKeyPair, signingPublicKey } from '@koppel/keys/sign';
import { mailboxPublicKey } from '@koppel/keys';
import { checkStudy, encodePublicKey, mandatoryDocuments, type Study } from '@koppel/study';
import type { Sender } from '../egress.ts';
import { newOwnerSecrets, type Secrets } from '../owner-key.ts';

export interface TestOwner {
  readonly sender: Sender;
  readonly secrets: Secrets;
}

export interface TestStudy {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly owners: readonly TestOwner[];
  /** X25519 secret keys of the two receivers. */
  readonly linkageMailbox: Uint8Array;
  readonly researcherMailbox: Uint8Array;
  /** Ed25519 secret key with which the linkage unit signs receipts. */
  readonly linkageSignKey: Uint8Array;
  /** The study as plain data, to write into a file. */
  readonly input: object;
}

const valid = { decidedBy: 'Board', decidedOn: '2025-01-01', validUntil: '2099-12-31' };

const payload = [
  { name: 'scheme', label: 'Scheme', type: 'code', codes: codes('A', 'B', 'C') },
  { name: 'start', label: 'Start', type: 'date' },
  { name: 'amount', label: 'Amount', type: 'number', min: 0, max: 5000 },
  { name: 'works', label: 'Works', type: 'boolean' },
];

function codes(...values: readonly string[]) {
  return values.map((value) => ({ value, label: `Label ${value}` }));
}

const fields = [
  { name: 'surname', type: 'text', weight: { bitsPerField: 100 } },
  { name: 'birthDate', type: 'date', weight: { bitsPerField: 100 } },
  { name: 'income', type: 'number', weight: { bitsPerToken: 5 }, onInvalid: 'missing' },
];

function plainStudy(owners: readonly object[], linkageUnit: object, researcher: object) {
  return {
    koppel: 1,
    synthetic: true,
    id: 'sample',
    title: 'A sample',
    language: 'en',
    questions: [{ id: 'work', text: 'Who finds work?' }],
    subStudies: [
      {
        id: 'one',
        question: 'work',
        design: 'descriptive',
        cities: ['city'],
        registers: ['population', 'benefits'],
      },
    ],
    population: { description: 'Residents', from: '2024-01-01', to: '2025-12-31' },
    cities: [{ id: 'city', name: 'City' }],
    registers: [
      { id: 'population', label: 'Population', unique: true },
      { id: 'benefits', label: 'Benefits', unique: false, payload },
    ],
    owners,
    linkageUnit: { name: 'Third party', ...linkageUnit },
    researcher: { name: 'University', ...researcher },
    encoding: { scheme: 'clk', parameters: { bits: 512 }, normalisation: 'plain-1', fields },
    linkage: { threshold: 0.8 },
    batches: { capacity: 10 },
    documents: mandatoryDocuments.map((kind) => ({
      kind,
      version: '1.0',
      owner: 'Board',
      signer: 'Secretary',
      signedOn: '2025-01-01',
      validUntil: '2099-12-31',
      sha256: '0'.repeat(64),
    })),
    decisions: [
      {
        subStudy: 'one',
        city: 'city',
        theoretical: 'yes',
        practical: 'yes',
        legal: 'yes',
        wanted: 'yes',
        ...valid,
      },
    ],
    retention: { encodingsDays: 90, dataSetYears: 10 },
  };
}

/** Study and hash from plain data; an error when the study is not valid. */
export function readStudy(input: object): { study: Study; specHash: Uint8Array } {
  const checked = checkStudy(input);
  if (!checked.ok) throw new Error(checked.problems.map(({ code }) => code).join());
  return checked.value;
}

/** Owners of these names, each with both registers; `maxRecords` rows at most. */
export async function makeStudy(
  names: readonly string[],
  { maxRecords = 100_000 }: { readonly maxRecords?: number } = {},
): Promise<TestStudy> {
  const secrets = await Promise.all(names.map(() => newOwnerSecrets()));
  const [linkage, researcher] = [await generateMailbox(), await generateMailbox()];
  const signPair = generateSigningKeyPair();
  const signKey = encodePublicKey(signPair.publicKey);
  const input = plainStudy(
    names.map((id, at) => ({
      id,
      city: 'city',
      registers: ['population', 'benefits'],
      maxRecords,
      signPublicKey: encodePublicKey(signingPublicKey(secrets[at]!['sign']!)),
      mailboxPublicKey: encodePublicKey(mailboxPublicKey(secrets[at]!['mailbox']!)),
    })),
    { signPublicKey: signKey, mailboxPublicKey: encodePublicKey(linkage.publicKey) },
    { mailboxPublicKey: encodePublicKey(researcher.publicKey) },
  );
  const { study, specHash } = readStudy(input);
  return {
    study,
    specHash,
    input,
    owners: secrets.map((own, owner) => ({
      sender: { study, specHash, owner, signSecretKey: own['sign']! },
      secrets: own,
    })),
    linkageMailbox: linkage.secretKey,
    researcherMailbox: researcher.secretKey,
    linkageSignKey: signPair.secretKey,
  };
}
