// SPDX-License-Identifier: EUPL-1.2
/**
 * Writes tokens of citizen service numbers behind encodings, in a study that asks for these; in any
 * other it writes nothing, and there is no room for it (docs/adr/0066). A number comes in as a cell and
 * goes out as 16 bytes under the owners' key.
 */
import { bsnTokens } from '@koppel/keys';
import { BSN_TOKEN_BYTES } from '@koppel/study';
import { readBsn } from './bsn.ts';

export class BsnTokens {
  /** Rows that got a token. */
  written = 0;
  readonly #tokenOf: ((bsn: string) => Uint8Array) | undefined;

  readonly #encodingBytes: number;

  /**
   * @param bsnKey undefined in a study that does not ask for tokens
   * @param encodingBytes a token stands behind so many bytes
   */
  constructor(bsnKey: Uint8Array | undefined, encodingBytes: number) {
    this.#encodingBytes = encodingBytes;
    this.#tokenOf = bsnKey === undefined ? undefined : bsnTokens(bsnKey);
  }

  /**
   * A number that does not pass the eleven test has no token: zeros stand where one would.
   * @param from where the encoding begins in `target`
   */
  write(cell: string, target: Buffer, from: number): void {
    if (this.#tokenOf === undefined) return;
    const at = from + this.#encodingBytes;
    const bsn = readBsn(cell);
    if (bsn === undefined) {
      target.fill(0, at, at + BSN_TOKEN_BYTES);
      return;
    }
    target.set(this.#tokenOf(bsn), at);
    this.written += 1;
  }
}
