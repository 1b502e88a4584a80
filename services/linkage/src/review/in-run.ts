// SPDX-License-Identifier: EUPL-1.2
/** What a linkage does with decisions of people: it follows those that hold, and ends those that do not. */
import type { Language } from '@koppel/errors';
import { deriveReviewKey } from '@koppel/keys/pseudonym';
import type { EncodedSource } from '@koppel/linkage';
import type { Study } from '@koppel/study';
import type { Again } from '../follow/link-again.ts';
import { linksByNumber } from '../number-links.ts';
import type { UnitSecrets } from '../unit-key.ts';
import { addDecidedQuality, applyDecisions, type Applied } from './apply.ts';
import { addToAccount, checkHolds, readAccount, type Account } from './decision-log.ts';
import { isHeld, lastDecisions } from './in-force.ts';
import { findZone, writeZone, zoneOf } from './zone-file.ts';

export interface ReviewOptions {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly keyFile: string;
  readonly stateFolder: string;
  readonly secrets: UnitSecrets;
  readonly sources: readonly EncodedSource[];
  /** Per source the tokens of citizen service numbers; undefined where the study has none. */
  readonly bsnTokens: readonly (Uint8Array | undefined)[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Counts for the summary of a linkage. */
export interface ReviewCounts {
  /** Pairs between the thresholds that nobody has decided on. */
  readonly open: number;
  /** Decisions that the linkage followed. */
  readonly same: number;
  readonly different: number;
  /** Decisions that ended with this linkage, and those that wait for a register. */
  readonly over: number;
  readonly waiting: number;
}

export interface RunReview {
  readonly applied: Applied;
  /** Where the account of decisions stood that this linkage follows. */
  readonly head: Account['head'];
  /** Writes what is left to a person, when the outcome is published. DISK_FULL, WRITE_FAILED. */
  readonly finish: (again: Again) => ReviewCounts;
}

async function endDecisions(options: ReviewOptions, over: readonly string[]): Promise<Account> {
  const { keyFile, study, specHash, secrets, now } = options;
  const writer = { keyFile, study, specHash, signSecretKey: secrets.sign, now };
  return addToAccount(writer, (account) => {
    const known = lastDecisions(account, specHash);
    const pairs = over.filter((pair) => {
      const last = known.get(pair);
      return last !== undefined && isHeld(last);
    });
    return pairs.length === 0 ? undefined : { kind: 'voided', pairs: pairs.sort() };
  });
}

/**
 * The decisions that a linkage of these sources has to follow. Those about records that are gone or
 * changed are ended in the account first.
 * @throws KoppelError REVIEW_ACCOUNT_BROKEN, REVIEW_ACCOUNT_SHORT, STATE_DAMAGED; as `addToAccount`
 */
export async function beginReview(options: ReviewOptions): Promise<RunReview> {
  const { study, specHash, keyFile, stateFolder, secrets, sources } = options;
  const reviewKey = deriveReviewKey(secrets.pseudonym, study.id, specHash);
  let account = readAccount(keyFile, study);
  const zone = findZone(stateFolder, study);
  if (zone !== undefined) checkHolds(account, zone.account);
  const held = [...lastDecisions(account, specHash).values()].filter(isHeld);
  const decided = applyDecisions(held, sources, reviewKey);
  const links = linksByNumber(sources, options.bsnTokens, decided.named);
  const named = [...decided.named, ...links.named];
  const applied = { ...decided, named, byNumber: links.joined };
  if (applied.over.length > 0) {
    const ended = await endDecisions(options, applied.over);
    // What somebody else decided in between is not followed here, and not counted as followed.
    const grown = ended.entries.length - account.entries.length;
    if (grown === 1 && ended.entries.at(-1)!.kind === 'voided') account = ended;
  }
  const { head } = account;
  const finish = (again: Again): ReviewCounts => {
    const parts = { study, specHash, sources, again, applied, account: head, reviewKey };
    const made = zoneOf(parts);
    writeZone(stateFolder, made, secrets.sign);
    return { open: made.found, ...made.applied, over: applied.over.length };
  };
  return { applied, head, finish };
}

/** The linkage with the quality of those whom only a decision links. */
export function withDecidedQuality(
  again: Again,
  sources: readonly EncodedSource[],
  { applied }: RunReview,
): Again {
  addDecidedQuality(again.rows, sources, applied);
  return again;
}

const words = {
  en: {
    open: 'Pairs for a person to decide on', same: 'Decided to be the same',
    different: 'Decided to be different', over: 'Decisions ended: record changed or gone',
    waiting: 'Decisions that wait for a register',
  },
  nl: {
    open: 'Paren om over te besluiten', same: 'Besluiten zelfde', different: 'Besluiten verschillend',
    over: 'Besluiten voorbij: record anders of weg', waiting: 'Besluiten die op een register wachten',
  },
} as const; // prettier-ignore

/** A line per count that is not 0. */
export function reviewLines(counts: ReviewCounts, language: Language): string[] {
  return Object.entries(words[language]).flatMap(([name, word]) => {
    const count = counts[name as keyof ReviewCounts];
    return count === 0 ? [] : [`${word.padEnd(42)}${String(count).padStart(10)}`];
  });
}
