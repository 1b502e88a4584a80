// SPDX-License-Identifier: EUPL-1.2
/** How records and registers are named where linkages follow each other. */
import type { ExpectedSource } from '../runs.ts';

const tokenBytes = 16;

/** 16 bytes of a column, in hexadecimal. */
export function tokenAt(tokens: Uint8Array, row: number): string {
  const from = tokens.byteOffset + row * tokenBytes;
  return Buffer.from(tokens.buffer, from, tokenBytes).toString('hex');
}

export const sourceName = ({ owner, register }: ExpectedSource): string => `${owner}/${register}`;
