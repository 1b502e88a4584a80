// SPDX-License-Identifier: EUPL-1.2
/**
 * From a record to its encoding: normalise → tokens → keyed words → bits. Runs at a data owner only,
 * the one place where values and the encoding key meet.
 */
import { KoppelError } from '@koppel/errors';
import type { FieldSpec } from '@koppel/study';
import type { CellBatch } from './cell-batch.ts';
import { createGroupPrfs, OWN_GROUP, OWN_TYPE_TAG, typeTags } from './group-prfs.ts';
import { createKernel } from './kernel/plan.ts';
import type { TokenKernel } from './kernel/token-kernel.ts';
import type { GroupPrf } from './prf.ts';
import type { EncodingProfile } from './profile.ts';
import { findScheme } from './schemes/registry.ts';
import type { SchemeCoder } from './schemes/scheme.ts';
import { quickTokens, type QuickTokens } from './quick-tokens.ts';
import { TokenList } from './token-list.ts';
import { SaltedEncoder, type Limits } from './salted-encoder.ts';
import { tokeniserOf, type Tokeniser } from './scheme-tokens.ts';
import { checkShape, type EncodedRecord, type FieldProblem } from './record-encoder.ts';
import type { RecordEncoder } from './record-encoder.ts';
import type { FieldRule } from './tokens/tokenised.ts';
import { ValueCache } from './value-cache.ts';

const none: readonly FieldProblem[] = [];
/** As bits, one for each field. */
const ALL_FIELDS = -1;

/** What the encoder has ready for one field. */
interface FieldCoder {
  readonly field: FieldSpec;
  /** Its inputs are from … to − 1 of the profile's. */
  readonly from: number;
  readonly to: number;
  readonly cache: ValueCache;
  readonly quick: QuickTokens | undefined;
}

class CachingEncoder implements RecordEncoder {
  readonly profile: EncodingProfile;
  readonly #prfs: ReadonlyMap<string, GroupPrf>;
  readonly #coder: SchemeCoder;
  readonly #tokenise: Tokeniser;
  readonly #fields: readonly FieldCoder[];
  /** The values of the record at hand, and the tokens of the value at hand. */
  readonly #values: string[];
  readonly #tokens = new TokenList();
  #disposed = false;
  /** Made for the first batch, where there is something for it: records by themselves go without. */
  #kernel: TokenKernel | 'none' | undefined;

  constructor(
    profile: EncodingProfile,
    encodingKey: Uint8Array,
    { keptTokens, keptValues }: Limits = {},
  ) {
    this.profile = profile;
    const { spec, inputs } = profile;
    const scheme = findScheme(spec.scheme, spec.version);
    this.#prfs = createGroupPrfs(spec.fields, scheme.keyDomain, encodingKey, keptTokens);
    const streams = spec.fields.map(({ group, type }) =>
      this.#prfs.get(group)!.ofType(typeTags[type]),
    );
    this.#tokenise = tokeniserOf(spec, scheme);
    const own = this.#prfs.get(OWN_GROUP)!.ofType(OWN_TYPE_TAG);
    this.#coder = scheme.create(spec, streams, own);
    this.#fields = spec.fields.map((field, at) => {
      const from = inputs.findIndex((input) => input.field === at);
      const to = inputs.findLastIndex((input) => input.field === at) + 1;
      const isSimple = to - from === 1 && scheme.tokenise === undefined;
      const quick = isSimple ? quickTokens(field, spec) : undefined;
      // A century has few days, so that most come back; of other plain values most do not.
      const keepsFirst = quick === undefined || field.type === 'date';
      const cache = new ValueCache(this.#coder.partBytes, { keepsFirst, countMax: keptValues });
      return { field, from, to, cache, quick };
    });
    this.#values = inputs.map(() => '');
  }

  encodeInto(
    values: readonly (string | undefined)[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    this.#check(values, target, offset);
    for (let i = 0; i < values.length; i++) this.#values[i] = values[i] ?? '';
    return this.#encode(ALL_FIELDS, 0, target, offset);
  }

  encodeRow(
    batch: CellBatch,
    row: number,
    columns: readonly number[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord {
    this.#check(columns, target, offset);
    const kernel = (this.#kernel ??= createKernel(this.profile, this.#prfs) ?? 'none');
    let left = ALL_FIELDS;
    let present = 0;
    if (kernel !== 'none') {
      const at = kernel.seek(batch, row, columns);
      left = kernel.fieldsLeft(at);
      present = kernel.fieldsPresent(at);
      this.#coder.add(kernel.memory, kernel.partAt(at));
    }
    if (left !== 0) {
      const { inputs } = this.profile;
      for (let i = 0; i < inputs.length; i++) {
        const isLeft = ((left >>> inputs[i]!.field) & 1) === 1;
        if (isLeft) this.#values[i] = batch.cell(row, columns[i]!);
      }
    }
    return this.#encode(left, present, target, offset);
  }

  dispose(): void {
    this.#disposed = true;
    this.#values.fill('');
    this.#tokens.wipe();
    this.#coder.wipe();
    if (this.#kernel !== 'none') this.#kernel?.wipe();
    this.#kernel = undefined;
    for (const { cache } of this.#fields) cache.wipe();
    for (const prf of this.#prfs.values()) prf.dispose();
    // The engine remembers the text that a regular expression matched last.
    /^/.test('');
  }

  #check(values: readonly unknown[], target: Uint8Array, offset: number): void {
    if (this.#disposed) throw new KoppelError('ENCODING_DISPOSED');
    checkShape(this.profile, values, target, offset);
  }

  /**
   * Adds the fields that are left, as bits, to what is there.
   * @param present the fields that added something already
   */
  #encode(left: number, present: number, target: Uint8Array, offset: number): EncodedRecord {
    let presence = present;
    let problems = none;
    let tolerated = none;
    for (let i = 0; i < this.#fields.length; i++) {
      if (((left >>> i) & 1) === 0) continue;
      const coder = this.#fields[i]!;
      const { cache } = coder;
      const known = cache.find(this.#values, coder.from, coder.to);
      if (known === -1 && this.#addQuickly(coder, i)) {
        if (this.#tokens.count > 0) presence |= 1 << i;
        continue;
      }
      const place = known === -1 ? this.#workOut(coder, i) : known;
      if (cache.hasPart(place)) {
        presence |= 1 << i;
        this.#coder.add(cache.memory, cache.partAt(place));
      }
      const rule = cache.ruleOf(place);
      if (rule === undefined) continue;
      const { name, onInvalid } = coder.field;
      if (onInvalid === 'reject') problems = [...problems, { field: name, rule }];
      else tolerated = [...tolerated, { field: name, rule }];
    }
    this.#coder.finish(target, offset);
    return { presence: presence >>> 0, problems, tolerated };
  }

  /** Adds a plain value that comes for the first time, which most rare values do only once. */
  #addQuickly({ cache, quick }: FieldCoder, fieldIndex: number): boolean {
    const units = cache.lastUnits;
    if (quick === undefined || units === undefined || cache.isWorthKeeping()) return false;
    if (!quick(units, this.#tokens)) return false;
    if (this.#tokens.count > 0) this.#coder.addTokens(fieldIndex, this.#tokens);
    return true;
  }

  /** Works out the part of a field's value, and gives its place in the cache. */
  #workOut({ field, from, to, cache, quick }: FieldCoder, fieldIndex: number): number {
    const place = cache.add();
    const tokens = this.#tokens;
    const units = cache.lastUnits;
    let rule: FieldRule | undefined;
    if (quick === undefined || units === undefined || !quick(units, tokens)) {
      const others = this.#values.slice(from + 1, to);
      const read = this.#tokenise(this.#values[from]!, field, others);
      tokens.fill(read.tokens);
      rule = read.rule;
    }
    const hasPart = tokens.count > 0;
    const { memory } = cache;
    const fits = !hasPart || this.#coder.part(fieldIndex, tokens, memory, cache.partAt(place));
    cache.setOutcome(place, hasPart, rule);
    if (!fits) cache.forget(place);
    return place;
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
  const make = (key: Uint8Array, limits?: Limits) => new CachingEncoder(profile, key, limits);
  const isSalted = profile.spec.salt !== undefined;
  return isSalted ? new SaltedEncoder(profile, encodingKey, make) : make(encodingKey);
}
