// SPDX-License-Identifier: EUPL-1.2
/**
 * Answers, folded into parts that are done: a part counts once all pieces of one worker are there, in
 * whatever order and however often they come. Beside that, what is known of parts that are not done.
 */
import { createHash } from 'node:crypto';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { FoundPart } from '@koppel/kernel';
import type { WorkAnswer, WorkPairs } from '@koppel/wire';

/** A part that failed so often, or that so many workers began without an end, fails the search. */
const MOST_FAILURES = 3;
const MOST_BEGINS = 6;

function joined(pieces: readonly WorkAnswer[]): WorkPairs {
  const count = pieces.reduce((sum, { pairs }) => sum + pairs.query.length, 0);
  const all = {
    query: new Uint32Array(count),
    candidate: new Uint32Array(count),
    similarity: new Float64Array(count),
  };
  let at = 0;
  for (const { pairs } of pieces) {
    for (const column of ['query', 'candidate', 'similarity'] as const) {
      all[column].set(pairs[column], at);
    }
    at += pairs.query.length;
  }
  return all;
}

function digestOf({ hits, met, skipped }: FoundPart): string {
  const hash = createHash('sha256').update(`${String(met)} ${String(skipped)} `);
  for (const column of [hits.query, hits.candidate, hits.similarity]) hash.update(column);
  return hash.digest('base64');
}

export type Folded =
  | { readonly found: FoundPart }
  | { readonly again: true }
  | { readonly refused: ErrorCode }
  | undefined;

export class AnswerFold {
  readonly #done = new Map<number, string>();
  readonly #pieces = new Map<string, Map<number, WorkAnswer>>();
  readonly #begins = new Map<number, number>();
  readonly #failures = new Map<number, number>();
  readonly #workers = new Set<string>();

  isDone(part: number): boolean {
    return this.#done.has(part);
  }

  /** Workers that began with anything. */
  get workers(): number {
    return this.#workers.size;
  }

  /**
   * Takes an answer in; `own` says whether it is to the search as it was shared out this time.
   * @throws WORK_PART_FAILED, WORK_DISAGREES
   */
  take(answer: WorkAnswer, own: boolean): Folded {
    const { kind, part, code } = answer;
    if (kind === 'found') return this.#takePiece(answer);
    if (kind === 'refused') return own ? { refused: code as ErrorCode } : undefined;
    if (!own || this.isDone(part)) return undefined;
    if (kind === 'began') {
      this.#workers.add(answer.worker.join());
      this.#tooOften(this.#begins, part, MOST_BEGINS, 'lost');
      return undefined;
    }
    this.#tooOften(this.#failures, part, MOST_FAILURES, code);
    this.#begins.delete(part);
    return { again: true };
  }

  #takePiece(answer: WorkAnswer): Folded {
    const { part, worker, piece, pieces, met, skipped } = answer;
    const place = `${String(part)} ${worker.join()}`;
    const all = this.#pieces.get(place) ?? new Map<number, WorkAnswer>();
    this.#pieces.set(place, all.set(piece, answer));
    if (all.size < pieces) return undefined;
    this.#pieces.delete(place);
    const inOrder = [...all.values()].sort((one, other) => one.piece - other.piece);
    const found = { hits: joined(inOrder), met, skipped };
    const digest = digestOf(found);
    const before = this.#done.get(part);
    if (before !== undefined && before !== digest) {
      throw new KoppelError('WORK_DISAGREES', { found: part });
    }
    this.#done.set(part, digest);
    return before === undefined ? { found } : undefined;
  }

  #tooOften(counts: Map<number, number>, part: number, most: number, rule: string): void {
    const count = (counts.get(part) ?? 0) + 1;
    counts.set(part, count);
    if (count >= most) throw new KoppelError('WORK_PART_FAILED', { found: part, rule });
  }
}
