// SPDX-License-Identifier: EUPL-1.2
/** How far a review is: what is open, what was decided, and what of it changes the next linkage. */
import type { Language } from '@koppel/errors';
import type { Account } from './decision-log.ts';
import { isHeld, type KnownDecision } from './in-force.ts';
import type { ZoneFile } from './zone-file.ts';

export interface StatusCounts {
  readonly list: string;
  readonly open: number;
  readonly unsure: number;
  readonly same: number;
  readonly different: number;
  /** Decisions that say other than the model. */
  readonly overrules: number;
  /** Recorded after the last linkage. */
  readonly notYetInEffect: number;
  /** Of these, those that change who is whose. */
  readonly wouldChange: number;
  readonly over: number;
  readonly withdrawn: number;
}

const overrules = ({ verdict, together }: KnownDecision): boolean =>
  verdict === (together ? 'different' : 'same');

export function countsOf(
  zone: ZoneFile,
  account: Account,
  known: ReadonlyMap<string, KnownDecision>,
): StatusCounts {
  const all = [...known.values()];
  const held = all.filter(isHeld);
  const after = new Set(
    account.entries
      .slice(zone.account.next)
      .flatMap((entry) =>
        entry.kind === 'decided' ? entry.decisions.map(({ pair }) => pair) : entry.pairs,
      ),
  );
  const count = (passes: (one: KnownDecision) => boolean): number => all.filter(passes).length;
  const decidedSince = zone.pairs.filter(({ pair }) => {
    const last = known.get(pair);
    return last !== undefined && isHeld(last);
  }).length;
  return {
    list: zone.list,
    open: zone.found - decidedSince,
    unsure: count(({ verdict, voided }) => verdict === 'unsure' && !voided),
    same: held.filter(({ verdict }) => verdict === 'same').length,
    different: held.filter(({ verdict }) => verdict === 'different').length,
    overrules: held.filter(overrules).length,
    notYetInEffect: count(({ pair }) => after.has(pair)),
    wouldChange: count((one) => after.has(one.pair) && (!isHeld(one) || overrules(one))),
    over: count(({ voided }) => voided),
    withdrawn: count(({ verdict, voided }) => verdict === 'withdrawn' && !voided),
  };
}

const words: Readonly<Record<Language, Readonly<Record<keyof StatusCounts, string>>>> = {
  en: {
    list: 'List of the last linkage', open: 'Pairs to decide on', unsure: 'Decided: unsure',
    same: 'Decided: same', different: 'Decided: different', overrules: 'Of these, other than the model',
    notYetInEffect: 'Recorded since the last linkage', wouldChange: 'Of these, change the next linkage',
    over: 'Over: a record changed or is gone', withdrawn: 'Withdrawn',
  },
  nl: {
    list: 'Lijst van de laatste koppeling', open: 'Paren om over te besluiten', unsure: 'Besloten: onzeker',
    same: 'Besloten: zelfde', different: 'Besloten: verschillend', overrules: 'Daarvan anders dan het model',
    notYetInEffect: 'Vastgelegd sinds de laatste koppeling', wouldChange: 'Daarvan veranderen de volgende koppeling',
    over: 'Voorbij: een record is gewijzigd of weg', withdrawn: 'Ingetrokken',
  },
}; // prettier-ignore

export function statusText(counts: StatusCounts, language: Language): string {
  return Object.entries(counts)
    .map(([name, value]) => {
      const word = words[language][name as keyof StatusCounts];
      return `${word.padEnd(44)}${String(value).padStart(10)}`;
    })
    .join('\n');
}
