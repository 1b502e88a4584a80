// SPDX-License-Identifier: EUPL-1.2
/** Holds the values of one row against each other and against the calendar. */
import type { PayloadVariable } from '@koppel/study';
import type { FieldTally, ValueFacts } from './field-tally.ts';
import { datePairs, deathVariable, startVariable, type Meaning } from './meaning.ts';
import type { Check, ConsistencyProfile } from './model.ts';
import { faultVerdict, shareOf } from './verdicts.ts';

/** One row: what its fields are, in their order, and its variables as numbers. */
export interface RowFacts {
  readonly cells: readonly string[];
  readonly fields: readonly ValueFacts[];
  readonly numbers: readonly (number | undefined)[];
}

/** Undefined where there is nothing to check. */
type Test = (row: RowFacts) => boolean | undefined;

interface Running {
  readonly check: Check;
  readonly fields: readonly string[];
  readonly isBroken: Test;
  checked: number;
  broken: number;
}

const msPerDay = 86_400_000;
const oldest = 120;

/** Days since 1970-01-01 of a whole date that is usable. */
function daysOf(facts: ValueFacts | undefined): number | undefined {
  if (facts === undefined || facts.state !== 'usable') return undefined;
  const { year, month, day } = facts;
  if (year === 0 || month === 0 || day === 0) return undefined;
  return Date.UTC(year, month - 1, day) / msPerDay;
}

export class ConsistencyTally {
  readonly #running: Running[] = [];
  readonly #fields: readonly FieldTally[];

  /** @param today days since 1970-01-01 */
  constructor(fields: readonly FieldTally[], variables: readonly PayloadVariable[], today: number) {
    this.#fields = fields;
    this.#dates(variables, today);
    this.#names();
    this.#addresses();
    for (const { start, end } of datePairs(variables)) {
      this.#add('endBeforeStart', [variables[start]!.name, variables[end]!.name], ({ numbers }) => {
        const [from, to] = [numbers[start], numbers[end]];
        return from === undefined || to === undefined ? undefined : to < from;
      });
    }
  }

  #at(meaning: Meaning): number {
    return this.#fields.findIndex((field) => field.meaning === meaning);
  }

  #add(check: Check, fields: readonly string[], isBroken: Test): void {
    this.#running.push({ check, fields, isBroken, checked: 0, broken: 0 });
  }

  #dates(variables: readonly PayloadVariable[], today: number): void {
    const birth = this.#at('birthDate');
    if (birth < 0) return;
    const name = this.#fields[birth]!.name;
    const born = ({ fields }: RowFacts): number | undefined => daysOf(fields[birth]);
    this.#add('birthInFuture', [name], (row) => {
      const day = born(row);
      return day === undefined ? undefined : day > today;
    });
    const firstYear = new Date(today * msPerDay).getUTCFullYear() - oldest;
    this.#add('olderThan120', [name], ({ fields }) => {
      const { state, year } = fields[birth]!;
      return state !== 'usable' || year === 0 ? undefined : year < firstYear;
    });
    const later = (
      check: Check,
      other: string,
      day: (row: RowFacts) => number | undefined,
    ): void => {
      this.#add(check, [name, other], (row) => {
        const [first, second] = [born(row), day(row)];
        return first === undefined || second === undefined ? undefined : second < first;
      });
    };
    const death = this.#at('deathDate');
    if (death >= 0) {
      later('birthAfterDeath', this.#fields[death]!.name, ({ fields }) => daysOf(fields[death]));
    }
    const died = deathVariable(variables);
    if (died >= 0) later('birthAfterDeath', variables[died]!.name, ({ numbers }) => numbers[died]);
    const start = startVariable(variables);
    if (start >= 0) {
      later('startBeforeBirth', variables[start]!.name, ({ numbers }) => numbers[start]);
    }
  }

  #names(): void {
    const [given, surname] = [this.#at('givenNames'), this.#at('surname')];
    if (given >= 0 && surname >= 0) {
      const names = [this.#fields[given]!.name, this.#fields[surname]!.name];
      this.#add('givenNamesEqualSurname', names, ({ fields }) => {
        const [one, other] = [fields[given]!, fields[surname]!];
        if (one.state !== 'usable' || other.state !== 'usable') return undefined;
        // Without its main part, a field has no words to compare.
        if (one.length === 0 || other.length === 0) return undefined;
        return one.wordsHigh === other.wordsHigh && one.wordsLow === other.wordsLow;
      });
    }
    const tally = this.#fields[surname];
    if (tally?.has('partner') !== true || !tally.has('usage')) return;
    this.#add('partnerWithoutUsage', [tally.name], ({ cells }) =>
      tally.cell(cells, 'partner') === '' ? undefined : tally.cell(cells, 'usage') === '',
    );
  }

  #addresses(): void {
    const [postcode, house] = [this.#at('postcode'), this.#at('houseNumber')];
    if (postcode < 0 || house < 0) return;
    const names = [this.#fields[postcode]!.name, this.#fields[house]!.name];
    const without = (check: Check, has: number, lacks: number): void => {
      this.#add(check, names, ({ fields }) =>
        fields[has]!.state === 'usable' ? fields[lacks]!.state === 'empty' : undefined,
      );
    };
    without('postcodeWithoutHouseNumber', postcode, house);
    without('houseNumberWithoutPostcode', house, postcode);
  }

  add(row: RowFacts): void {
    for (const one of this.#running) {
      const isBroken = one.isBroken(row);
      if (isBroken === undefined) continue;
      one.checked += 1;
      if (isBroken) one.broken += 1;
    }
  }

  result(): ConsistencyProfile[] {
    return this.#running.map(({ check, fields, checked, broken }) => ({
      check,
      fields,
      checked,
      broken,
      verdict: faultVerdict(shareOf(broken, checked)),
    }));
  }
}
