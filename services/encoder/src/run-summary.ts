// SPDX-License-Identifier: EUPL-1.2
/** What a run did, in numbers, for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { Delivered } from './deliver.ts';
import type { PreparedInput } from './prepare.ts';
import { rejectedRows } from './rejections.ts';

export interface RunResult {
  readonly prepared: PreparedInput;
  readonly delivered: { readonly identifiers: Delivered; readonly payload: Delivered | undefined };
  readonly seconds: number;
}

const words = {
  en: {
    rows: 'Rows read',
    encoded: 'Encoded',
    rejected: 'Rejected',
    batchesSent: 'Batches sent',
    batchesAlreadyThere: 'Batches already there',
    seconds: 'Seconds',
  },
  nl: {
    rows: 'Rijen gelezen',
    encoded: 'Gecodeerd',
    rejected: 'Afgewezen',
    batchesSent: 'Pakketten verzonden',
    batchesAlreadyThere: 'Pakketten die er al waren',
    seconds: 'Seconden',
  },
} as const;

export function runSummary(result: RunResult, language: Language, json: boolean): string {
  const { prepared, delivered, seconds } = result;
  const lanes = [delivered.identifiers, ...(delivered.payload ? [delivered.payload] : [])];
  const numbers = {
    rows: prepared.rows,
    encoded: prepared.register.count,
    rejected: rejectedRows(prepared),
    batchesSent: lanes.reduce((total, { sent }) => total + sent, 0),
    batchesAlreadyThere: lanes.reduce((total, { alreadyThere }) => total + alreadyThere, 0),
    seconds: Math.round(seconds * 100) / 100,
  };
  if (json) return JSON.stringify(numbers);
  const labels = words[language];
  return Object.entries(numbers)
    .map(([name, number]) => `${labels[name as keyof typeof labels].padEnd(28)}${String(number)}`)
    .join('\n');
}
