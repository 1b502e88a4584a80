// SPDX-License-Identifier: EUPL-1.2
/**
 * The questions of `koppel-study init`, one thing at a time: what does not fit is asked again with the
 * reason, lists are chosen from by number, and short names follow from what was typed. Reads and writes
 * nothing itself.
 */
import { line as lineForm, registerKinds, slug, type RegisterKind } from '@koppel/study';
import type { Language } from '@koppel/errors';
import { designNames, registerKindNames, type Both } from '../words/names.ts';
import { designs, type Answers } from './new-study.ts';

/** Gives what was typed, without spaces around it; undefined when nobody is there to answer. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Nobody answers (any more). */
export class NobodyThere extends Error {}

const isSlug = (text: string): boolean => slug.safeParse(text).success;

const texts = {
  title: ['Title of the study: ', 'Titel van de studie: '],
  language: ['Language of the study', 'Taal van de studie'],
  dutch: ['Dutch', 'Nederlands'],
  english: ['English', 'Engels'],
  coordinator: ['Who coordinates it: ', 'Wie coördineert haar: '],
  city: ['City: ', 'Stad: '],
  nextCity: ['Another city (Enter: no more): ', 'Nog een stad (Enter: geen meer): '],
  register: ['Register, what it is called: ', 'Register, hoe het heet: '],
  nextRegister: ['Another register (Enter: no more): ', 'Nog een register (Enter: geen meer): '],
  kind: ['Kind of register, which decides what documents the law asks for', 'Soort register, die bepaalt welke documenten de wet vraagt'],
  question: ['Sub-study, the question it answers: ', 'Deelstudie, de vraag die zij beantwoordt: '],
  nextQuestion: ['Another sub-study (Enter: no more): ', 'Nog een deelstudie (Enter: geen meer): '],
  design: ['Its design', 'Haar ontwerp'],
  registers: ['Registers it needs, numbers with commas (Enter: all)', 'Registers die zij nodig heeft, nummers met komma’s (Enter: alle)'],
  shortName: ['Short name', 'Korte naam'],
  number: ['A number', 'Een nummer'],
  needed: ['  This is needed.', '  Dit is nodig.'],
  long: ['  At most 400 characters.', '  Hoogstens 400 tekens.'],
  slug: ['  2 to 40 lower-case letters, digits and dashes; the first is a letter.', '  2 tot 40 kleine letters, cijfers en streepjes; de eerste is een letter.'],
  taken: ['  There is one of that name.', '  Er is er al een met die naam.'],
  choose: ['  Type a number of the list.', '  Typ een nummer van de lijst.'],
} as const satisfies Readonly<Record<string, Both>>; // prettier-ignore

/** A short name in the letters that one may have; what is left may be too short to be one. */
export function shortNameOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '');
  return words.slice(0, 40).replace(/-+$/, '');
}

class Interview {
  readonly #ask: Ask;
  readonly #language: Language;

  constructor(ask: Ask, language: Language) {
    this.#ask = ask;
    this.#language = language;
  }

  say(name: keyof typeof texts): string {
    return texts[name][this.#language === 'nl' ? 1 : 0];
  }

  /** Asks until `fitting` gives a value; a text is the reason why what was typed is none. */
  async until<T>(question: string, fitting: (typed: string) => T | keyof typeof texts): Promise<T> {
    let reason = '';
    for (;;) {
      const typed = await this.#ask(`${reason}${question}`);
      if (typed === undefined) throw new NobodyThere();
      const found = fitting(typed.trim());
      if (typeof found !== 'string' || !(found in texts)) return found as T;
      reason = `${this.say(found as keyof typeof texts)}\n`;
    }
  }

  /** One line of text; undefined for none where that is allowed. */
  async line(question: string, mayEnd: boolean): Promise<string | undefined> {
    const { line } = await this.until<{ line: string | undefined }>(question, (typed) => {
      if (typed !== '') return lineForm.safeParse(typed).success ? { line: typed } : 'long';
      return mayEnd ? { line: undefined } : 'needed';
    });
    return line;
  }

  async needed(name: 'title' | 'coordinator'): Promise<string> {
    return (await this.line(this.say(name), false))!;
  }

  /** Proposed after `text`; one that is taken gets a number behind it. */
  async shortName(text: string, taken: readonly string[]): Promise<string> {
    const plain = shortNameOf(text);
    let proposed = plain;
    for (let nth = 2; taken.includes(proposed); nth += 1) {
      proposed = `${plain.slice(0, 36)}-${String(nth)}`;
    }
    const isOne = isSlug(proposed);
    const question = `  ${this.say('shortName')}${isOne ? ` [${proposed}]` : ''}: `;
    const { name } = await this.until<{ name: string }>(question, (typed) => {
      const name = typed === '' && isOne ? proposed : typed;
      if (!isSlug(name)) return 'slug';
      return taken.includes(name) ? 'taken' : { name };
    });
    return name;
  }

  #list(title: string, names: readonly string[]): string {
    const rows = names.map((name, at) => `    ${String(at + 1)}  ${name}\n`);
    return `  ${title}:\n${rows.join('')}  ${this.say('number')}: `;
  }

  /** The place in the list. */
  async choice(title: string, names: readonly string[]): Promise<number> {
    return this.until<number>(this.#list(title, names), (typed) => {
      const at = Number(typed) - 1;
      return /^\d{1,3}$/.test(typed) && names[at] !== undefined ? at : 'choose';
    });
  }

  /** Places in the list, each once and in its order; all where nothing is typed. */
  async choices(title: string, names: readonly string[]): Promise<readonly number[]> {
    return this.until<readonly number[]>(this.#list(title, names), (typed) => {
      const all = names.map((_, at) => at);
      if (typed === '') return all;
      const typedOnes = typed.split(/[,\s]+/).filter((one) => one !== '');
      const isFit = typedOnes.every(
        (one) => /^\d{1,3}$/.test(one) && all.includes(Number(one) - 1),
      );
      return isFit ? all.filter((at) => typedOnes.some((one) => Number(one) - 1 === at)) : 'choose';
    });
  }

  /** At least one; an empty answer ends it. */
  async several<T>(
    first: 'city' | 'register' | 'question',
    next: 'nextCity' | 'nextRegister' | 'nextQuestion',
    rest: (line: string, before: readonly T[]) => Promise<T>,
  ): Promise<T[]> {
    const found: T[] = [];
    for (;;) {
      const isFirst = found.length === 0;
      const line = await this.line(this.say(isFirst ? first : next), !isFirst);
      if (line === undefined) return found;
      found.push(await rest(line, found));
    }
  }
}

const idsOf = (before: readonly { readonly id: string }[]): string[] => before.map(({ id }) => id);

/**
 * Asks what a new study needs, in the language of who answers.
 * @throws NobodyThere when there is no answer
 */
export async function interview(ask: Ask, language: Language): Promise<Answers> {
  const talk = new Interview(ask, language);
  const nth = language === 'nl' ? 1 : 0;
  const title = await talk.needed('title');
  const id = await talk.shortName(title, []);
  const spoken = await talk.choice(talk.say('language'), [talk.say('dutch'), talk.say('english')]);
  const coordinator = await talk.needed('coordinator');
  const cities = await talk.several<Answers['cities'][number]>('city', 'nextCity', async (name, before) => ({
    id: await talk.shortName(name, idsOf(before)), name,
  }));
  const kinds = registerKinds.map((kind: RegisterKind) => registerKindNames[kind][nth]);
  const registers = await talk.several<Answers['registers'][number]>('register', 'nextRegister', async (label, before) => ({
    id: await talk.shortName(label, idsOf(before)), label,
    kind: registerKinds[await talk.choice(talk.say('kind'), kinds)]!,
  }));
  const subStudies = await talk.several<Answers['subStudies'][number]>('question', 'nextQuestion', async (question, before) => {
    const name = await talk.shortName(question.split(/\s+/).slice(0, 4).join(' '), idsOf(before));
    const design = designs[await talk.choice(talk.say('design'), designs.map((one) => designNames[one][nth]))]!;
    const needed = registers.length === 1 ? [0] : await talk.choices(talk.say('registers'), registers.map(({ label }) => label));
    return { id: name, question, design, registers: needed.map((at) => registers[at]!.id) };
  });
  return {
    id, title, language: spoken === 0 ? 'nl' : 'en', synthetic: false, coordinator, cities, registers, subStudies,
  };
} // prettier-ignore
