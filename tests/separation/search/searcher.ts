// SPDX-License-Identifier: EUPL-1.2
/** Looks for very many byte strings in very many bytes, in one pass over them. */
import { shortestNeedle, type Needle } from './forms.ts';

export interface Finding {
  readonly label: string;
  readonly form: string;
  /** Offset of its first byte. */
  readonly at: number;
}

/**
 * Some digits stand in a hash by chance (six of them: once in 16 million places), so a needle that
 * could be hex and is shorter than this does not count inside a run of hex as long as a hash. Days and
 * numbers of citizens are longer.
 */
const longEnoughInHex = 8;
const hashLength = 32;
const isHex = new Uint8Array(256);
for (const digit of Buffer.from('0123456789abcdef')) isHex[digit] = 1;

function couldBeChance(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (needle.length >= longEnoughInHex || !needle.every((byte) => isHex[byte] === 1)) return false;
  let [from, to] = [at, at + needle.length];
  while (isHex[bytes[from - 1] ?? 0] === 1) from -= 1;
  while (isHex[bytes[to] ?? 0] === 1) to += 1;
  // Digits alone are no hash.
  return to - from >= hashLength && bytes.subarray(from, to).some((byte) => byte > 0x39);
}

/** Needles are filed by a hash of their first four bytes; one bit per hash says if there is any. */
const hashBits = 22;

function slotOf(bytes: Uint8Array, at: number): number {
  const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return Math.imul(word, 0x9e3779b1) >>> (32 - hashBits);
}

function standsAt(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let step = 0; step < needle.length; step += 1) {
    if (bytes[at + step] !== needle[step]) return false;
  }
  return true;
}

export class Searcher {
  readonly #occupied = new Uint8Array(2 ** hashBits);
  readonly #bySlot = new Map<number, Needle[]>();

  /** Throws when a needle is so short that chance alone would find it. */
  constructor(needles: readonly Needle[]) {
    const known = new Set<string>();
    for (const needle of needles) {
      if (needle.bytes.length < shortestNeedle) throw new Error('a needle is too short');
      const name = `${needle.label} ${Buffer.from(needle.bytes).toString('latin1')}`;
      if (known.has(name)) continue;
      known.add(name);
      const slot = slotOf(needle.bytes, 0);
      this.#occupied[slot] = 1;
      const filed = this.#bySlot.get(slot);
      if (filed === undefined) this.#bySlot.set(slot, [needle]);
      else filed.push(needle);
    }
  }

  /** Every needle at every place, but for digits that are part of a hash. */
  find(bytes: Uint8Array): Finding[] {
    const findings: Finding[] = [];
    for (let at = 0; at + shortestNeedle <= bytes.length; at += 1) {
      const slot = slotOf(bytes, at);
      if (this.#occupied[slot] === 0) continue;
      for (const { label, form, bytes: needle } of this.#bySlot.get(slot)!) {
        if (!standsAt(bytes, at, needle) || couldBeChance(bytes, at, needle)) continue;
        findings.push({ label, form, at });
      }
    }
    return findings;
  }
}
