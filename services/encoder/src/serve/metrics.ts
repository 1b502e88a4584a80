// SPDX-License-Identifier: EUPL-1.2
/** The figures of the encoder's service. */

import { MetricSet, type Metric } from '@koppel/serve';

const metrics = {
  up: { name: 'koppel_encoder_up', type: 'gauge', help: 'The service runs.' },
  ready: { name: 'koppel_encoder_ready', type: 'gauge', help: '1 where a condition for sending holds.' },
  gate: { name: 'koppel_encoder_gate_open', type: 'gauge', help: '1 while decisions and documents allow this register.' },
  running: { name: 'koppel_encoder_running', type: 'gauge', help: '1 while this register is run.' },
  runs: { name: 'koppel_encoder_runs_total', type: 'counter', help: 'Runs that ended well.' },
  failures: { name: 'koppel_encoder_run_failures_total', type: 'counter', help: 'Runs that failed, by code.' },
  rowsRead: { name: 'koppel_encoder_rows_read_total', type: 'counter', help: 'Rows read.' },
  encoded: { name: 'koppel_encoder_rows_encoded_total', type: 'counter', help: 'Rows encoded.' },
  rejected: { name: 'koppel_encoder_rows_rejected_total', type: 'counter', help: 'Rejections, by rule.' },
  excluded: { name: 'koppel_encoder_rows_excluded_total', type: 'counter', help: 'Rows left out by the exclusion list or column.' },
  batchesSent: { name: 'koppel_encoder_batches_sent_total', type: 'counter', help: 'Batches put on the log.' },
  heldBack: { name: 'koppel_encoder_runs_held_back_total', type: 'counter', help: 'Runs that sent nothing as there were too few changes.' },
  refused: { name: 'koppel_encoder_batches_refused', type: 'gauge', help: 'Batches of the newest run that the linkage unit refused.' },
  unanswered: { name: 'koppel_encoder_batches_unanswered', type: 'gauge', help: 'Batches of the newest run that the linkage unit did not answer yet.' },
  runRefused: { name: 'koppel_encoder_run_refused', type: 'gauge', help: '1 when the linkage unit does not use the newest run, as it or a run that it rests on was refused.' },
  lastSuccess: { name: 'koppel_encoder_last_success_timestamp_seconds', type: 'gauge', help: 'When a run last ended well.' },
  lastSeconds: { name: 'koppel_encoder_last_run_seconds', type: 'gauge', help: 'How long the last run took.' },
  nextRun: { name: 'koppel_encoder_next_run_timestamp_seconds', type: 'gauge', help: 'When the next run is due.' },
} as const satisfies Readonly<Record<string, Metric>>; // prettier-ignore

export type MetricName = keyof typeof metrics;

export class Metrics extends MetricSet<MetricName> {
  constructor() {
    super(metrics);
  }
}
