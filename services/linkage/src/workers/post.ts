// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit's programs tell each other over the log: sealed to the linkage unit itself and
 * signed by it. Trusts nobody else: who runs the broker can neither read nor make such a message.
 */
import { KoppelError } from '@koppel/errors';
import { mailboxPublicKey } from '@koppel/keys';
import { open } from '@koppel/keys/open';
import { seal } from '@koppel/keys/seal';
import { sign, signingPublicKey, verify } from '@koppel/keys/sign';
import {
  decodeWorkMessage,
  encodeWorkMessage,
  workAssociatedData,
  workSealingInfo,
  workSigningBytes,
  type WorkHeader,
} from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import type { UnitSecrets } from '../unit-key.ts';

export class WorkPost {
  readonly #header: Omit<WorkHeader, 'lane'>;
  readonly #secrets: UnitSecrets;

  constructor(header: Omit<WorkHeader, 'lane'>, secrets: UnitSecrets) {
    this.#header = header;
    this.#secrets = secrets;
  }

  /** Message bytes around a block. */
  async wrap(lane: WorkHeader['lane'], block: Uint8Array): Promise<Uint8Array> {
    const { sign: signSecret, mailbox } = this.#secrets;
    const header = { ...this.#header, lane };
    const aad = workAssociatedData(header);
    const sealed = await seal(mailboxPublicKey(mailbox), workSealingInfo(), aad, block);
    const unsigned = { ...header, sealed };
    const signature = sign(signSecret, workSigningBytes(unsigned));
    return encodeWorkMessage({ ...unsigned, signature });
  }

  /** The block in a message. WORK_FOREIGN, KEY_SEAL_BROKEN; WIRE_* for a message of another form. */
  async unwrap(lane: WorkHeader['lane'], bytes: Uint8Array): Promise<Uint8Array> {
    const message = decodeWorkMessage(bytes);
    const { sign: signSecret, mailbox } = this.#secrets;
    const ours =
      message.lane === lane &&
      message.study === this.#header.study &&
      sameBytes(message.specHash, this.#header.specHash) &&
      verify(signingPublicKey(signSecret), workSigningBytes(message), message.signature);
    if (!ours) throw new KoppelError('WORK_FOREIGN');
    return open(mailbox, workSealingInfo(), workAssociatedData(message), message.sealed);
  }
}
