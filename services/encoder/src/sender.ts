// SPDX-License-Identifier: EUPL-1.2
/** Who an owner is to the parts that build what it says. */
import type { Study } from '@koppel/study';

/** Who speaks, about which study. */
export interface Sender {
  readonly study: Study;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** Position in `study.owners`. */
  readonly owner: number;
  /** Ed25519, 32 bytes. */
  readonly signSecretKey: Uint8Array;
}
