// SPDX-License-Identifier: EUPL-1.2
/**
 * Which rounds of looks a linkage needs, and their plans: one for each pair of registers and one for
 * each register with itself, of the very runs that are linked. A plan is stored as a whole before
 * anything of it is asked. Nothing in it is left to a chance that could not be repeated: the state can
 * be lost, and the same rounds are planned again.
 */
import type { Reporter } from '@koppel/console';
import { roundIdentity, type RunName } from '@koppel/keys';
import { deriveLookSeed, lookRandomOf } from '@koppel/keys/pseudonym';
import { orderSources, planRound, type OrderedSource } from '@koppel/linkage';
import { codePartsOf, lookShape, numbersPerRequest, similarityOf, type Study } from '@koppel/study';
import { sameBytes } from '../bytes.ts';
import type { GatheredSource } from '../gather.ts';
import { planDigest, sourceName, type LookRound } from './look-round.ts';
import type { SharedWork } from '../workers/share.ts';
import type { LookStore } from './look-store.ts';

export type RunPair = readonly [RunName, RunName];

export interface PlanningOptions {
  readonly study: Study;
  readonly specHash: Uint8Array;
  /** The linkage unit's secret that its chance follows from. */
  readonly masterSecret: Uint8Array;
  readonly store: LookStore;
  readonly reporter: Reporter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Threads; 0: all that the machine offers. */
  readonly workers: number;
  /** Who searches for candidates, by the names of both sources; absent: this process. */
  readonly elsewhereOf?: SharedWork['of'] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Every pair of runs, and each with itself, in the order of their sources. */
export function neededRounds(runs: readonly RunName[]): RunPair[] {
  const ordered = [...runs].sort((m, n) => (sourceName(m) < sourceName(n) ? -1 : 1));
  return ordered.flatMap((one, at) => ordered.slice(at).map((other): RunPair => [one, other]));
}

const sameRun = (one: RunName, other: RunName): boolean =>
  sourceName(one) === sourceName(other) && sameBytes(one.run, other.run);

/** Whether a round is the one of these runs. */
function isOf({ runs }: Pick<LookRound, 'runs'>, [one, other]: RunPair): boolean {
  return sameRun(runs[0], one) && sameRun(runs[1], other);
}

/** Rounds that are needed and not planned yet. */
export function missingRounds(store: LookStore, needed: readonly RunPair[]): RunPair[] {
  const known = store.rounds();
  return needed.filter((pair) => !known.some((round) => isOf(round, pair)));
}

/** Ends rounds of runs that no longer count, or that are asked in another way. */
export function endOthers(store: LookStore, needed: readonly RunPair[]): void {
  store.end(store.rounds().filter((round) => !needed.some((pair) => isOf(round, pair))));
}

/** Plans one round and stores it. KERNEL_CANCELLED on the signal; LINKAGE_*, KERNEL_*. */
async function planOne(
  pair: RunPair,
  sources: readonly [OrderedSource, OrderedSource],
  options: PlanningOptions,
  onProgress: (share: number) => void,
): Promise<void> {
  const { study, specHash, masterSecret, store, workers, elsewhereOf, signal, now } = options;
  const names = [sources[0].name, sources[1].name] as const;
  const { looks } = study.secondRound!;
  const capacity = numbersPerRequest(lookShape(study)!, sources[0] === sources[1]);
  const seed = deriveLookSeed(masterSecret, roundIdentity(specHash, new Uint8Array(16), pair));
  const plan = await planRound(
    sources,
    {
      looks,
      similarity: similarityOf(study.encoding),
      parts: codePartsOf(study.encoding),
      seed,
      ...(elsewhereOf && { elsewhereOf: (codes) => elsewhereOf(names, codes) }),
    },
    {
      ...(workers > 0 ? { workers } : {}),
      ...(signal === undefined ? {} : { signal }),
      onProgress,
    },
  );
  const random = lookRandomOf(seed, planDigest(plan, { looks, capacity }));
  const round = roundIdentity(specHash, random, pair);
  const numbers = plan.reason.length;
  store.add({ round, random, runs: pair, looks, numbers, capacity, began: now() }, plan);
}

/** Plans and stores every round of these. */
export async function planRoundsOf(
  missing: readonly RunPair[],
  gathered: readonly GatheredSource[],
  options: PlanningOptions,
): Promise<void> {
  const ordered = orderSources(gathered.map(({ encoded }) => encoded));
  const sourceOf = (run: RunName): OrderedSource =>
    ordered.find(({ name }) => name === sourceName(run))!;
  const progress = options.reporter.progress('look', 1000 * missing.length);
  for (const [at, [one, other]] of missing.entries()) {
    const pair: RunPair = [runOf(one), runOf(other)];
    await planOne(pair, [sourceOf(one), sourceOf(other)], options, (share) => {
      progress.update(Math.round(1000 * (at + share)));
    });
  }
  progress.end();
}

const runOf = ({ owner, register, run }: RunName): RunName => ({ owner, register, run });
