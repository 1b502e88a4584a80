// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads a register once and sketches it: the file with which a coordinator estimates how many persons
 * registers share. It takes no log, sends nothing, and what it makes holds keyed digests and counts in
 * tens. Who has the owners' key can test persons against it (docs/disclosure.md).
 */
import type { Reporter } from '@koppel/console';
import { createProfile, normalisationHashes } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { deriveSketchKey, sketchCheckValue, wipe } from '@koppel/keys';
import { sign } from '@koppel/keys/sign';
import {
  SKETCH_PERSONS_MIN,
  sketchMessage,
  type PublishedSketch,
  type Register,
  type SketchContent,
} from '@koppel/study';
import { hex } from '../bytes.ts';
import type { Sender } from '../egress.ts';
import { findColumns } from '../input/columns.ts';
import { openSource } from '../input/source.ts';
import type { Mapping } from '../mapping.ts';
import type { Excluded } from '../row-encoder.ts';
import { PartReader, sketchRules } from './person-parts.ts';
import type { Sketched } from './sketched.ts';
import { SketchTally } from './sketch-tally.ts';
import { aboutSketch } from './words.ts';

export interface SketchOptions {
  readonly sender: Sender;
  readonly register: Register;
  readonly mapping: Mapping;
  readonly file: string;
  /** 32 bytes, on which the owners agreed. */
  readonly encodingKey: Uint8Array;
  readonly oneIn: PublishedSketch['oneIn'];
  readonly excluded: Excluded;
  /** `YYYY-MM` */
  readonly month: string;
  readonly reporter: Reporter;
}

type Read = Omit<Sketched, 'sketch'> & { readonly drawn: ReturnType<SketchTally['result']> };

async function readRows(options: SketchOptions, sketchKey: Uint8Array): Promise<Read> {
  const { sender, register, mapping, file, reporter } = options;
  const profile = createProfile(sender.study.encoding);
  const source = await openSource(file, mapping);
  const progress = reporter.progress('sketch', source.total);
  try {
    const variables = register.payload.map(({ name }) => name);
    const columns = findColumns(file, source.columns, mapping, profile.inputs, variables);
    const reader = new PartReader(profile, columns.inputs);
    const { date, name, address } = reader.offered;
    if (!date || !(name || address)) throw new KoppelError('SKETCH_FIELDS', { field: register.id });
    const tally = new SketchTally(sketchKey, options.oneIn, reader.offered);
    let [rows, excluded, unusable] = [0, 0, 0];
    for await (const batch of source.batches()) {
      for (const cells of batch.rows) {
        rows += 1;
        const cell = (at: number): string => cells[at] ?? '';
        const localId = cell(columns.recordId).trim();
        if (options.excluded(localId, cell(columns.bsn), cell(columns.indicator))) excluded += 1;
        else if (cells.length !== columns.width || !tally.add(reader.partsOf(cells))) unusable += 1;
      }
      progress.update(batch.done);
    }
    if (rows === 0) throw new KoppelError('INPUT_EMPTY', { file });
    return { rows, excluded, unusable, drawn: tally.result() };
  } finally {
    await source.close();
    progress.end();
  }
}

const tens = (count: number): number => 10 * Math.round(count / 10);

/**
 * INPUT_* for a file that cannot be read as the mapping says, SKETCH_FIELDS, SKETCH_SMALL. The same
 * persons, key and month give the same bytes, in any order of the rows.
 */
export async function sketchRegister(options: SketchOptions): Promise<Sketched> {
  const { sender, register, oneIn, month } = options;
  const { study, specHash } = sender;
  const sketchKey = deriveSketchKey(options.encodingKey, specHash);
  try {
    const { drawn, ...counts } = await readRows(options, sketchKey);
    if (drawn.persons < SKETCH_PERSONS_MIN) {
      throw new KoppelError('SKETCH_SMALL', { field: register.id });
    }
    const { spec } = createProfile(study.encoding);
    const content: SketchContent = {
      format: 'koppel-sketch',
      version: 1,
      about: aboutSketch(oneIn),
      study: study.id,
      specHash: hex(specHash),
      rules: sketchRules(spec, normalisationHashes[spec.normalisation]),
      keyCheck: hex(sketchCheckValue(sketchKey)),
      owner: study.owners[sender.owner]!.id,
      register: register.id,
      synthetic: study.synthetic,
      month,
      oneIn,
      rows: tens(counts.rows - counts.excluded),
      persons: tens(drawn.persons),
      effective: drawn.effective,
      sets: drawn.sets,
    };
    const signature = hex(sign(sender.signSecretKey, sketchMessage(content)));
    return { sketch: { ...content, signature }, ...counts };
  } finally {
    wipe(sketchKey);
  }
}
