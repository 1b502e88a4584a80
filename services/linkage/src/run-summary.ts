// SPDX-License-Identifier: EUPL-1.2
/** What a linkage gave, in numbers, for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { LinkOutcome } from '@koppel/linkage';
import type { StatedEncoding } from '@koppel/study';
import type { Outcome } from './publish.ts';

export interface RunSummary {
  readonly encoding: StatedEncoding;
  readonly outcome: Outcome;
  readonly linked: LinkOutcome;
  readonly refusedBatches: number;
  /** Complete runs, newer than those that were linked, that do not count. */
  readonly passedOver: number;
  /** Where a search that was stopped before went on, 0–1. */
  readonly wentOnFrom: number | undefined;
  readonly published: boolean;
  readonly seconds: number;
}

const words = {
  en: {
    head: ['Register', 'records', 'linked'],
    scheme: 'Way of encoding',
    reason: 'Reason that the study gives',
    threshold: 'Threshold',
    pairs: 'Candidate pairs',
    refused: 'Batches refused',
    passedOver: 'Newer runs passed over',
    wentOn: 'Went on from',
    again: 'Published before: nothing new was published.',
    seconds: 'Seconds',
  },
  nl: {
    head: ['Register', 'records', 'gekoppeld'],
    scheme: 'Manier van coderen',
    reason: 'Reden die de studie geeft',
    threshold: 'Drempel',
    pairs: 'Kandidaatparen',
    refused: 'Pakketten geweigerd',
    passedOver: 'Nieuwere leveringen overgeslagen',
    wentOn: 'Ging verder vanaf',
    again: 'Al eerder gepubliceerd: er is niets nieuws gepubliceerd.',
    seconds: 'Seconden',
  },
} as const;

export function runSummary(result: RunSummary, language: Language, json: boolean): string {
  const { encoding, outcome, linked, refusedBatches, passedOver, wentOnFrom, published } = result;
  const sources = outcome.sources.map(({ source: { owner, register, encoded }, rows }) => ({
    owner,
    register,
    records: encoded.count,
    linked: rows.clusterSize.filter((size) => size > 1).length,
  }));
  const seconds = Math.round(result.seconds * 100) / 100;
  const { threshold } = outcome;
  if (json) {
    const { candidatePairs: pairs } = linked;
    const { expectedPrecision } = linked.threshold;
    return JSON.stringify({
      encoding,
      threshold,
      expectedPrecision,
      pairs,
      sources,
      refusedBatches,
      passedOver,
      wentOnFrom,
      published,
      seconds,
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
    row([text.threshold, threshold.toFixed(3)]),
    row([text.pairs, linked.candidatePairs]),
    row([text.refused, refusedBatches]),
    ...(passedOver > 0 ? [row([text.passedOver, passedOver])] : []),
    ...(wentOnFrom === undefined
      ? []
      : [row([text.wentOn, `${String(Math.floor(wentOnFrom * 100))} %`])]),
    row([text.seconds, seconds]),
    ...(published ? [] : [text.again]),
  ].join('\n');
}
