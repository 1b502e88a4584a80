// SPDX-License-Identifier: EUPL-1.2
/** Reads the values in vectors/*.json, which hold bytes as hex and say of numbers what they are. */

import { readFileSync } from 'node:fs';

interface Tagged {
  readonly hex?: string;
  readonly float64?: readonly number[];
  /** null stands for NaN, which JSON does not know. */
  readonly float32?: readonly (number | null)[];
  readonly uint16?: readonly number[];
  readonly uint32?: readonly number[];
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** For `JSON.parse`: turns `{hex}`, `{float64}`, `{float32}`, `{uint16}` and `{uint32}` into typed arrays. */
export function revive(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { hex, float64, float32, uint16, uint32 } = value as Tagged;
  if (hex !== undefined) return fromHex(hex);
  if (float64 !== undefined) return Float64Array.from(float64);
  if (float32 !== undefined) return Float32Array.from(float32, (number) => number ?? NaN);
  if (uint16 !== undefined) return Uint16Array.from(uint16);
  if (uint32 !== undefined) return Uint32Array.from(uint32);
  return value;
}

interface OlderVector {
  readonly kind: string;
  readonly value: object;
  readonly bytes: Uint8Array;
  readonly signingBytes?: Uint8Array;
}

/** Messages of forms that are read and no longer written. */
export const older: readonly OlderVector[] = (
  JSON.parse(
    readFileSync(new URL('../../vectors/messages.json', import.meta.url), 'utf8'),
    revive,
  ) as {
    readonly older: readonly OlderVector[];
  }
).older;
