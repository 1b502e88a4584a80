// SPDX-License-Identifier: EUPL-1.2
/**
 * From rows that came back to decisions. Every row is judged by itself, then all decisions together
 * with those taken before. One wrong row refuses the whole file: decisions hang together, and half of
 * them in force is a state that nobody chose.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { decisionConflicts, type Decision } from '@koppel/linkage';
import {
  reviewerForm,
  type DecisionReason,
  type PairDecision,
  type TaggedRecord,
  type Verdict,
} from './entry.ts';
import { isHeld, type KnownDecision } from './in-force.ts';
import { listForm, referenceForm } from './names.ts';
import { reasonOf, saysFigure, verdictOf, type Column, type Row } from './table.ts';
import type { ZoneFile, ZonePair } from './zone-file.ts';

export interface CheckOptions {
  readonly file: string;
  readonly zone: ZoneFile;
  /** The last decision about every pair. */
  readonly known: ReadonlyMap<string, KnownDecision>;
  /** Names of the registers in which a person has at most one record. */
  readonly oneToOne: ReadonlySet<string>;
}

/** What a file says. */
export interface CheckedRows {
  readonly problems: readonly KoppelError[];
  /** Rows without a decision. */
  readonly open: number;
  /** Rows that say what the account says already. */
  readonly repeated: number;
  readonly decisions: readonly PairDecision[];
}

/** What is known of the pair that a row names. */
type Pair = Pick<PairDecision, 'pair' | 'left' | 'right' | 'similarity' | 'together'>;

/** The pairs of the list that the state holds. */
type Listed = ReadonlyMap<string, ZonePair>;

class Refusals {
  readonly list: KoppelError[] = [];
  readonly #file: string;
  readonly #row: number;

  constructor(file: string, row: number) {
    this.#file = file;
    this.#row = row;
  }

  add(code: ErrorCode, field: Column): void {
    this.list.push(new KoppelError(code, { file: this.#file, row: this.#row, field }));
  }
}

/** The pair that a row names, or why it names none. */
function pairOf(
  row: Row,
  { zone, known }: CheckOptions,
  listed: Listed,
): Pair | readonly [ErrorCode, Column] {
  const [pair, list] = [row.pair.toUpperCase(), row.list.toUpperCase()];
  if (row.study !== zone.study) return ['REVIEW_OTHER_STUDY', 'study'];
  if (!referenceForm.test(pair)) return ['REVIEW_PAIR_UNKNOWN', 'pair'];
  if (!listForm.test(list)) return ['REVIEW_OTHER_LIST', 'list'];
  const found = listed.get(pair);
  if (found !== undefined) return found;
  const earlier = known.get(pair);
  if (earlier !== undefined && !earlier.voided) return earlier;
  const isOfThisList = list === zone.list && earlier === undefined;
  return isOfThisList ? ['REVIEW_PAIR_UNKNOWN', 'pair'] : ['REVIEW_OTHER_LIST', 'list'];
}

/** Figures and registers that stand in the row are those of the pair. */
function checkContext(row: Row, pair: Pair, refusals: Refusals): void {
  const { left, right, similarity } = pair;
  if (row.registerA !== '' && row.registerA !== left.source) {
    refusals.add('REVIEW_ROW_EDITED', 'registerA');
  }
  if (row.registerB !== '' && row.registerB !== right.source) {
    refusals.add('REVIEW_ROW_EDITED', 'registerB');
  }
  if (row.similarity !== '' && !saysFigure(row.similarity, similarity)) {
    refusals.add('REVIEW_ROW_EDITED', 'similarity');
  }
}

/** Whether the reason can be one for the verdict: only who is unsure has not enough to decide. */
function fits(verdict: Verdict, reason: DecisionReason): boolean {
  if (verdict === 'unsure') return reason !== 'protocol';
  if (verdict === 'withdrawn') return reason === 'correction' || reason === 'secondReviewer';
  return reason !== 'notEnough';
}

/** Holds a decision against the last one about its pair. */
function checkAgainstEarlier(
  { verdict, reviewer, reason }: PairDecision,
  earlier: KnownDecision | undefined,
  refusals: Refusals,
): 'new' | 'repeated' {
  const isTheSame =
    earlier?.verdict === verdict && earlier.reviewer === reviewer && earlier.reason === reason;
  if (isTheSame && !earlier.voided) return 'repeated';
  const stands = earlier !== undefined && isHeld(earlier) ? earlier : undefined;
  if (verdict === 'withdrawn') {
    if (stands === undefined) refusals.add('REVIEW_NOT_DECIDED', 'decision');
  } else if (stands !== undefined && stands.verdict !== verdict && reason !== 'correction') {
    refusals.add('REVIEW_DECIDED_OTHERWISE', 'reason');
  }
  return 'new';
}

/** The decision of one row; undefined when it has none or is refused. */
function decisionOf(
  row: Row,
  options: CheckOptions,
  listed: Listed,
  refusals: Refusals,
): PairDecision | undefined {
  const found = pairOf(row, options, listed);
  const pair = 'pair' in found ? found : undefined;
  if (!('pair' in found)) refusals.add(...found);
  else checkContext(row, found, refusals);
  const [verdict, reason] = [verdictOf(row.decision), reasonOf(row.reason)];
  if (verdict === undefined) refusals.add('REVIEW_DECISION', 'decision');
  const isFitting = reason !== undefined && (verdict === undefined || fits(verdict, reason));
  if (!isFitting) refusals.add('REVIEW_REASON', 'reason');
  const reviewer = row.reviewer.toLowerCase();
  if (!reviewerForm.test(reviewer)) refusals.add('REVIEW_REVIEWER', 'reviewer');
  if (pair === undefined || verdict === undefined || reason === undefined) return undefined;
  if (refusals.list.length > 0) return undefined;
  const { pair: reference, left, right, similarity, together } = pair;
  return { pair: reference, left, right, similarity, together, verdict, reviewer, reason };
}

const asName = ({ source, tag }: TaggedRecord): Decision['left'] => ({ source, token: tag });

function asDecision({ left, right, verdict }: PairDecision): Decision {
  const held = verdict === 'unsure' ? 'withdrawn' : verdict;
  return { left: asName(left), right: asName(right), verdict: held };
}

/** Decisions that cannot hold with each other or with those that stand, by the row that closes it. */
function conflictsOf(
  decided: readonly { readonly decision: PairDecision; readonly row: number }[],
  { file, known, oneToOne }: CheckOptions,
): KoppelError[] {
  const anew = new Set(decided.map(({ decision }) => decision.pair));
  const standing = [...known.values()].filter((one) => isHeld(one) && !anew.has(one.pair));
  const all = [...standing, ...decided.map(({ decision }) => decision)].map(asDecision);
  return decisionConflicts(all, oneToOne).flatMap(({ at, rule }): KoppelError[] => {
    const row = decided[at - standing.length]?.row;
    if (row === undefined) return [];
    const code = rule === 'oneToOne' ? 'REVIEW_ONE_TO_ONE' : 'REVIEW_CONTRADICTS';
    return [new KoppelError(code, { file, row, field: 'decision' })];
  });
}

/** Judges all rows. Nothing is written. */
export function checkRows(rows: readonly Row[], options: CheckOptions): CheckedRows {
  const { file, known, zone } = options;
  const listed = new Map(zone.pairs.map((one) => [one.pair, one]));
  const problems: KoppelError[] = [];
  const decided: { decision: PairDecision; row: number }[] = [];
  const seen = new Set<string>();
  let [open, repeated] = [0, 0];
  for (const [at, row] of rows.entries()) {
    if (row.decision === '' && row.reason === '') {
      open += 1;
      continue;
    }
    const refusals = new Refusals(file, at + 1);
    const pair = row.pair.toUpperCase();
    if (seen.has(pair)) refusals.add('REVIEW_PAIR_TWICE', 'pair');
    seen.add(pair);
    const decision = decisionOf(row, options, listed, refusals);
    if (decision !== undefined) {
      const found = checkAgainstEarlier(decision, known.get(decision.pair), refusals);
      if (found === 'repeated') repeated += 1;
      else if (refusals.list.length === 0) decided.push({ decision, row: at + 1 });
    }
    problems.push(...refusals.list);
  }
  problems.push(...conflictsOf(decided, options));
  const inOrder = decided
    .map(({ decision }) => decision)
    .sort((m, n) => (m.pair < n.pair ? -1 : 1));
  return { problems, open, repeated, decisions: inOrder };
}
