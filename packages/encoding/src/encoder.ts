// SPDX-License-Identifier: EUPL-1.2
/**
 * From a record to its encoding: normalise → tokens → keyed words → bits. Runs at a data owner only,
 * the one place where values and the encoding key meet.
 */
import { KoppelError } from '@koppel/errors';
import { deriveGroupKey, wipe } from '@koppel/keys';
import type { FieldSpec } from '@koppel/study';
import { createGroupPrf, type GroupPrf } from './prf.ts';
import type { EncodingProfile } from './profile.ts';
import { findScheme } from './schemes.ts';
import type { Part, SchemeCoder } from './schemes/scheme.ts';
import { tokenise } from './tokens.ts';
import type { FieldRule } from './tokens/tokenised.ts';
import { ValueCache, type EncodedValue } from './value-cache.ts';

export interface FieldProblem {
  readonly field: string;
  readonly rule: FieldRule;
}

export interface EncodedRecord {
  /** Bit i is set when field i added something. Unsigned, 32 bits. */
  readonly presence: number;
  /** Why the record must not be used: rules broken in fields whose `onInvalid` is `reject`. */
  readonly problems: readonly FieldProblem[];
  /** Rules broken in fields whose `onInvalid` is `missing`: to count, no more. */
  readonly tolerated: readonly FieldProblem[];
}

export interface RecordEncoder {
  readonly profile: EncodingProfile;
  /**
   * Writes one encoding over `profile.bytes` bytes of `target` from `offset`.
   * @param values as registered; values[i] belongs to profile.inputs[i]; '' or undefined is missing
   * @throws KoppelError ENCODING_SHAPE (values, target), ENCODING_DISPOSED
   */
  encodeInto(
    values: readonly (string | undefined)[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord;
  /** Overwrites keys and caches; further use throws. */
  dispose(): void;
}

/** Tokens of different types never meet, also where the fields share a group. */
const typeTags: Readonly<Record<FieldSpec['type'], number>> = {
  text: 1,
  date: 2,
  code: 3,
  number: 4,
  // Names of all kinds meet: one that moved to the other column still matches.
  surname: 1,
  givenNames: 1,
  postcode: 5,
  houseNumber: 6,
  sex: 7,
};

const NO_PART: Part = new Uint16Array(0);
/** Ends a part in the name of a cached value: no reader of a register lets it through. */
const PART_END = '\0';
const none: readonly FieldProblem[] = [];

function createGroupPrfs(
  fields: readonly FieldSpec[],
  encodingKey: Uint8Array,
): Map<string, GroupPrf> {
  const prfs = new Map<string, GroupPrf>();
  for (const group of new Set(fields.map((field) => field.group))) {
    const groupKey = deriveGroupKey(encodingKey, group);
    prfs.set(group, createGroupPrf(groupKey));
    wipe(groupKey);
  }
  return prfs;
}

class CachingEncoder implements RecordEncoder {
  readonly profile: EncodingProfile;
  readonly #fields: readonly FieldSpec[];
  readonly #prfs: ReadonlyMap<string, GroupPrf>;
  readonly #coder: SchemeCoder;
  readonly #caches: readonly ValueCache[];
  /** Where the inputs of each field begin, and where the last one's end. */
  readonly #firstInput: readonly number[];
  /** The parts of the record at hand. */
  readonly #parts: Part[];
  #disposed = false;

  constructor(profile: EncodingProfile, encodingKey: Uint8Array) {
    this.profile = profile;
    this.#fields = profile.spec.fields;
    this.#prfs = createGroupPrfs(this.#fields, encodingKey);
    const words = this.#fields.map(({ group, type }) =>
      this.#prfs.get(group)!.ofType(typeTags[type]),
    );
    this.#coder = findScheme(profile.spec.scheme).create(profile.spec, words);
    this.#caches = this.#fields.map(() => new ValueCache());
    this.#parts = this.#fields.map(() => NO_PART);
    const { inputs } = profile;
    this.#firstInput = [
      ...this.#fields.map((_, at) => inputs.findIndex(({ field }) => field === at)),
      inputs.length,
    ];
  }

  encodeInto(
    values: readonly (string | undefined)[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    this.#check(values, target, offset);
    let presence = 0;
    let problems = none;
    let tolerated = none;
    for (let i = 0; i < this.#fields.length; i++) {
      const from = this.#firstInput[i]!;
      const to = this.#firstInput[i + 1]!;
      const { part, rule } = this.#encodeValue(i, values.slice(from, to));
      this.#parts[i] = part;
      if (part.length > 0) presence |= 1 << i;
      if (rule === undefined) continue;
      const { name, onInvalid } = this.#fields[i]!;
      if (onInvalid === 'reject') problems = [...problems, { field: name, rule }];
      else tolerated = [...tolerated, { field: name, rule }];
    }
    this.#coder.combine(this.#parts, target, offset);
    return { presence: presence >>> 0, problems, tolerated };
  }

  dispose(): void {
    this.#disposed = true;
    this.#parts.fill(NO_PART);
    for (const cache of this.#caches) cache.wipe();
    for (const prf of this.#prfs.values()) prf.dispose();
  }

  #check(values: readonly unknown[], target: Uint8Array, offset: number): void {
    if (this.#disposed) throw new KoppelError('ENCODING_DISPOSED');
    if (values.length !== this.profile.inputs.length) {
      throw new KoppelError('ENCODING_SHAPE', { rule: 'values' });
    }
    const fits = offset >= 0 && offset + this.profile.bytes <= target.length;
    if (!Number.isInteger(offset) || !fits) {
      throw new KoppelError('ENCODING_SHAPE', { rule: 'target' });
    }
  }

  #encodeValue(fieldIndex: number, values: readonly (string | undefined)[]): EncodedValue {
    const cache = this.#caches[fieldIndex]!;
    const [value = '', ...others] = values.map((part) => part ?? '');
    const cacheName = others.length === 0 ? value : [value, ...others].join(PART_END);
    const cached = cache.get(cacheName);
    if (cached !== undefined) return cached;
    const { normalisation } = this.profile.spec;
    const { tokens, rule } = tokenise(value, this.#fields[fieldIndex]!, others, normalisation);
    const part = tokens.length === 0 ? NO_PART : this.#coder.part(fieldIndex, tokens);
    const encoded = { part, rule };
    cache.add(cacheName, encoded);
    return encoded;
  }
}

/**
 * An encoder for one profile and key. Its caches are bounded; dispose of it when done.
 * @param encodingKey 32 bytes; the caller may wipe it afterwards
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function createRecordEncoder(
  profile: EncodingProfile,
  encodingKey: Uint8Array,
): RecordEncoder {
  return new CachingEncoder(profile, encodingKey);
}
