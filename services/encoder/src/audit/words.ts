// SPDX-License-Identifier: EUPL-1.2
/** Words and number formats of an audit, and what of its counts may be shown. */
import { wilson, type AttackId, type AttackLevel, type AttackResult } from '@koppel/audit';
import type { Language } from '@koppel/errors';
import { wordingOf, type Wording } from '../profile/words.ts';
import { en, type Texts } from './words-en.ts';
import { nl } from './words-nl.ts';

export interface AuditWording extends Pick<Wording, 'count' | 'decimal' | 'percent'> {
  readonly texts: Texts;
}

export function auditWording(language: Language): AuditWording {
  const { count, decimal, percent } = wordingOf(language);
  return { texts: language === 'nl' ? nl : en, count, decimal, percent };
}

/** Counts of people from one up to below this are not shown. */
const smallCell = 10;

/** What is shown of a result: of a small count only that it is small, and what that says at most. */
export interface ShownShare {
  readonly recovered: string;
  readonly percent: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export function shownCount(value: number, { count }: Pick<AuditWording, 'count'>): string {
  return value > 0 && value < smallCell ? `<${smallCell}` : count(value);
}

export function shownShare(
  { recovered, targets, share, interval }: AttackResult,
  wording: AuditWording,
): ShownShare {
  const { percent } = wording;
  const isSmall = recovered > 0 && recovered < smallCell;
  if (!isSmall) {
    return {
      recovered: wording.count(recovered),
      percent: targets === 0 ? '–' : percent(share),
      share,
      ...interval,
    };
  }
  const bound = Math.min(1, smallCell / targets);
  return {
    recovered: shownCount(recovered, wording),
    percent: `<${percent(bound)}`,
    share: bound,
    low: 0,
    high: wilson(Math.min(smallCell - 1, targets), targets).high,
  };
}

/** Attacks whose gate is about how far they stand out from chance, in standard deviations. */
export const gateInDeviations: ReadonlySet<AttackId> = new Set(['tupleTest', 'doubleHashing']);

/** Attackers who know whom they planted. */
const planters: ReadonlySet<AttackId> = new Set(['fakeRecords', 'chosenRecords']);

/** What the attacker is given: `100 known pairs`. */
export function levelName(
  { attack, knownPairs, overlap }: AttackLevel,
  { texts, count, percent }: AuditWording,
): string {
  if (knownPairs !== undefined) {
    const text = planters.has(attack) ? texts.atPlanted : texts.atKnownPairs;
    return text.replace('{n}', count(knownPairs));
  }
  if (attack === 'graphMatching' || overlap < 1) {
    const whole = overlap === 1 ? '100%' : percent(overlap).replace(/[.,]0%/, '%');
    return texts.atOverlap.replace('{share}', whole);
  }
  return texts.atWhole;
}
