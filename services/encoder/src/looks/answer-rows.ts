// SPDX-License-Identifier: EUPL-1.2
/**
 * The rows of an answer: of each look the record's field filters, permuted under the key of its pair,
 * and the classes of rarity. Tokens become field filters here, from what was kept of the run.
 */
import { rarityClasses, type LookAnswers } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { lookShape, type Study } from '@koppel/study';
import type { LookAnswerBlock } from '@koppel/wire';
import { tokenBytes } from '../rows/layout.ts';
import type { OpenedRequest } from './read-request.ts';
import type { LookStore } from './store-file.ts';

/** Filters and classes of the looks of a request, in its order, as they were kept. */
export interface KeptRows {
  readonly bytes: Uint8Array;
  readonly rowBytes: number;
}

/** LOOK_TOKEN for a token that the run does not have; STATE_DAMAGED. */
export function keptRows(store: LookStore, request: OpenedRequest): KeptRows {
  const { filterBytes, classBytes } = store.shape;
  const rowBytes = filterBytes + classBytes;
  const bytes = new Uint8Array(request.byToken.length * rowBytes);
  request.byToken.forEach((row, at) => {
    if (!store.copyInto(request.sortedTokens, at * tokenBytes, bytes, row * rowBytes)) {
      throw new KoppelError('LOOK_TOKEN');
    }
  });
  return { bytes, rowBytes };
}

/** Two bits a field, the first field lowest. */
function packClasses(
  { bytes, rowBytes }: KeptRows,
  row: number,
  called: Uint8Array,
  target: Uint8Array,
  at: number,
): void {
  const fields = called.length / rarityClasses;
  const from = row * rowBytes + rowBytes - fields;
  for (let field = 0; field < fields; field += 1) {
    const kept = bytes[from + field]!;
    const named = called[field * rarityClasses + kept]!;
    target[at + (field >>> 2)]! |= named << (2 * (field & 3));
  }
}

/**
 * The answer to a request whose looks are charged.
 * @param answers of its round
 */
export function answerRows(
  study: Study,
  store: LookStore,
  { block }: OpenedRequest,
  kept: KeptRows,
  answers: LookAnswers,
): LookAnswerBlock {
  const { capacity, filterBytes, rarityBytes } = lookShape(study)!;
  const filters = new Uint8Array(capacity * filterBytes);
  const rarity = new Uint8Array(capacity * rarityBytes);
  for (let row = 0; row < block.count; row += 1) {
    const number = block.numbers[row]!;
    answers.answerInto(number, kept.bytes, row * kept.rowBytes, filters, row * filterBytes);
    packClasses(kept, row, store.called, rarity, row * rarityBytes);
  }
  return { count: block.count, numbers: block.numbers, filters, rarity };
}
