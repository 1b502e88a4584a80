// SPDX-License-Identifier: EUPL-1.2
/**
 * The linkages of a study in the course of time, in counts. A file in the state folder, which the log
 * does not rebuild: a lost one costs this history and nothing else.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFileBytes, writeFileWhole } from '@koppel/console';
import type { HistoryFigures } from '@koppel/quality-report';

const form = 'koppel/v1/linkage-history';
/** Older linkages are left out. */
const entriesMax = 1000;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the file holds of this version of the study; nothing of a file that is damaged or another's. */
export function readHistory(file: string, specHash: string): readonly HistoryFigures[] {
  if (!existsSync(file)) return [];
  const [head, body = ''] = new TextDecoder().decode(readFileBytes(file)).split('\n');
  if (head !== `${form} ${specHash} ${digestOf(body)}`) return [];
  return JSON.parse(body) as HistoryFigures[];
}

/**
 * With one linkage more. A linkage that is there already keeps its day and its events: it was done
 * again after a crash, or with nothing new.
 */
export function withLinkage(
  history: readonly HistoryFigures[],
  entry: HistoryFigures,
): readonly HistoryFigures[] {
  const known = history.find(({ linkage }) => linkage === entry.linkage);
  if (known === undefined) return [...history, entry].slice(-entriesMax);
  const { day, events } = known;
  return history.map((one) => (one === known ? { ...entry, day, events } : one));
}

/** DISK_FULL, WRITE_FAILED. */
export function writeHistory(
  file: string,
  specHash: string,
  history: readonly HistoryFigures[],
): void {
  const body = JSON.stringify(history);
  const text = `${form} ${specHash} ${digestOf(body)}\n${body}\n`;
  writeFileWhole(file, text, { mode: 0o600, replace: true });
}
