// SPDX-License-Identifier: EUPL-1.2
/**
 * Counts one linkage field. What a value is, is worked out once per different value; the values are
 * kept for that, bounded, in the memory of this run, and never leave it.
 */
import { explainValue, normalise, readDateParts, type Explanation } from '@koppel/encoding';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { marksOf, sexCodes } from './characters.ts';
import type { KeyedDigest } from './counting/keyed-digest.ts';
import { ValueCounter } from './counting/value-counter.ts';
import { isDefault } from './default-values.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import {
  noCells,
  type CellCounts,
  type CellState,
  type FieldProfile,
  type Mark,
  type RuleCount,
} from './model.ts';
import { RecentValues } from './recent-values.ts';
import { completenessVerdict, shareOf } from './verdicts.ts';

type FieldRuleName = NonNullable<Explanation['rule']>;

/** What is known of one value. Digests are of its tokens: what encodings would compare. */
export interface ValueFacts {
  readonly state: CellState;
  readonly rule: FieldRuleName | undefined;
  /** How many would be encoded. */
  readonly tokens: number;
  readonly high: number;
  readonly low: number;
  /** Digest of the main part's words, to hold names against each other. */
  readonly wordsHigh: number;
  readonly wordsLow: number;
  readonly marks: readonly Mark[];
  readonly length: number;
  /** Of a date; 0 where not known. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly code: string | undefined;
}

const separator = '\u0000';
/** The last length stands for all longer ones. */
const longestShown = 30;

const none = { high: 0, low: 0 };
const noWords = { wordsHigh: 0, wordsLow: 0 };
const noDate = { year: 0, month: 0, day: 0 };

/** The date as the encoding reads it: parts that the register calls uncertain are not known. */
function dateOf({ forms, rule }: Explanation): { year: number; month: number; day: number } {
  const written = rule === undefined ? forms.find(({ name }) => name === 'date')?.text : undefined;
  const parts = written === undefined ? undefined : readDateParts(written);
  const number = (digits: string | undefined): number =>
    digits === undefined ? 0 : Number(digits);
  return parts === undefined
    ? noDate
    : { year: number(parts.year), month: number(parts.month), day: number(parts.day) };
}

/** What the encoding notes of a value, such as an address for letters only. */
function hasNote({ forms }: Explanation, note: string): boolean {
  return forms.some(({ name, text }) => name === 'note' && text === note);
}

/** What all fields of a register share. */
export interface FieldContext {
  readonly digest: KeyedDigest;
  readonly normalisation: EncodingSpec['normalisation'];
}

export class FieldTally {
  readonly name: string;
  readonly meaning: Meaning;
  readonly #field: FieldSpec;
  readonly #digest: KeyedDigest;
  readonly #normalisation: EncodingSpec['normalisation'];
  /** Parts that the register has, their columns; the main one first. */
  readonly #parts: readonly { readonly part: string; readonly column: number }[];
  readonly #known = new RecentValues<ValueFacts>();
  readonly #workOn = (together: string): ValueFacts => this.#work(together.split(separator));
  readonly #cells = noCells();
  readonly #rules = new Map<FieldRuleName, number>();
  readonly #marks = new Map<Mark, number>();
  readonly #codes = new Map<string, number>();
  readonly #lengths = new Array<number>(longestShown + 1).fill(0);
  readonly #filled: number[];
  readonly #spread = new ValueCounter();

  /** @param parts in the order of `partsOf`; column −1 where the register lacks a part */
  constructor(
    field: FieldSpec,
    parts: readonly { readonly part: string; readonly column: number }[],
    { digest, normalisation }: FieldContext,
  ) {
    this.name = field.name;
    this.meaning = meaningOf(field);
    this.#field = field;
    this.#parts = parts;
    this.#digest = digest;
    this.#normalisation = normalisation;
    this.#filled = parts.map(() => 0);
  }

  /** True when a part of that name comes from the register. */
  has(part: string): boolean {
    return this.#parts.some((one) => one.part === part && one.column >= 0);
  }

  /** The cell of a part, trimmed. */
  cell(cells: readonly string[], part: string): string {
    const column = this.#parts.find((one) => one.part === part)?.column ?? -1;
    return (cells[column] ?? '').trim();
  }

  /** Counts the field of one row and tells what it is. */
  add(cells: readonly string[]): ValueFacts {
    const facts = this.#known.of(this.#valueOf(cells), this.#workOn);
    this.#cells[facts.state] += 1;
    if (facts.rule !== undefined)
      this.#rules.set(facts.rule, (this.#rules.get(facts.rule) ?? 0) + 1);
    if (facts.state !== 'usable') return facts;
    for (const mark of facts.marks) this.#marks.set(mark, (this.#marks.get(mark) ?? 0) + 1);
    this.#lengths[Math.min(facts.length, longestShown)]! += 1;
    this.#spread.add(facts);
    if (facts.code !== undefined)
      this.#codes.set(facts.code, (this.#codes.get(facts.code) ?? 0) + 1);
    return facts;
  }

  /** The main part, or all parts joined by a character that no input can hold. */
  #valueOf(cells: readonly string[]): string {
    let together = cells[this.#parts[0]!.column] ?? '';
    for (let at = 1; at < this.#parts.length; at++) {
      const value = cells[this.#parts[at]!.column] ?? '';
      if (value !== '') this.#filled[at]! += 1;
      together += separator + value;
    }
    return together;
  }

  #work([value = '', ...others]: readonly string[]): ValueFacts {
    const read = explainValue(value, this.#field, others, this.#normalisation);
    const { tokens, rule } = read;
    const text = value.trim();
    const state = this.#stateOf(read, text);
    const date = this.#field.type === 'date' ? dateOf(read) : noDate;
    return {
      state,
      rule,
      tokens: tokens.length,
      ...(tokens.length === 0 ? none : this.#digestOf(tokens.join('\n'))),
      ...this.#wordsOf(text),
      marks: state === 'usable' ? this.#marksOf(read, value, date) : [],
      length: Array.from(text).length,
      ...date,
      code:
        this.meaning === 'sex' ? sexCodes.find((code) => code === text.toUpperCase()) : undefined,
    };
  }

  /** A field is as good as its parts together: initials alone are a given name too. */
  #stateOf(read: Explanation, text: string): CellState {
    const { tokens, rule } = read;
    if (rule !== undefined) return isDefault(this.meaning, text) ? 'default' : 'invalid';
    if (hasNote(read, 'letterAddress')) return 'letterAddress';
    if (hasNote(read, 'defaultPostcode')) return 'default';
    if (tokens.length === 0) return text === '' ? 'empty' : 'placeholder';
    return isDefault(this.meaning, text) ? 'default' : 'usable';
  }

  #marksOf(read: Explanation, value: string, date: typeof noDate): Mark[] {
    const marks = new Set(marksOf(this.meaning, value));
    // Of a field with parts only the encoding knows whether initials are all that there is.
    if (this.#field.type === 'givenNames') marks.delete('initialsOnly');
    if (hasNote(read, 'initialsOnly')) marks.add('initialsOnly');
    const isKnown = date.year + date.month + date.day > 0;
    if (isKnown && date.year * date.month * date.day === 0) marks.add('partial');
    return [...marks];
  }

  #wordsOf(text: string): { wordsHigh: number; wordsLow: number } {
    if (text === '' || (this.meaning !== 'surname' && this.meaning !== 'givenNames'))
      return noWords;
    const { high, low } = this.#digestOf(normalise(text).replaceAll(' ', ''));
    return { wordsHigh: high, wordsLow: low };
  }

  #digestOf(text: string): { high: number; low: number } {
    this.#digest.ofText(text);
    return { high: this.#digest.high, low: this.#digest.low };
  }

  /** @param rows of the register, those that were skipped not counted */
  result(rows: number): FieldProfile {
    const completeness = shareOf(this.#cells.usable, rows);
    return {
      name: this.name,
      type: this.#field.type,
      cells: { ...this.#cells } satisfies CellCounts,
      rules: countsOf(this.#rules, 'rule') satisfies RuleCount[],
      parts: this.#parts
        .map(({ part, column }, at) => ({ part, column, filled: this.#filled[at]! }))
        .filter(({ column }, at) => at > 0 && column >= 0)
        .map(({ part, filled }) => ({ part, filled })),
      marks: countsOf(this.#marks, 'mark'),
      lengths: this.#lengths,
      spread: this.#spread.result(),
      codes: countsOf(this.#codes, 'code'),
      completeness,
      verdict: completenessVerdict(completeness, 'linkageField'),
    };
  }
}

/** Counts by name as a list in the order of the names, so that the order of rows does not show. */
export function countsOf<Name extends string, Member extends string>(
  counts: ReadonlyMap<Name, number>,
  member: Member,
): ({ readonly rows: number } & Record<Member, Name>)[] {
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, rows]) => ({ [member]: name, rows }) as { rows: number } & Record<Member, Name>);
}
