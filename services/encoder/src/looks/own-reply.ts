// SPDX-License-Identifier: EUPL-1.2
/** An owner's own answers and refusals, read back from the log: the one memory that cannot be behind. */
import { verify } from '@koppel/keys/sign';
import {
  decodeLookReply,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  type LookReply,
} from '@koppel/wire';

/** What the holder of this key said, or undefined for anybody else's noise on the topic. */
export function ownReply(message: Uint8Array, publicKey: Uint8Array): LookReply | undefined {
  try {
    const reply = decodeLookReply(message);
    const [signed, { signature }] =
      reply.kind === 'answer'
        ? [lookAnswerSigningBytes(reply.answer), reply.answer]
        : [lookRefusalSigningBytes(reply.refusal), reply.refusal];
    return verify(publicKey, signed, signature) ? reply : undefined;
  } catch {
    return undefined;
  }
}
