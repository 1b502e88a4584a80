// SPDX-License-Identifier: EUPL-1.2
/** What the linkage unit accepts under a study: from whom, made with which profile and key. */
import { sealOverheadBytes } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import { codeBytes, type Study } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  expectedOwners,
  identifierBlockBytes,
  readAgreement,
  topics,
  type BatchExpectation,
} from '@koppel/wire';

/**
 * The contract of this study's identifier batches, or the owners that have not confirmed a key yet.
 * CEREMONY_DISAGREES when two owners confirmed another key or another profile.
 */
export async function readExpectation(
  study: Study,
  specHash: Uint8Array,
  port: LogPort,
): Promise<{ readonly missing: readonly string[] } | BatchExpectation> {
  const messages: Uint8Array[] = [];
  for await (const { value } of readAll(port, topics(study.id).ceremony, 0)) messages.push(value);
  const owners = expectedOwners(study);
  const agreement = readAgreement(messages, { study: study.id, specHash, owners, verify });
  if ('missing' in agreement) return agreement;
  const { capacity } = study.batches;
  const blockBytes = identifierBlockBytes({ capacity, filterBytes: codeBytes(study) });
  return {
    ...agreement,
    lane: 'identifiers',
    study: study.id,
    specHash,
    owners,
    capacity,
    sealedBytes: blockBytes + sealOverheadBytes,
    maxBatches: 1,
    verify,
  };
}

/** The same contract with the quota of one owner. */
export function expectationOf(
  expectation: BatchExpectation,
  study: Study,
  owner: string,
): BatchExpectation {
  const { maxRecords } = study.owners.find(({ id }) => id === owner)!;
  return { ...expectation, maxBatches: Math.ceil(maxRecords / study.batches.capacity) };
}
