// SPDX-License-Identifier: EUPL-1.2
/**
 * What the owners agreed on, as anyone can read it from the ceremony's topic. Messages that no owner
 * of this version of the study signed are noise: anybody can write on a topic.
 */
import { KoppelError } from '@koppel/errors';
import { decodePublicKey, type Study } from '@koppel/study';
import { equalBytes } from './bytes.ts';
import { ceremonySigningBytes, decodeCeremony, type CeremonyMessage } from './ceremony.ts';
import type { BatchExpectation, ExpectedOwner } from './contract.ts';

/** Who may speak in a ceremony, and about which version of which study. */
export type CeremonyParties = Pick<BatchExpectation, 'study' | 'specHash' | 'owners' | 'verify'>;

/** What every batch of the study must carry. */
export type Agreement = Pick<BatchExpectation, 'profileHash'> & { readonly keyCheck: Uint8Array };

/** The owners of a study with their registers and signing keys. */
export function expectedOwners(study: Study): ReadonlyMap<string, ExpectedOwner> {
  return new Map(
    study.owners.map(({ id, registers, signPublicKey }) => [
      id,
      { registers: new Set(registers), signPublicKey: decodePublicKey(signPublicKey) },
    ]),
  );
}

function decodeOrNothing(value: Uint8Array): CeremonyMessage | undefined {
  try {
    return decodeCeremony(value);
  } catch {
    return undefined;
  }
}

/** The message, when an owner signed it for this version of this study; otherwise undefined. */
export function authenticCeremony(
  value: Uint8Array,
  parties: CeremonyParties,
): CeremonyMessage | undefined {
  const message = decodeOrNothing(value);
  if (message?.study !== parties.study) return undefined;
  if (!equalBytes(message.specHash, parties.specHash)) return undefined;
  const owner = parties.owners.get(message.owner);
  if (owner === undefined) return undefined;
  const signed = ceremonySigningBytes(message);
  return parties.verify(owner.signPublicKey, signed, message.signature) ? message : undefined;
}

/**
 * Key check and profile that all owners confirmed, or the owners that have not confirmed yet. Of an
 * owner that confirmed more than once the first counts.
 * @param messages the whole ceremony topic, in its order
 * @throws KoppelError CEREMONY_DISAGREES, naming an owner that differs from the one that confirmed first
 */
export function readAgreement(
  messages: Iterable<Uint8Array>,
  parties: CeremonyParties,
): Agreement | { readonly missing: readonly string[] } {
  const confirmed = new Map<string, Agreement>();
  for (const value of messages) {
    const message = authenticCeremony(value, parties);
    if (message?.step !== 'confirm' || confirmed.has(message.owner)) continue;
    const { profileHash, keyCheck } = message;
    confirmed.set(message.owner, { profileHash, keyCheck });
  }
  const missing = [...parties.owners.keys()].filter((owner) => !confirmed.has(owner));
  const [first, ...others] = confirmed;
  if (missing.length > 0 || first === undefined) return { missing };
  const [, agreement] = first;
  for (const [owner, { profileHash, keyCheck }] of others) {
    const same =
      equalBytes(profileHash, agreement.profileHash) && equalBytes(keyCheck, agreement.keyCheck);
    if (!same) throw new KoppelError('CEREMONY_DISAGREES', { field: owner });
  }
  return agreement;
}
