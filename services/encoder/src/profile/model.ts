// SPDX-License-Identifier: EUPL-1.2
/**
 * The profile of a register, as `--data` writes it. Counts only: no field of these types can hold a
 * value of a record. The names are stable; docs/data-owner/profile-json.md explains each.
 */
import type { BitWeight, FieldRule } from '@koppel/encoding';
import type { PayloadVariable } from '@koppel/study';
import type { PayloadRule } from '../payload.ts';
import type { Repeats } from './counting/repeat-counter.ts';
import type { Spread } from './counting/value-counter.ts';

export type Verdict = 'go' | 'conditional' | 'noGo';

/** Why a cell says nothing. A letter address (briefadres) is where a person only receives mail. */
export const unusableStates = [
  'empty',
  'placeholder',
  'default',
  'letterAddress',
  'invalid',
] as const;
export type UnusableState = (typeof unusableStates)[number];

/** What a cell is: it says something, or why it does not. */
export type CellState = 'usable' | UnusableState;

export type CellCounts = Readonly<Record<CellState, number>>;

export function noCells(): Record<CellState, number> {
  return { usable: 0, empty: 0, placeholder: 0, default: 0, letterAddress: 0, invalid: 0 };
}

/** What the letters of a value show; a value can have several marks. */
export type Mark =
  | 'diacritics'
  | 'damaged'
  | 'upperCase'
  | 'digits'
  | 'initialsOnly'
  | 'outerSpaces'
  | 'oddForm'
  | 'partial';

export interface RuleCount {
  readonly rule: FieldRule | PayloadRule;
  readonly rows: number;
}

/** A linkage field that the register has. */
export interface FieldProfile {
  readonly name: string;
  readonly type: string;
  readonly cells: CellCounts;
  readonly rules: readonly RuleCount[];
  /** Rows that have a part besides the main one, e.g. a partner's name. */
  readonly parts: readonly { readonly part: string; readonly filled: number }[];
  /** Of usable values, and so are lengths and codes. */
  readonly marks: readonly { readonly mark: Mark; readonly rows: number }[];
  /** Rows by length in characters: index = length, the last one and longer. */
  readonly lengths: readonly number[];
  /** Over the usable values. */
  readonly spread: Spread;
  /** Rows per value that stands on a list of the program; only of a field of codes such as sex. */
  readonly codes: readonly { readonly code: string; readonly rows: number }[];
  /** Usable share of the rows, 0–1. */
  readonly completeness: number;
  readonly verdict: Verdict;
}

/** A research variable. */
export interface VariableProfile {
  readonly name: string;
  readonly type: PayloadVariable['type'];
  readonly cells: CellCounts;
  readonly rules: readonly RuleCount[];
  /** Rows per code of the study's list, or per truth value. */
  readonly codes: readonly { readonly code: string; readonly rows: number }[];
  readonly dates: DateSpan | undefined;
  /** The end of a start: empty while it has not come, which is no fault. */
  readonly openEnded: boolean;
  readonly completeness: number;
  readonly verdict: Verdict;
}

/** When the events of a date variable were, by month. */
export interface DateSpan {
  /** `YYYY-MM` of every month from the first to the last that has rows, with its rows. */
  readonly months: readonly { readonly month: string; readonly rows: number }[];
  /** Months with at least ten rows: what the register covers. */
  readonly covered: number;
  /** Months without a row between the first and the last that are covered. */
  readonly gaps: number;
  /** Months from the last that is covered to that of the profile. */
  readonly monthsBehind: number | undefined;
  readonly inFuture: number;
  readonly verdict: Verdict;
}

export type DuplicateKind = 'recordId' | 'bsn' | 'identity';

export interface DuplicateProfile extends Repeats {
  readonly kind: DuplicateKind;
  /** Undefined where a person may have several records: repeats are no fault then. */
  readonly verdict: Verdict | undefined;
}

export interface BsnProfile {
  readonly missing: number;
  readonly valid: number;
  /** Eight digits that are valid with the zero that was lost; counted as valid too. */
  readonly shortened: number;
  readonly invalid: number;
  /** Test and filler numbers of a fixed list. */
  readonly default: number;
}

export type Check =
  | 'birthInFuture'
  | 'olderThan120'
  | 'birthAfterDeath'
  | 'startBeforeBirth'
  | 'givenNamesEqualSurname'
  | 'partnerWithoutUsage'
  | 'postcodeWithoutHouseNumber'
  | 'houseNumberWithoutPostcode'
  | 'endBeforeStart';

export interface ConsistencyProfile {
  readonly check: Check;
  /** The fields or variables that are held against each other. */
  readonly fields: readonly string[];
  /** Rows in which both are there. */
  readonly checked: number;
  readonly broken: number;
  readonly verdict: Verdict;
}

export interface BirthProfile {
  readonly field: string;
  /** Rows with a whole date. */
  readonly rows: number;
  /** Per year with rows. */
  readonly years: readonly { readonly year: number; readonly rows: number }[];
  /** 366 numbers, 1 January to 31 December, 29 February included. */
  readonly days: readonly number[];
  readonly peaks: readonly BirthPeak[];
}

export interface BirthPeak {
  /** `01-01`, `07-01`: month and day. */
  readonly day: string;
  readonly rows: number;
  /** As many as the births of this country would give. */
  readonly expected: number;
  readonly suspicious: boolean;
}

/** Rows per address (postcode, house number and what follows it). */
export interface AddressProfile extends Repeats {
  /** Addresses, and rows at them, with at least 25 rows: offices, shelters, `briefadressen`. */
  readonly crowded: number;
  readonly rowsAtCrowded: number;
}

/** Present and proposed weights, and how full an average record makes its encoding by either. */
export interface WeightProposal {
  /** Bits of the study's encoding. */
  readonly bits: number;
  /** Rows that would be encoded: no field breaks a rule that rejects it, and one says something. */
  readonly rows: number;
  /** Shares of the bits, 0–1. */
  readonly fillTarget: number;
  readonly fillNow: number;
  readonly fillProposed: number;
  /** False where `fillNow` lies outside 0.2–0.6. */
  readonly isUsual: boolean;
  /** In the order of the study; those that the register has. */
  readonly fields: readonly WeightLine[];
  /** The proposal as YAML: the list `fields` of the study's encoding. Others keep their weight. */
  readonly yaml: string;
}

export interface WeightLine {
  readonly name: string;
  /** Share of those rows, 0–1, in which the field adds something to the encoding. */
  readonly completeness: number;
  /** Collision entropy: log2 of the effective number of values. */
  readonly entropyBits: number;
  /** Tokens of a value on average; 0 where none has any. */
  readonly expectedTokens: number;
  readonly now: BitWeight;
  /** Undefined where no value has a token: there is nothing to derive it from. */
  readonly proposed: BitWeight | undefined;
}

export interface ProfileReport {
  readonly format: 'koppel-profile';
  readonly version: 1;
  readonly study: string;
  /** Of the study, in hex. */
  readonly specHash: string;
  readonly register: string;
  /** True where the study says that a person has at most one record. */
  readonly unique: boolean;
  /** A rehearsal on generated persons. */
  readonly synthetic: boolean;
  /** Day of the profile, `YYYY-MM-DD`: what is in the future is seen from here. */
  readonly day: string;
  readonly rows: number;
  /** Rows of another width than the header; they are in no other count. */
  readonly rowsOfOtherWidth: number;
  readonly recordId: { readonly missing: number; readonly tooLong: number };
  readonly bsn: BsnProfile | undefined;
  readonly fields: readonly FieldProfile[];
  /** Linkage fields that the register does not have. */
  readonly absent: readonly string[];
  readonly variables: readonly VariableProfile[];
  readonly duplicates: readonly DuplicateProfile[];
  readonly consistency: readonly ConsistencyProfile[];
  readonly births: BirthProfile | undefined;
  readonly addresses: AddressProfile | undefined;
  /** Rows in which no linkage field says anything. */
  readonly nothingToLink: number;
  /** What the fields should weigh; undefined where no row could be encoded. */
  readonly weights: WeightProposal | undefined;
  /** The worst of all verdicts. */
  readonly verdict: Verdict;
}
