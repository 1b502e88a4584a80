// SPDX-License-Identifier: EUPL-1.2
/** Histories of eighteen records and of what people decide about them, for property tests. */
import fc from 'fast-check';
import { idOf, type Changes, type Decision } from '../incremental/changes.ts';
import { nameAt, pairsWith, type Held } from './history.ts';

/** What happens to 18 records in one batch, and up to two decisions. */
export const batch = fc.record({
  fates: fc.array(fc.nat(5), { minLength: 18, maxLength: 18 }),
  decided: fc.array(
    fc.record({
      ends: fc.uniqueArray(fc.nat(17), { minLength: 2, maxLength: 2 }),
      verdict: fc.constantFrom<Decision['verdict']>('same', 'different', 'withdrawn'),
    }),
    { maxLength: 2 },
  ),
});

export type Batch = typeof batch extends fc.Arbitrary<infer T> ? T : never;

export const everyone = Array.from({ length: 18 }, (_, at) => nameAt(at % 3, Math.floor(at / 3)));

/** The records and decisions that there should be. */
export class Model {
  readonly held = new Map<string, Held>();
  readonly decisions = new Map<string, Decision>();
  #number = 0;

  /** The changes of a batch, and the model after it. */
  next({ fates, decided }: Batch): { changes: Changes; commit: () => void } {
    const since = this.#number++;
    const after = new Map(this.held);
    const changes = { added: [] as Held[], changed: [] as Held[], retracted: [] as Held[] };
    everyone.forEach((name, at) => {
      const known = this.held.get(idOf(name));
      const fate = fates[at]!;
      if (known === undefined && fate < 3) {
        changes.added.push({ ...name, version: fate, since });
      } else if (known !== undefined && fate === 0) changes.retracted.push(known);
      else if (known !== undefined && fate === 1) {
        changes.changed.push({ ...known, version: known.version + 1 });
      }
    });
    for (const one of changes.retracted) after.delete(idOf(one));
    const fresh = [...changes.added, ...changes.changed];
    for (const one of fresh) after.set(idOf(one), one);
    const decisions = decided.map(({ ends, verdict }): Decision => {
      const [left, right] = ends.map((at) => everyone[at]!) as [Held, Held];
      return { left, right, verdict };
    });
    const commit = (): void => {
      this.held.clear();
      for (const [id, one] of after) this.held.set(id, one);
      for (const one of decisions) {
        const name = [idOf(one.left), idOf(one.right)].sort().join('/');
        this.decisions.set(name, one);
      }
    };
    return {
      changes: { ...changes, pairs: pairsWith(fresh, [...after.values()]), decisions },
      commit,
    };
  }
}
