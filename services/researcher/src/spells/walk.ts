// SPDX-License-Identifier: EUPL-1.2
/**
 * What periods of one register are to each other: which comes first, which overlap, which follow on
 * each other without a gap. Periods come person by person, by first day, so that nothing is held but
 * where the person stands. An owner's dates are not trusted: what is no period is told, not dropped.
 */
import { dayAfter, type SpellDates } from '@koppel/study';

/** In the order of the codes in the data set. */
export const spellStates = ['closed', 'open', 'reversed', 'noStart'] as const;
export type SpellState = (typeof spellStates)[number];

/** A period as it came; days since 1970-01-01, the last one included. */
export interface PlainSpell {
  readonly person: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
}

export interface PlacedSpell {
  readonly state: SpellState;
  /** From 1 per person, by first day; undefined of what is no period. */
  readonly spell: number | undefined;
  /** From 1 per person: periods that overlap or follow on each other have the same one. */
  readonly episode: number | undefined;
  /** Whether it certainly shares a day with an earlier one; undefined of what is no period. */
  readonly overlaps: boolean | undefined;
}

export function spellState({ start, end }: PlainSpell): SpellState {
  if (start === undefined) return 'noStart';
  if (end === undefined) return 'open';
  return end < start ? 'reversed' : 'closed';
}

/** Goes through the periods of one register in their order. */
export class SpellWalk {
  readonly #precision: SpellDates['precision'];
  #person: string | undefined;
  #spell = 0;
  #episode = 0;
  /** The last day of those before; -Infinity where there are none, Infinity of an open one. */
  #reach = -Infinity;

  constructor({ precision }: SpellDates) {
    this.#precision = precision;
  }

  /** A period by person, and of a person by first day. */
  next(plain: PlainSpell): PlacedSpell {
    if (plain.person !== this.#person) {
      this.#person = plain.person;
      this.#spell = 0;
      this.#episode = 0;
      this.#reach = -Infinity;
    }
    const state = spellState(plain);
    if (state === 'reversed' || state === 'noStart') {
      return { state, spell: undefined, episode: undefined, overlaps: undefined };
    }
    const start = plain.start!;
    const follows = start <= this.#follows();
    // Of dates that stand for a month, two in the same one need not share a day.
    const overlaps = this.#precision === undefined ? start <= this.#reach : start < this.#reach;
    this.#spell += 1;
    if (!follows) this.#episode += 1;
    this.#reach = Math.max(this.#reach, plain.end ?? Infinity);
    return { state, spell: this.#spell, episode: this.#episode, overlaps };
  }

  /** The last first day with which a period follows on those before. */
  #follows(): number {
    return Number.isFinite(this.#reach) ? dayAfter(this.#reach, this.#precision) : this.#reach;
  }
}
