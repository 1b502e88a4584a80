// SPDX-License-Identifier: EUPL-1.2
/**
 * Encodes a row for both rounds of a study at once: the encoding of the first, and beside it, in the
 * same row, the field filters of the second, which stay here until the linkage unit looks at a pair.
 */
import {
  createProfile,
  createRecordEncoder,
  type CellBatch,
  type EncodedRecord,
  type FieldProblem,
  type RecordEncoder,
} from '@koppel/encoding';
import { wipe } from '@koppel/keys';
import { deriveFieldsKey } from '@koppel/keys/look';
import { lookEncoding, sha256Canonical, type Study } from '@koppel/study';
import { readBsn } from '../bsn.ts';
import type { Columns } from '../input/columns.ts';
import type { RowLayout } from '../rows/layout.ts';
import { personTags } from './person-tag.ts';

/** What makes the field filters of a study, under a key of their own (docs/adr/0059). */
export function lookEncoder(study: Study, encodingKey: Uint8Array): RecordEncoder | undefined {
  const spec = lookEncoding(study);
  if (spec === undefined) return undefined;
  const fieldsKey = deriveFieldsKey(encodingKey, sha256Canonical(study));
  try {
    return createRecordEncoder(createProfile(spec), fieldsKey);
  } finally {
    wipe(fieldsKey);
  }
}

export interface BothRounds {
  readonly first: RecordEncoder;
  readonly look: RecordEncoder;
  readonly columns: Columns;
  readonly layout: RowLayout;
  /** 32 bytes, the owner's alone. */
  readonly tokenKey: Uint8Array;
}

/** An encoder that, wherever a row's encoding goes, also writes what a look will show of it. */
export class BothRoundsEncoder implements Pick<RecordEncoder, 'profile' | 'encodeRow'> {
  readonly profile: RecordEncoder['profile'];
  /** Records without a value, by field of the second round; rows that are rejected do not count. */
  readonly missing: Uint32Array;
  readonly #parts: BothRounds;
  /** Fields that only the second round has: of the others the first tells what is wrong. */
  readonly #onlyLooked: ReadonlySet<string>;
  readonly #tagOf: (number: string) => Uint8Array;

  constructor(parts: BothRounds) {
    const { first, look, tokenKey } = parts;
    this.#parts = parts;
    this.profile = first.profile;
    const names = new Set(first.profile.spec.fields.map(({ name }) => name));
    const looked = look.profile.spec.fields.map(({ name }) => name);
    this.#onlyLooked = new Set(looked.filter((name) => !names.has(name)));
    this.missing = new Uint32Array(looked.length);
    this.#tagOf = personTags(tokenKey);
  }

  /** As `RecordEncoder.encodeRow`. @param offset of the encoding within a row of the layout */
  encodeRow(
    batch: CellBatch,
    row: number,
    columns: readonly number[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    const { first, look, columns: places, layout } = this.#parts;
    const from = offset - layout.filter;
    const encoded = first.encodeRow(batch, row, columns, target, offset);
    const looked = look.encodeRow(batch, row, places.lookInputs, target, from + layout.lookFilter);
    if (layout.tagBytes > 0) this.#addTag(batch.cell(row, places.bsn), target, from);
    const isNew = ({ field }: FieldProblem): boolean => this.#onlyLooked.has(field);
    const problems = [...encoded.problems, ...looked.problems.filter(isNew)];
    if (problems.length === 0 && encoded.presence !== 0) this.#count(looked.presence);
    return {
      presence: encoded.presence,
      problems,
      tolerated: [...encoded.tolerated, ...looked.tolerated.filter(isNew)],
    };
  }

  /** By which an entry of an exclusion list finds the record later on; zero without a number. */
  #addTag(cell: string, target: Uint8Array, from: number): void {
    const { personTag, tagBytes } = this.#parts.layout;
    const number = readBsn(cell);
    const at = from + personTag;
    if (number === undefined) target.fill(0, at, at + tagBytes);
    else target.set(this.#tagOf(number), at);
  }

  #count(presence: number): void {
    for (let field = 0; field < this.missing.length; field += 1) {
      if (((presence >>> field) & 1) === 0) this.missing[field]! += 1;
    }
  }
}
