// SPDX-License-Identifier: EUPL-1.2
/**
 * The part of egress.ts that builds answers to looks, and refusals: reached through it alone, and from
 * types in which nothing is free text either. See docs/second-round.md.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { seal } from '@koppel/keys/seal';
import { sign } from '@koppel/keys/sign';
import { decodePublicKey, lookShape } from '@koppel/study';
import {
  encodeLookAnswer,
  encodeLookAnswerBlock,
  encodeLookRefusal,
  lookAnswerAssociatedData,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  type LookAnswerBlock,
} from '@koppel/wire';
import type { Sender } from './sender.ts';

/** Which request is answered. */
export interface LookPlace {
  /** Position in `study.registers`. */
  readonly register: number;
  /** The round, 32 bytes. */
  readonly round: Uint8Array;
  /** SHA-256 of the message that is answered, 32 bytes. */
  readonly request: Uint8Array;
  readonly sequence: number;
}

function lookHeader(sender: Sender, { register, round, request, sequence }: LookPlace) {
  const { study, specHash } = sender;
  const owner = study.owners[sender.owner]!.id;
  const { id } = study.registers[register]!;
  return { study: study.id, specHash, owner, register: id, round, request, sequence };
}

/**
 * The bytes of an answer to a request of looks: field filters, each under the permutation of one pair,
 * sealed to the linkage unit and signed by the owner. The size is the same for every answer.
 * @param rows as columns of the study's capacity
 * @throws KoppelError LOOK_NO_ROUND for a study with one round
 */
export async function buildLookAnswer(
  sender: Sender,
  place: LookPlace,
  rows: LookAnswerBlock,
): Promise<Uint8Array> {
  const { study } = sender;
  const shape = lookShape(study);
  if (shape === undefined) throw new KoppelError('LOOK_NO_ROUND');
  const header = { ...lookHeader(sender, place), capacity: shape.capacity };
  const mailbox = decodePublicKey(study.linkageUnit.mailboxPublicKey);
  const block = encodeLookAnswerBlock(rows, shape);
  const sealed = await seal(
    mailbox,
    lookAnswerSealingInfo(),
    lookAnswerAssociatedData(header),
    block,
  );
  const unsigned = { ...header, sealed };
  const signature = sign(sender.signSecretKey, lookAnswerSigningBytes(unsigned));
  return encodeLookAnswer({ ...unsigned, signature });
}

/** Why a request is not answered: a code of the catalogue, signed, about nobody. */
export function buildLookRefusal(sender: Sender, place: LookPlace, code: ErrorCode): Uint8Array {
  const unsigned = { ...lookHeader(sender, place), code };
  const signature = sign(sender.signSecretKey, lookRefusalSigningBytes(unsigned));
  return encodeLookRefusal({ ...unsigned, signature });
}
