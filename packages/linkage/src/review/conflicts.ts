// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether decisions of people can all hold: what is `same` forms groups, none of which has two records
 * of a one-to-one source, or two that were decided to be different. Names only.
 */
import { idOf, type Decision, type RecordName } from '../incremental/changes.ts';

export type ConflictRule = 'contradicts' | 'oneToOne';

/** A decision that cannot hold beside those before it. */
export interface Conflict {
  /** Its place in the list. */
  readonly at: number;
  /** It contradicts others, or makes two records of a unique source one. */
  readonly rule: ConflictRule;
}

/** Groups that grow as decisions are added. */
class Groups {
  readonly #group = new Map<string, Set<string>>();
  readonly #source = new Map<string, string>();
  readonly #parted = new Map<string, Set<string>>();
  readonly #oneToOne: ReadonlySet<string>;

  constructor(oneToOne: ReadonlySet<string>) {
    this.#oneToOne = oneToOne;
  }

  #groupOf(record: RecordName): Set<string> {
    const id = idOf(record);
    const known = this.#group.get(id);
    if (known !== undefined) return known;
    const alone = new Set([id]);
    this.#group.set(id, alone);
    this.#source.set(id, record.source);
    return alone;
  }

  add({ left, right, verdict }: Decision): ConflictRule | undefined {
    const [one, other] = [this.#groupOf(left), this.#groupOf(right)];
    if (verdict === 'withdrawn') return undefined;
    if (verdict === 'different') {
      if (one === other) return 'contradicts';
      this.#part(idOf(left), idOf(right));
      this.#part(idOf(right), idOf(left));
      return undefined;
    }
    return one === other ? undefined : this.#join(one, other);
  }

  #part(id: string, other: string): void {
    this.#parted.set(id, (this.#parted.get(id) ?? new Set()).add(other));
  }

  #join(one: Set<string>, other: Set<string>): ConflictRule | undefined {
    const [small, large] = one.size <= other.size ? [one, other] : [other, one];
    const taken = new Set([...large].map((id) => this.#source.get(id)!));
    for (const id of small) {
      const source = this.#source.get(id)!;
      if (this.#oneToOne.has(source) && taken.has(source)) return 'oneToOne';
      for (const parted of this.#parted.get(id) ?? []) {
        if (large.has(parted)) return 'contradicts';
      }
    }
    for (const id of small) {
      large.add(id);
      this.#group.set(id, large);
    }
    return undefined;
  }
}

/**
 * The decisions that cannot hold beside those before them in the list, each pair at most once in it.
 * Of a contradiction the last decision is named; the others stay.
 * @param oneToOne names of the sources of which a person has at most one record
 */
export function decisionConflicts(
  decisions: readonly Decision[],
  oneToOne: ReadonlySet<string>,
): Conflict[] {
  const groups = new Groups(oneToOne);
  return decisions.flatMap((decision, at): Conflict[] => {
    const rule = groups.add(decision);
    return rule === undefined ? [] : [{ at, rule }];
  });
}
