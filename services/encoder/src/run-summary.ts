// SPDX-License-Identifier: EUPL-1.2
/** What a run did, in numbers, for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { StatedEncoding } from '@koppel/study';
import type { Lane } from '@koppel/wire';
import type { ChangeCounts } from './changes.ts';
import type { Delivered } from './deliver.ts';
import { noteLines } from './encoding-notes.ts';
import type { RowReport } from './rejections.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import type { ExclusionCounts } from './exclusion/exclusions.ts';
import type { Head } from './ledger/entry.ts';
import type { RunPlan } from './run-plan.ts';

/** A batch as it would leave. */
export interface Sample {
  /** Batches in the run. */
  readonly batches: number;
  /** What is sealed in its messages. */
  readonly rows: BatchRows;
  readonly messages: readonly { readonly lane: Lane; readonly message: Uint8Array }[];
}

export interface RunResult {
  readonly rows: RowReport;
  /** What was decided; a dry run decides too. */
  readonly plan: RunPlan;
  readonly changes: Readonly<ChangeCounts>;
  readonly delivered: Delivered;
  /** Of a dry run in which something would leave: the first batch. */
  readonly sample: Sample | undefined;
  readonly seconds: number;
  readonly encoding: StatedEncoding;
}

/** The same with the account of the care that was taken. */
export interface GuardedResult extends RunResult {
  readonly exclusions: ExclusionCounts;
  /** Where the ledger stands; undefined while nothing ever left, and in a dry run. */
  readonly head: Head | undefined;
}

/** A run by itself has no account. */
type Summarised = RunResult & Partial<GuardedResult>;

const words = {
  en: {
    send: 'Sent',
    rows: 'Rows read',
    encoded: 'Encoded',
    rejected: 'Rejected',
    excluded: 'Passed over (excluded)',
    exclusionsListed: 'Entries of the exclusion list',
    exclusionsMatchedNobody: 'Entries that match no row',
    added: 'New records',
    changed: 'Changed records',
    removed: 'Removed records',
    heldBack: 'Changes held back',
    batchesSent: 'Batches sent',
    batchesAlreadyThere: 'Batches already there',
    seconds: 'Seconds',
    ledger: 'Ledger: entries, last hash',
    sends: {
      nothing: 'nothing: no change',
      later: 'nothing yet: few changes',
      whole: 'the whole register',
      changes: 'what changed',
    },
  },
  nl: {
    send: 'Verzonden',
    rows: 'Rijen gelezen',
    encoded: 'Gecodeerd',
    rejected: 'Afgewezen',
    excluded: 'Overgeslagen (uitgesloten)',
    exclusionsListed: 'Regels van de uitsluitingslijst',
    exclusionsMatchedNobody: 'Regels die geen rij treffen',
    added: 'Nieuwe records',
    changed: 'Gewijzigde records',
    removed: 'Vervallen records',
    heldBack: 'Wijzigingen aangehouden',
    batchesSent: 'Pakketten verzonden',
    batchesAlreadyThere: 'Pakketten die er al waren',
    seconds: 'Seconden',
    ledger: 'Verzendboek: regels, laatste hash',
    sends: {
      nothing: 'niets: geen wijziging',
      later: 'nog niets: weinig wijzigingen',
      whole: 'het hele register',
      changes: 'wat gewijzigd is',
    },
  },
} as const;

/** The numbers of a result, as they are printed with `--json`. */
export function numbersOf(result: Summarised) {
  const { rows, plan, changes, delivered, exclusions, seconds } = result;
  const { added, changed, removed } = changes;
  return {
    rows: rows.rows,
    encoded: rows.encoded,
    rejected: rows.rejections.rows,
    excluded: rows.excluded,
    ...(exclusions === undefined
      ? {}
      : {
          exclusionsListed: exclusions.listed,
          exclusionsMatchedNobody: exclusions.matchedNobody,
        }),
    added,
    changed,
    removed,
    heldBack: plan.send === 'later' ? added + changed + removed : 0,
    batchesSent: delivered.sent,
    batchesAlreadyThere: delivered.alreadyThere,
    seconds: Math.round(seconds * 100) / 100,
  };
}

type Numbers = Partial<ReturnType<typeof numbersOf>>;

/** What was decided and the numbers, each with its label. */
export function numberLines(send: RunPlan['send'], numbers: Numbers, language: Language): string[] {
  const labels = words[language];
  const line = (label: string, value: string): string => `${label.padEnd(36)}${value}`;
  return [
    line(labels.send, labels.sends[send]),
    ...Object.entries(numbers).map(([name, number]) =>
      line(labels[name as keyof Numbers], String(number)),
    ),
  ];
}

export function runSummary(result: Summarised, language: Language, json: boolean): string {
  const numbers = numbersOf(result);
  const { head, plan } = result;
  const { send } = plan;
  if (json) {
    const ledger = head === undefined ? {} : { ledgerEntries: head.next, ledgerHead: head.hash };
    return JSON.stringify({ send, ...numbers, encoding: result.encoding, ...ledger });
  }
  const lines = [...numberLines(send, numbers, language), ...noteLines(result.encoding, language)];
  if (head === undefined) return lines.join('\n');
  const { ledger } = words[language];
  return [...lines, `${ledger.padEnd(36)}${String(head.next)} ${head.hash}`].join('\n');
}
