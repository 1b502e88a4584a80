// SPDX-License-Identifier: EUPL-1.2
/**
 * Until when a party may keep what it has of a study, and so until when it may work. Pure: the day
 * comes from the caller. Encodings may be kept for so many days after they were last linked, or came
 * in and were never linked, and no longer after the end of the study; the data set for so many years
 * after the end (AVG 5(1)(e)).
 */
import { KoppelError } from '@koppel/errors';
import type { Study } from './schema.ts';

/** What a term is about: encodings at owners and linkage unit, or the researcher's data set. */
export type Kept = 'encodings' | 'dataSet';

export interface RetentionFacts {
  /** Day on which the coordinator ended the study, `YYYY-MM-DD`; undefined while it goes on. */
  readonly endedOn?: string | undefined;
  /** Day of the last linkage, or of the first batch where nothing was linked yet. */
  readonly linkedOn?: string | undefined;
}

/** A term as it stands on a day. */
export interface Retention {
  /** The last day on which the data may be kept, `YYYY-MM-DD`. */
  readonly until: string;
  /** Whole days until then; negative when it is over. */
  readonly daysLeft: number;
}

/** From so many days before its end people are told. */
export const retentionWarningDays = 30;

const dayMs = 86_400_000;

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day of a later year; the last of February where that year has no 29th. */
function plusYears(day: string, years: number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const later = String(Number(year) + years).padStart(4, '0');
  const same = `${later}-${month}-${date}`;
  return new Date(Date.parse(same)).toISOString().startsWith(same) ? same : `${later}-${month}-28`;
}

/** The term as it stands on `today`; undefined while nothing has begun it. */
export function retentionOf(
  { retention: { encodingsDays, dataSetYears } }: Pick<Study, 'retention'>,
  kept: Kept,
  { endedOn, linkedOn }: RetentionFacts,
  today: string,
): Retention | undefined {
  const begun = kept === 'dataSet' ? [endedOn] : [endedOn, linkedOn];
  const ends = begun
    .filter((day) => day !== undefined)
    .map((day) =>
      kept === 'dataSet' ? plusYears(day, dataSetYears) : plusDays(day, encodingsDays),
    )
    .sort();
  const [until] = ends;
  if (until === undefined) return undefined;
  return { until, daysLeft: Math.round((Date.parse(until) - Date.parse(today)) / dayMs) };
}

/** Throws RETENTION_OVER, with the last day as `rule`, when the term is over on `today`. */
export function checkRetention(
  study: Pick<Study, 'retention'>,
  kept: Kept,
  facts: RetentionFacts,
  today: string,
): void {
  const term = retentionOf(study, kept, facts, today);
  if (term !== undefined && term.daysLeft < 0) {
    throw new KoppelError('RETENTION_OVER', { field: kept, rule: term.until });
  }
}
