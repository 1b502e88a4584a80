// SPDX-License-Identifier: EUPL-1.2
/** The figures of the linkage unit's service: counts, codes and times, of no person. */
import { MetricSet, type Metric } from '@koppel/serve';

const metrics = {
  up: { name: 'koppel_linkage_up', type: 'gauge', help: 'The service runs.' },
  ready: { name: 'koppel_linkage_ready', type: 'gauge', help: '1 where a condition for taking in holds.' },
  lag: { name: 'koppel_linkage_lag_messages', type: 'gauge', help: 'Messages on the log that were not taken in yet.' },
  accepted: { name: 'koppel_linkage_batches_accepted_total', type: 'counter', help: 'Batches taken in, over the life of the state.' },
  refused: { name: 'koppel_linkage_batches_refused_total', type: 'counter', help: 'Batches refused, by code, over the life of the state.' },
  records: { name: 'koppel_linkage_records_accepted_total', type: 'counter', help: 'Records in batches taken in, over the life of the state.' },
  recordsPerSecond: { name: 'koppel_linkage_records_per_second', type: 'gauge', help: 'Speed of the last time that records were taken in.' },
  quota: { name: 'koppel_linkage_quota_records', type: 'gauge', help: 'Records that the study allows an owner per register.' },
  held: { name: 'koppel_linkage_register_rows', type: 'gauge', help: 'Rows of the run that counts with those it rests on, of a register.' },
  gate: { name: 'koppel_linkage_gate_open', type: 'gauge', help: '1 where decisions and documents allow the register today.' },
  missing: { name: 'koppel_linkage_registers_missing', type: 'gauge', help: 'Registers of which no run counts yet.' },
  passedOver: { name: 'koppel_linkage_runs_passed_over', type: 'gauge', help: 'Complete runs, newer than those that count, that do not count.' },
  roundsOpen: { name: 'koppel_linkage_look_rounds_open', type: 'gauge', help: 'Rounds of looks that are not answered in full.' },
  looksMissing: { name: 'koppel_linkage_look_answers_missing', type: 'gauge', help: 'Requests for looks without an answer.' },
  stageSeconds: { name: 'koppel_linkage_stage_seconds_total', type: 'counter', help: 'Time spent, by stage.' },
  working: { name: 'koppel_linkage_working', type: 'gauge', help: '1 for the stage at hand.' },
  progress: { name: 'koppel_linkage_search_progress_ratio', type: 'gauge', help: 'How far the search of the linkage at hand is, 0 to 1.' },
  linkages: { name: 'koppel_linkage_linkages_total', type: 'counter', help: 'Linkages that ended well.' },
  failures: { name: 'koppel_linkage_failures_total', type: 'counter', help: 'Rounds and linkages that failed, by code.' },
  published: { name: 'koppel_linkage_results_published_total', type: 'counter', help: 'Results that were new to the researcher.' },
  lastLinked: { name: 'koppel_linkage_last_linkage_timestamp_seconds', type: 'gauge', help: 'When a linkage last ended well.' },
  lastSeconds: { name: 'koppel_linkage_last_linkage_seconds', type: 'gauge', help: 'How long the last linkage took.' },
  retentionEnd: { name: 'koppel_linkage_retention_end_timestamp_seconds', type: 'gauge', help: 'When the term of the study for encodings ends.' },
} as const satisfies Readonly<Record<string, Metric>>; // prettier-ignore

export class UnitMetrics extends MetricSet<keyof typeof metrics> {
  constructor() {
    super(metrics);
    this.set('up', 1);
  }
}
