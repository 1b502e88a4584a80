// SPDX-License-Identifier: EUPL-1.2
/**
 * What a row says of who it is about, in parts so coarse that usual differences between registers do
 * not show: the date of birth, a code of name and initial, the postcode. Values of a register go in
 * and parts of them come out; nothing here may leave the process but as a keyed digest.
 */
import { explainValue, readDateParts, type EncodingProfile, type Form } from '@koppel/encoding';
import { sha256Canonical, SKETCH_RULES, type EncodingSpec } from '@koppel/study';
import { hex } from '../bytes.ts';
import { meaningOf, type Meaning } from '../profile/meaning.ts';

/** A part is absent where the row has none that says something. */
export interface PersonParts {
  readonly date?: string | undefined;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
}

const read = ['birthDate', 'surname', 'givenNames', 'postcode'] as const satisfies Meaning[];
type ReadMeaning = (typeof read)[number];

/** In order: letters that registers write for one another, then what doubles. */
const soundRules: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/ij|y/g, 'i'],
  [/sch|z/g, 's'],
  [/ck|c|q/g, 'k'],
  [/[vw]/g, 'f'],
  [/d/g, 't'],
  [/b/g, 'p'],
  [/g/g, 'k'],
  [/h/g, ''],
  [/(.)\1+/g, '$1'],
];

const consonantsKept = 4;

/**
 * A code of a surname: its first letter and the first consonants behind it, after letters that sound
 * alike became one. Names in other scripts stay as they are.
 */
export function nameCode(name: string): string {
  const letters = name.replace(/[^\p{L}\p{N}]/gu, '');
  const sound = soundRules.reduce((text, [from, to]) => text.replace(from, to), letters);
  const [first = ''] = sound;
  return (
    first +
    sound
      .slice(first.length)
      .replace(/[aeiou]/g, '')
      .slice(0, consonantsKept)
  );
}

/** Everything that decides which digest a row gets, with what the encoding decides of it. */
export function sketchRules(encoding: EncodingSpec, normalisationHash: string): string {
  return hex(
    sha256Canonical({
      version: SKETCH_RULES,
      sounds: soundRules.map(([from, to]) => [from.source, to]),
      consonantsKept,
      normalisation: normalisationHash,
      fields: fieldsRead(encoding).map(({ field, meaning }) => [meaning, field.type]),
    }),
  );
}

interface FieldRead {
  readonly meaning: ReadMeaning;
  readonly field: EncodingSpec['fields'][number];
  /** Its place among the fields of the encoding. */
  readonly at: number;
}

/** The first field of each meaning; a date of which the name does not say so is that of the birth. */
function fieldsRead({ fields }: EncodingSpec): FieldRead[] {
  const find = (meaning: Meaning): number => fields.findIndex((one) => meaningOf(one) === meaning);
  return read.flatMap((meaning) => {
    const named = find(meaning);
    const at = named < 0 && meaning === 'birthDate' ? find('date') : named;
    return at < 0 ? [] : [{ meaning, field: fields[at]!, at }];
  });
}

const textOf = (forms: readonly Form[], ...names: readonly Form['name'][]): string | undefined =>
  names.map((name) => forms.find((form) => form.name === name)?.text).find((text) => text);

/** A whole date of the calendar; one of which a part is unknown tells too little. */
function wholeDate(text: string | undefined): string | undefined {
  const { year, month, day } = (text === undefined ? undefined : readDateParts(text)) ?? {};
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isOne = date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
  return isOne ? year + month + day : undefined;
}

function initialOf(forms: readonly Form[]): string | undefined {
  const name = textOf(forms, 'sameAs', 'givenName', 'initials', 'text', 'code');
  return name === undefined ? undefined : /[\p{L}\p{N}]/u.exec(name.toLowerCase())?.[0];
}

const squeezed = (text: string | undefined): string | undefined =>
  text?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || undefined;

/** A Dutch postcode in full: the digits alone are those of thousands of persons. */
const wholePostcode = /^\d{4}[a-z]{2}$/;

/** Which parts a study has fields for. */
export interface PartsOffered {
  readonly date: boolean;
  readonly name: boolean;
  readonly address: boolean;
}

export class PartReader {
  readonly offered: PartsOffered;
  readonly #profile: EncodingProfile;
  readonly #fields: readonly (FieldRead & { readonly columns: readonly number[] })[];

  /** @param columns position per input of the profile; -1 where the register lacks it */
  constructor(profile: EncodingProfile, columns: readonly number[]) {
    this.#profile = profile;
    this.#fields = fieldsRead(profile.spec).flatMap((one) => {
      const own = columns.filter((_, input) => profile.inputs[input]!.field === one.at);
      return own.some((column) => column >= 0) ? [{ ...one, columns: own }] : [];
    });
    const has = (meaning: ReadMeaning): boolean =>
      this.#fields.some((one) => one.meaning === meaning);
    this.offered = {
      date: has('birthDate'),
      name: has('surname') && has('givenNames'),
      address: has('postcode'),
    };
  }

  /** @param cells of one row; a cell that is not there is empty */
  partsOf(cells: readonly string[]): PersonParts {
    const forms = new Map<ReadMeaning, readonly Form[]>();
    for (const { meaning, field, columns } of this.#fields) {
      const [value = '', ...others] = columns.map((column) => cells[column] ?? '');
      const explained = explainValue(value, field, others, this.#profile.spec.normalisation);
      // A value that breaks a rule says nothing, also where a run would reject its row for it.
      forms.set(
        meaning,
        explained.rule !== undefined || explained.tokens.length === 0 ? [] : explained.forms,
      );
    }
    const of = (meaning: ReadMeaning): readonly Form[] => forms.get(meaning) ?? [];
    const surname = squeezed(textOf(of('surname'), 'name', 'partner', 'text', 'code'));
    const initial = initialOf(of('givenNames'));
    const address = squeezed(textOf(of('postcode'), 'code', 'text', 'number'));
    const isDutch = this.#fields.some(({ field }) => field.type === 'postcode');
    const partial = isDutch && !wholePostcode.test(address ?? '');
    const named = surname !== undefined && initial !== undefined;
    return {
      date: wholeDate(textOf(of('birthDate'), 'date')),
      name: named ? `${initial} ${nameCode(surname)}` : undefined,
      address: partial ? undefined : address,
    };
  }
}
