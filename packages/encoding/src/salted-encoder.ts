// SPDX-License-Identifier: EUPL-1.2
/**
 * An encoder for a study that salts: it reads a record's salt, and hands the record to an encoder
 * under the key of that salt. Those encoders are kept, as many as years of birth need, and the one
 * that was used longest ago is disposed of. It holds the encoding key: runs at a data owner only.
 */
import { KoppelError } from '@koppel/errors';
import { deriveSaltedKey, wipe } from '@koppel/keys';
import type { FieldSpec } from '@koppel/study';
import type { CellBatch } from './cell-batch.ts';
import type { EncodingProfile } from './profile.ts';
import type { EncodedRecord, FieldProblem, RecordEncoder } from './record-encoder.ts';
import { saltField, saltOf } from './salt.ts';
import { tokenise } from './tokens.ts';

/** More than there are years in which people who live were born. */
const KEPT_ENCODERS = 128;
/** The salt of records that have none. No other has this form. */
const MISSING = 'missing';

/** What an encoder may keep, where it is one of many; defaults where left out. */
export interface Limits {
  readonly keptTokens?: number;
  readonly keptValues?: number;
}

const LIMITS: Limits = { keptTokens: 1024, keptValues: 512 };

/** Makes the encoder of one salt. It need not keep the key. */
export type MakeEncoder = (saltedKey: Uint8Array, limits: Limits) => RecordEncoder;

export class SaltedEncoder implements RecordEncoder {
  readonly profile: EncodingProfile;
  readonly #encodingKey: Uint8Array;
  readonly #make: MakeEncoder;
  readonly #keptEncoders: number;
  readonly #field: FieldSpec;
  /** Inputs from … to − 1 are the salt field's. */
  readonly #from: number;
  readonly #to: number;
  /** In the order of their last use. A salt alone tells of nobody: it is a year, a sex or a code. */
  readonly #encoders = new Map<string, RecordEncoder>();
  #disposed = false;

  constructor(
    profile: EncodingProfile,
    encodingKey: Uint8Array,
    make: MakeEncoder,
    keptEncoders: number = KEPT_ENCODERS,
  ) {
    const { spec, inputs } = profile;
    const at = saltField(spec)!;
    this.profile = profile;
    this.#encodingKey = encodingKey.slice();
    this.#make = make;
    this.#keptEncoders = keptEncoders;
    this.#field = spec.fields[at]!;
    this.#from = inputs.findIndex(({ field }) => field === at);
    this.#to = inputs.findLastIndex(({ field }) => field === at) + 1;
    // Checks the key now, not at the first record.
    this.#encoderOf(MISSING);
  }

  encodeInto(
    values: readonly (string | undefined)[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    if (this.#disposed) throw new KoppelError('ENCODING_DISPOSED');
    const parts = values.slice(this.#from, this.#to).map((part) => part ?? '');
    const { normalisation } = this.profile.spec;
    const { tokens } = tokenise(parts[0] ?? '', this.#field, parts.slice(1), normalisation);
    const salt = saltOf(tokens, this.#field);
    const encoder = this.#encoderOf(salt === undefined ? MISSING : `=${salt}`);
    const encoded = encoder.encodeInto(values, target, offset);
    return salt === undefined ? this.#withoutSalt(encoded) : encoded;
  }

  encodeRow(
    batch: CellBatch,
    row: number,
    columns: readonly number[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    return this.encodeInto(
      columns.map((column) => batch.cell(row, column)),
      target,
      offset,
    );
  }

  dispose(): void {
    this.#disposed = true;
    wipe(this.#encodingKey);
    for (const encoder of this.#encoders.values()) encoder.dispose();
    this.#encoders.clear();
  }

  #withoutSalt(encoded: EncodedRecord): EncodedRecord {
    const { name, onInvalid } = this.#field;
    const isTold = ({ field }: FieldProblem): boolean => field === name;
    // What is wrong with the value is told already.
    if (encoded.problems.some(isTold)) return encoded;
    const problem: FieldProblem = { field: name, rule: 'saltMissing' };
    return onInvalid === 'reject'
      ? { ...encoded, problems: [...encoded.problems, problem] }
      : { ...encoded, tolerated: [...encoded.tolerated, problem] };
  }

  #encoderOf(salt: string): RecordEncoder {
    const known = this.#encoders.get(salt);
    if (known !== undefined) {
      this.#encoders.delete(salt);
      this.#encoders.set(salt, known);
      return known;
    }
    if (this.#encoders.size === this.#keptEncoders) {
      const [oldest, encoder] = this.#encoders.entries().next().value!;
      encoder.dispose();
      this.#encoders.delete(oldest);
    }
    const saltedKey = deriveSaltedKey(this.#encodingKey, salt);
    const encoder = this.#make(saltedKey, LIMITS);
    wipe(saltedKey);
    this.#encoders.set(salt, encoder);
    return encoder;
  }
}
