// SPDX-License-Identifier: EUPL-1.2
/**
 * Answers to the owners: one per batch, and one more, as if to its first batch, for a run that was
 * refused when all its batches had been taken. Which ones were given is read from the log, so that a
 * crash between storing a batch and answering it loses nothing and doubles nothing.
 */
import { sign, verify } from '@koppel/keys/sign';
import { decodePublicKey, type Study } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  decodeReceipt,
  encodeReceipt,
  receiptSigningBytes,
  topics,
  type Receipt,
  type UnsignedReceipt,
} from '@koppel/wire';
import type { LinkageState } from './state.ts';

function identity({ register, run, sequence, code }: UnsignedReceipt): string {
  return `${register} ${run.join('.')} ${String(sequence)} ${code}`;
}

function decoded(value: Uint8Array): Receipt | undefined {
  try {
    return decodeReceipt(value);
  } catch {
    return undefined; // not a receipt: not ours, and nothing is lost by answering again
  }
}

/**
 * Receipts on each owner's topic that carry our signature: anybody can write there. Each is read and
 * verified once, however often it is asked for; begins anew with a log that is opened anew.
 */
export class GivenReceipts {
  readonly #known = new Map<string, { next: number; readonly identities: Set<string> }>();

  /** All that are there now. LOG_*. */
  async of(study: Study, owner: string, port: LogPort): Promise<ReadonlySet<string>> {
    const known = this.#known.get(owner) ?? { next: 0, identities: new Set<string>() };
    this.#known.set(owner, known);
    const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
    for await (const { offset, value } of readAll(
      port,
      topics(study.id).receipts(owner),
      known.next,
    )) {
      known.next = offset + 1;
      const receipt = decoded(value);
      if (receipt?.study !== study.id || receipt.owner !== owner) continue;
      const ours = verify(publicKey, receiptSigningBytes(receipt), receipt.signature);
      if (ours) known.identities.add(identity(receipt));
    }
    return known.identities;
  }
}

function due(study: Study, owner: string, state: LinkageState): UnsignedReceipt[] {
  const common = { study: study.id, owner, lane: 'identifiers' } as const;
  const accepted = state.accepted().filter((batch) => batch.owner === owner);
  const refusals = [...state.refusals(), ...state.refusedRuns()];
  const refused = refusals.filter((refusal) => refusal.owner === owner);
  return [
    ...accepted.map(({ register, run, sequence }) => ({
      ...common, register, run, sequence, accepted: true, code: '' as const,
    })), // prettier-ignore
    ...refused.map(({ register, run, sequence, code }) => ({
      ...common, register, run, sequence, accepted: false, code,
    })), // prettier-ignore
  ];
}

/**
 * Appends every receipt that is due and not given yet. Gives their number.
 * @param given what is known of the topics from the last time
 */
export async function giveReceipts(
  study: Study,
  port: LogPort,
  state: LinkageState,
  signSecretKey: Uint8Array,
  given: GivenReceipts = new GivenReceipts(),
): Promise<number> {
  let number = 0;
  for (const { id } of study.owners) {
    const before = await given.of(study, id, port);
    const missing = new Map(
      due(study, id, state)
        .filter((receipt) => !before.has(identity(receipt)))
        .map((receipt) => [identity(receipt), receipt]),
    );
    const values = [...missing.values()].map((receipt) =>
      encodeReceipt({ ...receipt, signature: sign(signSecretKey, receiptSigningBytes(receipt)) }),
    );
    if (values.length > 0) await port.append(topics(study.id).receipts(id), values);
    number += values.length;
  }
  return number;
}
