// SPDX-License-Identifier: EUPL-1.2
/**
 * The definition of `saul`, written down a second time as plainly as can be: no rows that are kept,
 * another HMAC and ChaCha20, and signs that are summed as the formula has them.
 */
import { createCipheriv } from 'node:crypto';
import type { EncodingSpec } from '@koppel/study';
import { hmac, typeAndTokens } from './reference.ts';

/** The signs of one token, s(j, p) at j · bits + p, each +1 or −1. */
function signs(
  groupKey: Uint8Array,
  type: number,
  token: string,
  { count, nonce }: { readonly count: number; readonly nonce: string },
): number[] {
  const streamKey = hmac(groupKey, Uint8Array.of(0, 0, type), token);
  // The block counter, from 0, then the nonce.
  const start = Buffer.concat([Buffer.alloc(4), Buffer.from(nonce)]);
  const stream = createCipheriv('chacha20', streamKey, start).update(Buffer.alloc(count / 8));
  return Array.from({ length: count }, (_, at) =>
    (stream[Math.floor(at / 8)]! >> (at % 8)) % 2 === 0 ? -1 : 1,
  );
}

function groupKeyOf(encodingKey: Uint8Array, name: string): Uint8Array {
  // HKDF-Expand to 32 bytes is one block of HMAC.
  return hmac(encodingKey, `koppel/v1/encoding/group/saul-1/${name}`, Uint8Array.of(1));
}

/** The encoding of valid values (undefined: missing), one per field. Arguments as referencePositions. */
export function referenceSaul(
  spec: EncodingSpec,
  encodingKey: Uint8Array,
  values: readonly (string | undefined)[],
): Uint8Array {
  const parts = Number(spec.parameters['parts'] ?? 1);
  const stretches = stretchesOf(spec.fields.length, parts);
  const codes = Array.from({ length: parts }, (_, part) => {
    const kept = values.map((value, at) =>
      parts > 1 && stretches[at] === part ? undefined : value,
    );
    const nonce = parts === 1 ? 'koppel/saul1' : `koppel/sp${parts}/${part}`;
    return oneCode(spec, encodingKey, kept, { bits: spec.parameters.bits / parts, nonce });
  });
  return Uint8Array.from(codes.flatMap((code) => [...code]));
}

/** Per field the part that leaves it out, written down for the shapes of tests. */
function stretchesOf(fields: number, parts: number): readonly number[] {
  const known: Readonly<Record<string, readonly number[]>> = {
    '3 3': [0, 1, 2],
    '6 2': [0, 0, 0, 1, 1, 1],
    '6 3': [0, 0, 1, 1, 2, 2],
  };
  return known[`${fields} ${parts}`] ?? [];
}

function oneCode(
  spec: EncodingSpec,
  encodingKey: Uint8Array,
  values: readonly (string | undefined)[],
  { bits, nonce }: { readonly bits: number; readonly nonce: string },
): Uint8Array {
  const k = Number(spec.parameters['k']);
  const row = { count: k * bits, nonce };
  const sums = new Array<number>(k * bits).fill(0);
  for (const [at, field] of spec.fields.entries()) {
    const value = values[at];
    if (value === undefined || !('votesPerToken' in field.weight)) continue;
    const groupKey = groupKeyOf(encodingKey, field.group);
    const [type, tokens] = typeAndTokens(value, field);
    for (const token of tokens) {
      for (const [place, sign] of signs(groupKey, type, token, row).entries()) {
        sums[place]! += field.weight.votesPerToken * sign;
      }
    }
  }
  const tie = signs(groupKeyOf(encodingKey, '/scheme'), 0, 'tie', row);
  const encoding = new Uint8Array(bits / 8);
  for (let p = 0; p < bits; p += 1) {
    let bit = 0;
    for (let j = 0; j < k; j += 1) {
      const place = j * bits + p;
      const decided = sums[place] === 0 ? tie[place]! : sums[place]!;
      if (decided > 0) bit = 1 - bit;
    }
    encoding[Math.floor(p / 8)]! += bit * 2 ** (p % 8);
  }
  return encoding;
}
