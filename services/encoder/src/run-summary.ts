// SPDX-License-Identifier: EUPL-1.2
/** What a run did, in numbers, for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { ChangeCounts } from './changes.ts';
import type { Delivered } from './deliver.ts';
import type { RowReport } from './rejections.ts';
import type { RunPlan } from './run-plan.ts';

export interface RunResult {
  readonly rows: RowReport;
  /** What was decided; a dry run decides too. */
  readonly plan: RunPlan;
  readonly changes: Readonly<ChangeCounts>;
  readonly delivered: Delivered;
  /** Of a dry run: the first message of each lane as it would leave. Empty otherwise. */
  readonly samples: readonly Uint8Array[];
  readonly seconds: number;
}

const words = {
  en: {
    send: 'Sent',
    rows: 'Rows read',
    encoded: 'Encoded',
    rejected: 'Rejected',
    excluded: 'Passed over (excluded)',
    added: 'New records',
    changed: 'Changed records',
    removed: 'Removed records',
    heldBack: 'Changes held back',
    batchesSent: 'Batches sent',
    batchesAlreadyThere: 'Batches already there',
    seconds: 'Seconds',
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
    added: 'Nieuwe records',
    changed: 'Gewijzigde records',
    removed: 'Vervallen records',
    heldBack: 'Wijzigingen aangehouden',
    batchesSent: 'Pakketten verzonden',
    batchesAlreadyThere: 'Pakketten die er al waren',
    seconds: 'Seconden',
    sends: {
      nothing: 'niets: geen wijziging',
      later: 'nog niets: weinig wijzigingen',
      whole: 'het hele register',
      changes: 'wat gewijzigd is',
    },
  },
} as const;

/** The numbers of a result, as they are printed with `--json`. */
function numbersOf({ rows, plan, changes, delivered, seconds }: RunResult) {
  const { added, changed, removed } = changes;
  return {
    rows: rows.rows,
    encoded: rows.encoded,
    rejected: rows.rejections.rows,
    excluded: rows.excluded,
    added,
    changed,
    removed,
    heldBack: plan.send === 'later' ? added + changed + removed : 0,
    batchesSent: delivered.sent,
    batchesAlreadyThere: delivered.alreadyThere,
    seconds: Math.round(seconds * 100) / 100,
  };
}

export function runSummary(result: RunResult, language: Language, json: boolean): string {
  const numbers = numbersOf(result);
  const { send } = result.plan;
  if (json) return JSON.stringify({ send, ...numbers });
  const labels = words[language];
  const line = (label: string, value: string): string => `${label.padEnd(28)}${value}`;
  return [
    line(labels.send, labels.sends[send]),
    ...Object.entries(numbers).map(([name, number]) =>
      line(labels[name as keyof typeof numbers], String(number)),
    ),
  ].join('\n');
}
