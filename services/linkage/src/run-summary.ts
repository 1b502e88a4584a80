// SPDX-License-Identifier: EUPL-1.2
/** What a linkage gave, in numbers, for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { StatedEncoding } from '@koppel/study';
import { countEvents } from './follow/events-file.ts';
import type { Linked } from './follow/link-again.ts';
import type { Outcome } from './outcome.ts';
import { reviewLines, type ReviewCounts } from './review/in-run.ts';

export interface RunSummary {
  readonly encoding: StatedEncoding;
  readonly outcome: Outcome;
  readonly linked: Linked;
  readonly refusedBatches: number;
  /** Complete runs, newer than those that were linked, that do not count. */
  readonly passedOver: number;
  /** Where a search that was stopped before went on, 0–1. */
  readonly wentOnFrom: number | undefined;
  /** Rounds of looks that decided, and answers in them; absent where one round did. */
  readonly looked?: { readonly rounds: number; readonly answers: number } | undefined;
  /** Pairs that are left to a person, and decisions that were followed. */
  readonly review?: ReviewCounts;
  readonly published: boolean;
  readonly seconds: number;
  /** Path of the page of the quality report. */
  readonly report: string;
}

const words = {
  en: {
    head: ['Register', 'records', 'linked'],
    scheme: 'Way of encoding',
    reason: 'Reason that the study gives',
    threshold: 'Threshold',
    precision: 'Expected precision',
    recall: 'Expected recall',
    looked: 'Decided by a second round of',
    lookedAt: 'rounds, answers',
    pairs: 'Candidate pairs',
    greedily: 'Groups too large for optimal',
    search: 'Search',
    exact: 'exact',
    approximate: 'approximate',
    wanted: 'Recall asked for',
    found: 'Recall measured',
    missed: 'Pairs missed, expected',
    notReached: 'The recall that was asked for is not certain: search exactly to find all pairs.',
    refused: 'Batches refused',
    passedOver: 'Newer runs passed over',
    wentOn: 'Went on from',
    again: 'Published before: nothing new was published.',
    seconds: 'Seconds',
    report: 'Quality report',
    compared: 'Records compared with all',
    events: {
      appeared: 'New persons', grown: 'Persons with more records', shrunk: 'Persons with fewer records',
      merged: 'Persons merged', split: 'Persons split', regrouped: 'Persons put together anew',
      retracted: 'Persons retracted',
    },
    unfollowed: {
      otherThreshold: 'The threshold moved: everyone was decided anew.',
      approximate: 'After an approximate search no changes since the last linkage are told.',
      byFields: 'Linked by how fields agree: everyone was decided anew.',
      tooMany: 'Too many records to tell what changed since the last linkage.',
    },
  },
  nl: {
    head: ['Register', 'records', 'gekoppeld'],
    scheme: 'Manier van coderen',
    reason: 'Reden die de studie geeft',
    threshold: 'Drempel',
    precision: 'Verwachte precisie',
    recall: 'Verwachte volledigheid',
    looked: 'Besloten door tweede ronde van',
    lookedAt: 'rondes, antwoorden',
    pairs: 'Kandidaatparen',
    greedily: 'Groepen te groot voor optimal',
    search: 'Zoeken',
    exact: 'exact',
    approximate: 'benaderend',
    wanted: 'Gevraagde volledigheid',
    found: 'Gemeten volledigheid',
    missed: 'Gemiste paren, verwacht',
    notReached: 'De gevraagde volledigheid staat niet vast: zoek exact om alle paren te vinden.',
    refused: 'Pakketten geweigerd',
    passedOver: 'Nieuwere leveringen overgeslagen',
    wentOn: 'Ging verder vanaf',
    again: 'Al eerder gepubliceerd: er is niets nieuws gepubliceerd.',
    seconds: 'Seconden',
    report: 'Kwaliteitsverslag',
    compared: 'Records met alle vergeleken',
    events: {
      appeared: 'Nieuwe personen', grown: 'Personen met meer records',
      shrunk: 'Personen met minder records', merged: 'Personen samengevoegd',
      split: 'Personen gesplitst', regrouped: 'Personen anders samengesteld',
      retracted: 'Personen ingetrokken',
    },
    unfollowed: {
      otherThreshold: 'De drempel verschoof: over iedereen is opnieuw besloten.',
      approximate: 'Na benaderend zoeken zijn wijzigingen sinds de vorige koppeling niet gemeld.',
      byFields: 'Gekoppeld op hoe velden overeenkomen: over iedereen is opnieuw besloten.',
      tooMany: 'Te veel records om te melden wat er sinds de vorige koppeling is veranderd.',
    },
  },
} as const; // prettier-ignore

/** How pairs were searched for; of an exact search that nobody asked to be otherwise, no word. */
function searchLines({ search, candidatePairs }: Linked, language: Language): string[] {
  const { method, wanted, measured, low, high, reached } = search;
  if (wanted === 1) return [];
  const text = words[language];
  const line = (name: string, value: string): string => `${name.padEnd(32)}${value.padStart(10)}`;
  const share = (value: number): string => value.toFixed(4);
  const missed = Math.round(candidatePairs / measured - candidatePairs);
  return [
    line(text.search, text[method]),
    line(text.wanted, share(wanted)),
    `${line(text.found, share(measured))} (${share(low)}–${share(high)})`,
    line(text.missed, String(missed)),
    ...(reached ? [] : [text.notReached]),
  ];
}

/** Estimated quality with its 95 % interval, where the threshold was estimated. */
function expectationRows(
  { threshold: { expected } }: Linked,
  text: (typeof words)[Language],
): string[] {
  if (expected === undefined) return [];
  return (['precision', 'recall'] as const).map((what) => {
    const { value, low, high } = expected[what];
    const range = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    return `${text[what].padEnd(32)}${range}`;
  });
}

function lastLines({ report, published }: RunSummary, text: (typeof words)[Language]): string[] {
  return [`${text.report.padEnd(32)}${report}`, ...(published ? [] : [text.again])];
}

function decidedBy({ looked }: RunSummary) {
  if (looked === undefined) return { decidedBy: 'firstRound' };
  const { rounds, answers } = looked;
  return { decidedBy: 'secondRound', looked: { rounds, answers } };
}

function lookedLines({ looked }: RunSummary, text: (typeof words)[Language]): string[] {
  if (looked === undefined) return [];
  const { rounds, answers } = looked;
  return [
    `${text.looked.padEnd(32)}${String(rounds).padStart(10)} ${text.lookedAt} ${String(answers)}`,
  ];
}

const sourceCounts = (outcome: Outcome) =>
  outcome.sources.map(({ source: { owner, register, encoded }, rows }) => ({
    owner,
    register,
    records: encoded.count,
    linked: rows.clusterSize.filter((size) => size > 1).length,
  }));

export function runSummary(result: RunSummary, language: Language, json: boolean): string {
  const { encoding, outcome, linked, refusedBatches, passedOver, wentOnFrom, published } = result;
  const sources = sourceCounts(outcome);
  const seconds = Math.round(result.seconds * 100) / 100;
  const { threshold } = outcome;
  if (json) {
    const { candidatePairs: pairs, search, assignment, decidedGreedily } = linked;
    const { expectedPrecision, expected, thresholdUpper, thresholdLower } = linked.threshold;
    const { compared, followed } = linked;
    const events = linked.events === undefined ? undefined : countEvents(linked.events);
    return JSON.stringify({
      encoding,
      ...decidedBy(result),
      threshold,
      thresholdProbability: linked.threshold.probability(threshold),
      thresholdUpper,
      thresholdLower,
      expectedPrecision,
      expected,
      pairs,
      assignment,
      decidedGreedily,
      compared,
      followed,
      events,
      search,
      review: result.review,
      sources,
      refusedBatches,
      passedOver,
      wentOnFrom,
      published,
      seconds,
      report: result.report,
    });
  }
  const text = words[language];
  const row = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(32) : String(cell).padStart(10)))
      .join('');
  return [
    row(text.head),
    ...sources.map((one) => row([`${one.owner}/${one.register}`, one.records, one.linked])),
    '',
    `${text.scheme.padEnd(32)}${encoding.scheme}`,
    ...(encoding.reason === undefined ? [] : [`${text.reason.padEnd(32)}${encoding.reason}`]),
    ...lookedLines(result, text),
    row([text.threshold, threshold.toFixed(3)]),
    ...expectationRows(linked, text),
    row([text.pairs, linked.candidatePairs]),
    ...(linked.decidedGreedily > 0 ? [row([text.greedily, linked.decidedGreedily])] : []),
    row([text.compared, linked.compared]),
    ...Object.entries(linked.events === undefined ? {} : countEvents(linked.events)).map(
      ([kind, count]) => row([text.events[kind as keyof typeof text.events], count]),
    ),
    ...(linked.followed === 'first' || linked.followed === 'yes'
      ? []
      : [text.unfollowed[linked.followed]]),
    ...searchLines(linked, language),
    ...(result.review === undefined ? [] : reviewLines(result.review, language)),
    row([text.refused, refusedBatches]),
    ...(passedOver > 0 ? [row([text.passedOver, passedOver])] : []),
    ...(wentOnFrom === undefined
      ? []
      : [row([text.wentOn, `${String(Math.floor(wentOnFrom * 100))} %`])]),
    row([text.seconds, seconds]),
    ...lastLines(result, text),
  ].join('\n');
}
