// SPDX-License-Identifier: EUPL-1.2
/**
 * How fast this program reads and encodes a file, for benchmarks: a process of its own, so that time
 * and memory are its own. It goes the way of a run, through `openSource` and the record encoder, under
 * a key that nobody keeps; the encodings are counted and dropped. Prints one line of JSON.
 */
import { randomBytes } from 'node:crypto';
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { recordTokens } from '@koppel/keys';
import type { EncodingSpec } from '@koppel/study';
import { findColumns } from './input/columns.ts';
import { cellsIn } from './input/row-source.ts';
import { openSource } from './input/source.ts';
import type { Mapping } from './mapping.ts';

export interface MeasureJob {
  readonly file: string;
  readonly mapping: Mapping;
  readonly encoding: EncodingSpec;
  /** Works out the record tokens as well. */
  readonly tokens: boolean;
}

export interface Measured {
  readonly records: number;
  /** From opening the file to wiping the caches; loading the program is left out. */
  readonly seconds: number;
  /** Of all threads, so that work that is moved to another core counts. */
  readonly cpuSeconds: number;
  /** The most memory that the process ever held, in bytes. */
  readonly peakBytes: number;
  /** Share of bits that are set, over some records. */
  readonly fill: number;
}

/** Records of which the bits are counted: one in so many. */
const sampled = 1000;

function countBits(filter: Uint8Array): number {
  let count = 0;
  for (const byte of filter) for (let rest = byte; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/** @throws as openSource, findColumns and createProfile */
export async function measure({ file, mapping, encoding, tokens }: MeasureJob): Promise<Measured> {
  const started = performance.now();
  const cpuStarted = process.cpuUsage();
  const profile = createProfile(encoding);
  const encoder = createRecordEncoder(profile, randomBytes(32));
  const tokenOf = recordTokens(randomBytes(32), 'measure', 'measure');
  const source = await openSource(file, mapping);
  const columns = findColumns(file, source.columns, mapping, profile.inputs, []);
  const filter = new Uint8Array(profile.bytes);
  let records = 0;
  let ones = 0;
  let counted = 0;
  for await (const batch of source.batches()) {
    const cells = cellsIn(batch);
    for (let row = 0; row < cells.count; row += 1) {
      encoder.encodeRow(cells, row, columns.inputs, filter, 0);
      if (tokens) tokenOf(cells.cell(row, columns.recordId));
      if (records % sampled === 0) {
        ones += countBits(filter);
        counted += 8 * filter.length;
      }
      records += 1;
    }
  }
  await source.close();
  encoder.dispose();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuStarted);
  return {
    records,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    fill: counted === 0 ? 0 : ones / counted,
  };
}

if (import.meta.main) {
  const measured = await measure(JSON.parse(process.argv[2] ?? '{}') as MeasureJob);
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
