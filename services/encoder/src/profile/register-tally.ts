// SPDX-License-Identifier: EUPL-1.2
/** Counts a register row by row, in memory that does not grow with it beyond the counters' limits. */
import type { EncodingProfile } from '@koppel/encoding';
import type { Register } from '@koppel/study';
import type { Columns } from '../input/columns.ts';
import { BirthTally } from './birth-tally.ts';
import { BsnTally } from './bsn.ts';
import { ConsistencyTally } from './consistency-tally.ts';
import { KeyedDigest } from './counting/keyed-digest.ts';
import { RepeatCounter, type Repeats } from './counting/repeat-counter.ts';
import { FieldTally, type ValueFacts } from './field-tally.ts';
import { datePairs, type Meaning } from './meaning.ts';
import type { AddressProfile, DuplicateKind, DuplicateProfile, ProfileReport } from './model.ts';
import { VariableTally } from './variable-tally.ts';
import { faultVerdict, shareOf, worst } from './verdicts.ts';
import { WeightTally } from './weight-tally.ts';

/** Longest name of a record within its register, as `run` has it, in UTF-16 units. */
const longestId = 256;
/** So many fields must say something before two rows are called the same person. */
const fieldsOfAPerson = 3;
/** Rows at one address from which it is called crowded. */
const crowdedRows = 25;
/** Up to so many rows repeats are counted exactly: record numbers, of which one is one too many. */
const recordsExact = 16_000_000;
/** Persons and addresses, of which the share matters. */
const personsExact = 1_000_000;
const msPerDay = 86_400_000;

export type Counted = Pick<
  ProfileReport,
  | 'rows'
  | 'rowsOfOtherWidth'
  | 'recordId'
  | 'bsn'
  | 'fields'
  | 'variables'
  | 'duplicates'
  | 'consistency'
  | 'births'
  | 'addresses'
  | 'nothingToLink'
  | 'weights'
  | 'verdict'
>;

export class RegisterTally {
  readonly #columns: Columns;
  readonly #isUnique: boolean;
  readonly #digest = new KeyedDigest();
  readonly #fields: readonly FieldTally[];
  readonly #variables: readonly VariableTally[];
  readonly #consistency: ConsistencyTally;
  readonly #bsns: BsnTally | undefined;
  readonly #repeats: Readonly<Record<DuplicateKind | 'address', RepeatCounter>>;
  readonly #births = new BirthTally();
  readonly #weights: WeightTally;
  readonly #words: Uint32Array;
  readonly #place: { birth: number; postcode: number; house: number };
  readonly #recordId = { missing: 0, tooLong: 0 };
  #rows = 0;
  #otherWidth = 0;
  #nothingToLink = 0;

  /** @param day of the profile, `YYYY-MM-DD` */
  constructor(profile: EncodingProfile, register: Register, columns: Columns, day: string) {
    this.#columns = columns;
    this.#isUnique = register.unique;
    const today = Date.parse(day) / msPerDay;
    this.#fields = fieldTallies(profile, columns, this.#digest);
    const ends = datePairs(register.payload).map(({ end }) => end);
    this.#variables = register.payload.map((variable, at) => {
      const how = { today, openEnded: ends.includes(at) };
      return new VariableTally(variable, columns.payload[at]!, how);
    });
    this.#consistency = new ConsistencyTally(this.#fields, register.payload, today);
    this.#bsns = columns.bsn < 0 ? undefined : new BsnTally();
    const names = this.#fields.map(({ name }) => name);
    this.#weights = new WeightTally(profile.spec, names);
    this.#words = new Uint32Array(2 * this.#fields.length);
    this.#repeats = {
      recordId: new RepeatCounter(recordsExact),
      bsn: new RepeatCounter(personsExact),
      identity: new RepeatCounter(personsExact),
      address: new RepeatCounter(personsExact),
    };
    const at = (meaning: Meaning): number =>
      this.#fields.findIndex((field) => field.meaning === meaning);
    this.#place = { birth: at('birthDate'), postcode: at('postcode'), house: at('houseNumber') };
  }

  add(cells: readonly string[]): void {
    if (cells.length !== this.#columns.width) {
      this.#otherWidth += 1;
      return;
    }
    this.#rows += 1;
    this.#addRecordId((cells[this.#columns.recordId] ?? '').trim());
    this.#addBsn(cells);
    const fields = this.#fields.map((field) => field.add(cells));
    const numbers = this.#variables.map((variable) => variable.add(cells));
    this.#consistency.add({ cells, fields, numbers });
    this.#weights.add(fields);
    this.#addIdentity(fields);
    const { birth, postcode, house } = this.#place;
    if (fields[birth]?.state === 'usable') this.#births.add(fields[birth]);
    const address = [fields[postcode], fields[house]];
    if (address.every((facts) => facts?.state === 'usable')) {
      this.#addRepeat('address', address as ValueFacts[]);
    }
  }

  #addRecordId(id: string): void {
    if (id === '') this.#recordId.missing += 1;
    else if (id.length > longestId) this.#recordId.tooLong += 1;
    else {
      this.#digest.ofText(id);
      this.#repeats.recordId.add(this.#digest);
    }
  }

  #addBsn(cells: readonly string[]): void {
    const digits = this.#bsns?.add(cells[this.#columns.bsn] ?? '');
    if (digits === undefined) return;
    this.#digest.ofText(digits);
    this.#repeats.bsn.add(this.#digest);
  }

  /** Rows are the same person when all fields say the same; a field that says nothing is equal too. */
  #addIdentity(fields: readonly ValueFacts[]): void {
    const present = fields.filter(({ state }) => state === 'usable').length;
    if (present === 0) this.#nothingToLink += 1;
    if (present >= Math.min(fieldsOfAPerson, this.#fields.length) && present > 0) {
      this.#addRepeat('identity', fields);
    }
  }

  #addRepeat(kind: 'identity' | 'address', fields: readonly ValueFacts[]): void {
    fields.forEach(({ state, high, low }, at) => {
      this.#words[2 * at] = state === 'usable' ? high : 0;
      this.#words[2 * at + 1] = state === 'usable' ? low : 0;
    });
    this.#digest.ofWords(this.#words, 2 * fields.length);
    this.#repeats[kind].add(this.#digest);
  }

  #duplicates(): DuplicateProfile[] {
    const kinds: DuplicateKind[] = [
      'recordId',
      ...(this.#bsns ? ['bsn' as const] : []),
      'identity',
    ];
    return kinds.map((kind) => {
      const repeats = this.#repeats[kind].result();
      const matters = kind === 'recordId' || this.#isUnique;
      const verdict = faultVerdict(shareOf(repeats.repeated, repeats.rows));
      return { kind, ...repeats, verdict: matters ? verdict : undefined };
    });
  }

  result(): Counted {
    const rows = this.#rows;
    const fields = this.#fields.map((field) => field.result(rows));
    const variables = this.#variables.map((variable) => variable.result(rows));
    const duplicates = this.#duplicates();
    const consistency = this.#consistency.result();
    const { birth, postcode, house } = this.#place;
    const judged = [...fields, ...variables, ...duplicates, ...consistency];
    return {
      rows,
      rowsOfOtherWidth: this.#otherWidth,
      recordId: { ...this.#recordId },
      bsn: this.#bsns?.result(),
      fields,
      variables,
      duplicates,
      consistency,
      births: birth < 0 ? undefined : this.#births.result(this.#fields[birth]!.name),
      addresses:
        postcode < 0 || house < 0 ? undefined : addressProfile(this.#repeats.address.result()),
      nothingToLink: this.#nothingToLink,
      weights: this.#weights.result(fields),
      verdict: worst([
        ...judged.map(({ verdict }) => verdict),
        faultVerdict(shareOf(this.#otherWidth, rows + this.#otherWidth)),
        faultVerdict(shareOf(this.#recordId.missing + this.#recordId.tooLong, rows)),
      ]),
    };
  }
}

/** The fields that the register has, in the order of the study. */
function fieldTallies(
  { spec, inputs }: EncodingProfile,
  columns: Columns,
  digest: KeyedDigest,
): FieldTally[] {
  const context = { digest, normalisation: spec.normalisation };
  return spec.fields.flatMap((field, position) => {
    const own = inputs.flatMap((input, at) =>
      input.field === position ? [{ part: input.part, column: columns.inputs[at]! }] : [],
    );
    return own.every(({ column }) => column < 0) ? [] : [new FieldTally(field, own, context)];
  });
}

function addressProfile(repeats: Repeats): AddressProfile {
  const large = repeats.classes.filter(({ from }) => from >= crowdedRows);
  return {
    ...repeats,
    crowded: large.reduce((sum, { values }) => sum + values, 0),
    rowsAtCrowded: large.reduce((sum, { rows }) => sum + rows, 0),
  };
}
