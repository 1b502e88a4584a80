// SPDX-License-Identifier: EUPL-1.2
/**
 * The quality report of a linkage: made of what came out and of what the state knows of how it came in,
 * and written in four files. Two are for the linkage unit, with exact counts; two may be shared.
 */
import { join } from 'node:path';
import { readFileText, writeFileWhole } from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { qualityFigures, type EncodedSource, type RecordPairs } from '@koppel/linkage';
import {
  publishable,
  qualityPage,
  REPORT_KIND,
  REPORT_VERSION,
  reportOf,
  type HistoryFigures,
  type QualityReport,
} from '@koppel/quality-report';
import { lookEncoding, similarityOf, statedEncoding, type Study } from '@koppel/study';
import { byLooks } from '@koppel/wire';
import { countEvents } from '../follow/events-file.ts';
import type { Linked } from '../follow/link-again.ts';
import { sourceName } from '../follow/names.ts';
import type { LinkedRows } from '../outcome.ts';
import { expectedSources, type Choice } from '../runs.ts';
import type { LinkageState } from '../state.ts';
import { readHistory, withLinkage, writeHistory } from './history.ts';
import { receivedOf } from './received.ts';

/** A linkage that was published, and where it came from. */
export interface ReportedLinkage {
  readonly study: Study;
  readonly specHash: Uint8Array;
  /** Names what was linked. */
  readonly linkage: Uint8Array;
  readonly sources: readonly EncodedSource[];
  readonly rows: readonly LinkedRows[];
  readonly pairs: RecordPairs;
  readonly linked: Linked;
  /** Whether a second round decided, and not the encodings themselves. */
  readonly looked: boolean;
  readonly state: LinkageState;
  readonly choice: Choice;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** The file of earlier linkages. */
  readonly historyFile: string;
}

export const reportFiles = {
  data: 'quality.json',
  page: 'quality.html',
  publishableData: 'quality-publishable.json',
  publishablePage: 'quality-publishable.html',
} as const;

const identityDigits = 32;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function historyEntry(report: QualityReport, { linked, today }: ReportedLinkage): HistoryFigures {
  const { registers, expected, persons, links, linkage, method } = report;
  const total = (of: 'records' | 'linked'): number =>
    registers.reduce((sum, one) => sum + Number(one[of]), 0);
  return {
    linkage: linkage!,
    day: today,
    threshold: method.threshold,
    records: total('records'),
    linked: total('linked'),
    persons,
    links,
    precision: expected?.precision.value ?? null,
    recall: expected?.recall.value ?? null,
    events: linked.events === undefined ? null : { ...countEvents(linked.events) },
  };
}

/** Makes the report and notes the linkage in the history. DISK_FULL, WRITE_FAILED. */
export function makeReport(reported: ReportedLinkage): QualityReport {
  const { study, sources, rows, pairs, linked, looked, state, choice, historyFile } = reported;
  const { threshold, assignment, search, decidedGreedily } = linked;
  // What a second round shows of a pair lies on the scale of field filters.
  const similarity = looked ? 'dice' : similarityOf(study.encoding);
  const { fields } = looked ? lookEncoding(study)! : study.encoding;
  const figures = qualityFigures({
    sources,
    clusters: rows.map(({ cluster }) => cluster),
    pairs,
    threshold,
    similarity,
    assignment,
    oneToOne: true,
  });
  const specHash = hex(reported.specHash);
  const known = expectedSources(study);
  const received = receivedOf(state, choice, known);
  const placeOf = new Map(sources.map(({ name }, at) => [name, at]));
  const { scheme, reason } = statedEncoding(study.encoding);
  const whole = reportOf(figures, {
    study: study.id,
    specHash,
    linkage: hex(reported.linkage).slice(0, identityDigits),
    method: {
      scheme,
      reason: reason ?? null,
      fields: fields.map(({ name }) => name),
      similarity: looked ? byLooks : similarity,
      threshold: threshold.threshold,
      thresholdUpper: threshold.thresholdUpper,
      thresholdLower: threshold.thresholdLower,
      thresholdMethod: threshold.method,
      assignment,
      search,
      decidedGreedily,
    },
    registers: known.map((one, at) => ({
      ...one,
      unique: study.registers.find(({ id }) => id === one.register)!.unique,
      received: received[at]!,
      source: placeOf.get(sourceName(one)),
    })),
    history: [],
  });
  const before = readHistory(historyFile, specHash);
  const history = withLinkage(before, historyEntry(whole, reported));
  writeHistory(historyFile, specHash, history);
  return { ...whole, history };
}

const jsonText = (report: QualityReport): string => `${JSON.stringify(report, null, 1)}\n`;

/** Writes the four files, each whole or not at all. Gives the page's path. DISK_FULL, WRITE_FAILED. */
export function writeReport(folder: string, report: QualityReport, language: Language): string {
  const told = publishable(report);
  const own = { replace: true, mode: 0o600 };
  const page = join(folder, reportFiles.page);
  writeFileWhole(join(folder, reportFiles.data), jsonText(report), own);
  writeFileWhole(page, qualityPage(report, language), own);
  const shared = { replace: true };
  writeFileWhole(join(folder, reportFiles.publishableData), jsonText(told), shared);
  writeFileWhole(join(folder, reportFiles.publishablePage), qualityPage(told, language), shared);
  return page;
}

/** The report that a run wrote. FILE_MISSING; LINKAGE_REPORT for a file that is none of this version. */
export function readReport(folder: string): QualityReport {
  const file = join(folder, reportFiles.data);
  const text = readFileText(file);
  try {
    const report = JSON.parse(text) as QualityReport;
    const { kind, version } = report as { kind: unknown; version: unknown };
    if (kind === REPORT_KIND && version === REPORT_VERSION && !report.publishable) return report;
  } catch {
    // As any file that is no report.
  }
  throw new KoppelError('LINKAGE_REPORT', { file });
}
