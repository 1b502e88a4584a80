// SPDX-License-Identifier: EUPL-1.2
/** What the account of a register is opened with, whatever leaves of it: a run, or answers to looks. */
import { recipientsOf } from '@koppel/study';
import type { OwnerSession } from '../context.ts';
import { secretOf } from '../owner-key.ts';
import { departureTopics } from '../run-log.ts';
import type { AccountOptions } from './account.ts';

export interface AccountPlace {
  readonly register: string;
  readonly stateFolder: string;
  /** An earlier state folder is lost for good. */
  readonly confirmLostState: boolean;
}

export function accountOptions(
  { sender, secrets }: Pick<OwnerSession, 'sender' | 'secrets'>,
  { register, stateFolder, confirmLostState }: AccountPlace,
): AccountOptions {
  const { study, specHash, owner, signSecretKey } = sender;
  const party = study.owners[owner]!;
  return {
    stateFolder,
    owner: { owner: party.id, signSecretKey, now: Date.now },
    tokenKey: secretOf(secrets, 'token'),
    study: study.id,
    specHash,
    register,
    recipients: recipientsOf(study).map(({ id }) => id),
    topics: departureTopics(study, party.id),
    confirmLost: confirmLostState,
  };
}
