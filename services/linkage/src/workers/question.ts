// SPDX-License-Identifier: EUPL-1.2
/** A search as the kernel asks for it, and as it stands in a message. */
import type { PartsQuestion, PartsWay } from '@koppel/kernel';
import type { CodeSearch } from '@koppel/linkage';
import type { WorkQuestion } from '@koppel/wire';

function writeBits(bits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(bits.length * 2);
  const view = new DataView(bytes.buffer);
  bits.forEach((bit, at) => {
    view.setUint16(at * 2, bit, true);
  });
  return bytes;
}

function readBits({ buffer, byteOffset, length }: Uint8Array): number[] {
  const view = new DataView(buffer, byteOffset, length);
  return Array.from({ length: length / 2 }, (_, at) => view.getUint16(at * 2, true));
}

const none = new Uint8Array(0);
const noTables = {
  seed: 0,
  pool: none,
  keyBits: 0,
  radius: 0,
  sketch: none,
  sketchHalf: 0,
  sketchWhole: 0,
};

/** Whole codes, for the records of the left source. */
const wholeCodes = { part: 0, parts: 1, turned: false } as const;

/** @param codes of which codes it is asked, where a second round looks for candidates */
export function writeQuestion(
  { way, ...question }: PartsQuestion,
  { part, parts, turned }: CodeSearch = wholeCodes,
): WorkQuestion {
  const top = way.method === 'best' ? way.top : 0;
  const asked = { ...question, top, code: part, codes: parts, turned };
  if (way.method === 'votes') return { ...asked, ...noTables, method: 'votes', miss: way.miss };
  if (way.method !== 'tables') return { ...asked, ...noTables, method: way.method, miss: 0 };
  const { seed, pool, keyBits, radius, sketch, sketchMost } = way;
  return {
    ...asked,
    method: 'tables',
    miss: 0,
    seed: seed >>> 0,
    pool: writeBits(pool),
    keyBits,
    radius,
    sketch: writeBits(sketch),
    sketchHalf: sketchMost.half,
    sketchWhole: sketchMost.whole,
  };
}

export function readQuestion(asked: WorkQuestion): PartsQuestion {
  const { similarity, threshold, within, method, miss, top } = asked;
  const way = (): PartsWay => {
    if (method === 'exact') return { method };
    if (method === 'best') return { method, top };
    if (method === 'votes') return { method, miss };
    const { seed, pool, keyBits, radius, sketch, sketchHalf, sketchWhole } = asked;
    return {
      method,
      seed,
      pool: readBits(pool),
      keyBits,
      radius: radius as 0 | 1,
      sketch: readBits(sketch),
      sketchMost: { half: sketchHalf, whole: sketchWhole },
    };
  };
  return { similarity, threshold, within, way: way() };
}
