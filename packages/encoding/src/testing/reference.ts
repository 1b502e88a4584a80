// SPDX-License-Identifier: EUPL-1.2
/**
 * The definition of an encoding, written down a second time as plainly as can be: no caches, another
 * HMAC, sets of positions. What the package computes must equal what this computes.
 */
import { createHmac } from 'node:crypto';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { normalise } from '../normalise.ts';
import { dutchTokens } from './reference-dutch.ts';

export function hmac(secret: Uint8Array, ...parts: (Uint8Array | string)[]): Uint8Array {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(part);
  return new Uint8Array(mac.digest());
}

function textTokens(value: string, q: number): string[] {
  const pad = '_'.repeat(q - 1);
  const letters = Array.from(pad + normalise(value).split(' ').join('') + pad);
  const grams = letters.slice(q - 1).map((_, at) => letters.slice(at, at + q).join(''));
  return grams.map((gram, at) => {
    const nth = grams.slice(0, at + 1).filter((other) => other === gram).length;
    return nth === 1 ? gram : `${gram}#${nth}`;
  });
}

/** Of a complete and possible date, `YYYYMMDD`. */
function dateTokens(value: string): string[] {
  const [y, m, d] = [value.slice(0, 4), value.slice(4, 6), value.slice(6)];
  const digits = Array.from(value).map((digit, at) => `${at}:${digit}`);
  return [`Y${y}`, `M${m}`, `D${d}`, `YM${y}${m}`, `YD${y}${d}`, `MD${m}${d}`, ...digits];
}

function codeTokens(value: string, prefixes: readonly number[]): string[] {
  const code = normalise(value).split(' ').join('');
  const tokens = [`=${code}`];
  for (const [at, character] of Array.from(code).entries()) tokens.push(`${at}:${character}`);
  for (const length of prefixes) {
    if (Array.from(code).length >= length) {
      tokens.push(`${length}<${Array.from(code).slice(0, length).join('')}`);
    }
  }
  return tokens;
}

/** Of a whole number. */
function numberTokens(value: string, distance: number, steps: number): string[] {
  const step = distance / (2 * steps);
  const tokens: string[] = [];
  for (let i = -steps; i <= steps; i++) {
    tokens.push(`${Math.round(Number(value) / step) + i}*${step}`);
  }
  return tokens;
}

export function typeAndTokens(value: string, field: FieldSpec): [number, string[]] {
  if (field.type === 'surname' || field.type === 'givenNames')
    return [1, dutchTokens(value, field)];
  if (field.type === 'postcode') return [5, dutchTokens(value, field)];
  if (field.type === 'houseNumber') return [6, dutchTokens(value, field)];
  if (field.type === 'sex') return [7, dutchTokens(value, field)];
  if (field.type === 'text') return [1, textTokens(value, field.q)];
  if (field.type === 'date') return [2, dateTokens(value)];
  if (field.type === 'code') return [3, codeTokens(value, field.prefixes)];
  return [4, numberTokens(value, field.distance, field.steps)];
}

/** Position j of a token: word j of its stream, modulo the filter's bits. */
function position(
  groupKey: Uint8Array,
  type: number,
  token: string,
  j: number,
  bits: number,
): number {
  const block = Math.floor(j / 16);
  const header = Uint8Array.of(Math.floor(block / 256), block % 256, type);
  const digest = hmac(groupKey, header, token);
  const at = (j % 16) * 2;
  return (digest[at]! * 256 + digest[at + 1]!) % bits;
}

/**
 * The filter of valid, non-missing values (undefined: missing) as a set of positions. One value per
 * field: its parts joined by `|` in their order.
 */
export function referencePositions(
  spec: EncodingSpec,
  encodingKey: Uint8Array,
  values: readonly (string | undefined)[],
): Set<number> {
  const { bits } = spec.parameters;
  const positions = new Set<number>();
  for (const [at, field] of spec.fields.entries()) {
    const value = values[at];
    if (value === undefined) continue;
    // HKDF-Expand to 32 bytes is one block of HMAC.
    const label = `koppel/v1/encoding/group/${field.group}`;
    const groupKey = hmac(encodingKey, label, Uint8Array.of(1));
    const [type, tokens] = typeAndTokens(value, field);
    for (const [rank, token] of tokens.sort().entries()) {
      let count: number;
      if ('bitsPerToken' in field.weight) {
        count = field.weight.bitsPerToken;
      } else if ('votesPerToken' in field.weight) {
        throw new Error('votes set no bits');
      } else {
        const { bitsPerField } = field.weight;
        count = Math.floor(bitsPerField / tokens.length);
        if (rank < bitsPerField % tokens.length) count++;
        if (count === 0) count = 1;
      }
      for (let j = 0; j < count; j++) positions.add(position(groupKey, type, token, j, bits));
    }
  }
  return positions;
}

/** The positions of the bits that are set, lowest bit of the first byte first. */
export function positionsIn(filter: Uint8Array): Set<number> {
  const positions = new Set<number>();
  filter.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) positions.add(8 * at + bit);
  });
  return positions;
}
