// SPDX-License-Identifier: EUPL-1.2
/**
 * Checksums of what the embedded log stores. They find damage by a disk or a bug, also a row that
 * moved; against someone who forges entries the messages themselves are signed.
 */
import { createHash } from 'node:crypto';

/** 16 bytes. */
export type Checksum = Uint8Array;

/** Of one entry: its topic, its offset and its value. */
export function entryChecksum(topic: string, offset: number, value: Uint8Array): Checksum {
  return checksum(`koppel/v1/log/entry\0${topic}\0${offset}\0`, value);
}

/** Of one row of the list of topics. */
export function topicChecksum(id: number, name: string, next: number): Checksum {
  return checksum(`koppel/v1/log/topic\0${id}\0${name}\0${next}\0`, new Uint8Array());
}

/** SHA-256 cut to 16 bytes. The text in front holds no zero byte inside its parts. */
function checksum(front: string, value: Uint8Array): Checksum {
  return createHash('sha256').update(front).update(value).digest().subarray(0, 16);
}
