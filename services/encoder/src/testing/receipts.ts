// SPDX-License-Identifier: EUPL-1.2
/** Receipts as the linkage unit, or somebody else, puts them on an owner's topic. For tests only. */
import type { ErrorCode } from '@koppel/errors';
import { sign } from '@koppel/keys/sign';
import type { LogPort } from '@koppel/transport';
import { encodeReceipt, receiptSigningBytes, topics, type UnsignedReceipt } from '@koppel/wire';
import type { TestStudy } from './study.ts';

export interface Answer {
  readonly run: Uint8Array;
  readonly sequence: number;
  /** Nothing: it was accepted. */
  readonly code?: ErrorCode;
  readonly register?: string;
  readonly owner?: string;
}

/** Answers to the first owner, signed with the linkage unit's key or with another. */
export async function answer(
  world: TestStudy,
  port: LogPort,
  answers: readonly Answer[],
  signSecretKey: Uint8Array = world.linkageSignKey,
): Promise<void> {
  const { study } = world;
  const owner = study.owners[0]!.id;
  const values = answers.map(({ code, ...given }) => {
    const receipt: UnsignedReceipt = {
      study: study.id,
      owner,
      register: 'benefits',
      lane: 'identifiers',
      accepted: code === undefined,
      code: code ?? '',
      ...given,
    };
    return encodeReceipt({
      ...receipt,
      signature: sign(signSecretKey, receiptSigningBytes(receipt)),
    });
  });
  await port.append(topics(study.id).receipts(owner), values);
}
