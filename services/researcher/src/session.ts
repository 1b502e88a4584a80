// SPDX-License-Identifier: EUPL-1.2
/** What assembling starts from: the study at one version, the log, the researcher's mailbox. */
import type { Study } from '@koppel/study';
import type { LogPort } from '@koppel/transport';

export interface Session {
  readonly study: Study;
  /** 32 bytes. */
  readonly specHash: Uint8Array;
  readonly port: LogPort;
  /** X25519 secret key, 32 bytes. */
  readonly mailbox: Uint8Array;
}
