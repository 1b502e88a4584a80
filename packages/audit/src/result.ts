// SPDX-License-Identifier: EUPL-1.2
/** What an audit found: counts and shares only, never a person. */

/** The attacks that an owner can run on its own encodings. */
export type AttackId =
  | 'seededProfile'
  | 'knownPairDecoding'
  | 'tupleTest'
  | 'patternMining'
  | 'frequency'
  | 'fakeRecords'
  | 'chosenRecords'
  | 'doubleHashing'
  | 'ownKey'
  | 'graphMatching';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface AttackResult {
  readonly attack: AttackId;
  /** What the attacker was given, by name: known pairs, overlap, records. Numbers only. */
  readonly given: Readonly<Record<string, number>>;
  /** Encodings that he could have recognised: those with a row in his register, less those he was given. */
  readonly targets: number;
  /** Of these, how many he pointed at the right row. */
  readonly recovered: number;
  /** recovered / targets, 0–1; 0 without targets. */
  readonly share: number;
  /** 95 % interval of the share (Wilson 1927). */
  readonly interval: Interval;
  /** The share that guessing would give. */
  readonly chance: number;
  /** Further figures of the attack, by name: z, auc, rounds. */
  readonly figures: Readonly<Record<string, number>>;
}

/** The limit of a gate and whether it held: measured ≤ limit. */
export interface GateOutcome {
  readonly attack: AttackId;
  readonly measured: number;
  readonly limit: number;
  readonly passed: boolean;
}

const Z_95 = 1.959963984540054;

/**
 * The 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, p. 209); 0–1 without trials.
 * @param successes 0–trials
 */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const z2 = Z_95 ** 2;
  const centre = share + z2 / (2 * trials);
  const half = Z_95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  const scale = 1 + z2 / trials;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/** A result with its share and interval worked out. */
export function attackResult(found: Omit<AttackResult, 'share' | 'interval'>): AttackResult {
  const { recovered, targets } = found;
  const share = targets === 0 ? 0 : recovered / targets;
  return { ...found, share, interval: wilson(recovered, targets) };
}
