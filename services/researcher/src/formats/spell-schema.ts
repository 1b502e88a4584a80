// SPDX-License-Identifier: EUPL-1.2
/** The file of periods: its variables, from the study alone. Absent where no register holds periods. */
import type { Language } from '@koppel/errors';
import { spellDates, type Register, type Study } from '@koppel/study';
import { fixedStems, type DataVariable, type FileSchema } from './schema.ts';
import { coarseWords } from './words.ts';

const words = {
  en: {
    file: 'Periods of all registers that hold some',
    pseudonym: 'Person, in this study only',
    register: 'Register',
    owner: 'Data owner that holds the record',
    linked: 'Linked to another record',
    matchProbability: 'Probability that the record and the one it resembles most are of one person',
    spell: 'Number of the period among those of the person in this register, by first day',
    episode: 'Periods that overlap or follow on each other without a gap have the same number',
    start: 'First day',
    end: 'Last day; empty while it lasts',
    state: 'Whether it is a period',
    overlaps: 'Shares at least a day with an earlier period of the person in this register',
    states: {
      closed: 'has a first and a last day',
      open: 'has no last day: it lasts, or the register does not know',
      reversed: 'no period: its last day is before its first',
      noStart: 'no period: it has no first day',
    },
    no: 'no',
    yes: 'yes',
  },
  nl: {
    file: 'Perioden van alle registers die er hebben',
    pseudonym: 'Persoon, alleen binnen deze studie',
    register: 'Register',
    owner: 'Bronhouder die het record heeft',
    linked: 'Gekoppeld aan een ander record',
    matchProbability: 'Kans dat het record en het record waar het het meest op lijkt van één persoon zijn',
    spell: 'Nummer van de periode onder die van de persoon in dit register, naar eerste dag',
    episode: 'Perioden die overlappen of zonder gat op elkaar volgen hebben hetzelfde nummer',
    start: 'Eerste dag',
    end: 'Laatste dag; leeg zolang zij duurt',
    state: 'Of het een periode is',
    overlaps: 'Deelt minstens een dag met een eerdere periode van de persoon in dit register',
    states: {
      closed: 'heeft een eerste en een laatste dag',
      open: 'heeft geen laatste dag: zij duurt nog, of het register weet het niet',
      reversed: 'geen periode: de laatste dag ligt voor de eerste',
      noStart: 'geen periode: er is geen eerste dag',
    },
    no: 'nee',
    yes: 'ja',
  },
} as const; // prettier-ignore

/** The registers of a study that hold periods, with their places among all. */
export function spellRegisters(
  study: Study,
): { readonly at: number; readonly register: Register }[] {
  return study.registers.flatMap((register, at) =>
    register.spell === undefined ? [] : [{ at, register }],
  );
}

/** How coarse the days of each register are, in words; absent where all are days. */
function coarseDays(registers: readonly Register[], language: Language): { coarse?: string } {
  const said = registers.flatMap((register) => {
    const precision = spellDates(register)?.precision;
    return precision === undefined ? [] : [`${register.id}: ${coarseWords[language][precision]}`];
  });
  return said.length === 0 ? {} : { coarse: said.join('; ') };
}

/** A row per period: every record with variables of a register that holds periods. */
export function spellSchema(study: Study, language: Language): FileSchema | undefined {
  const registers = spellRegisters(study).map(({ register }) => register);
  if (registers.length === 0) return undefined;
  const { file, states, no, yes, ...labels } = words[language];
  const owners = Math.max(...study.owners.map(({ id }) => id.length));
  const count = (name: 'spell' | 'episode'): DataVariable => ({
    variable: { kind: 'number', name, label: labels[name], decimals: 0 },
    unit: '',
  });
  const flag = (name: 'linked' | 'overlaps'): DataVariable => ({
    variable: { kind: 'boolean', name, label: labels[name], no, yes },
    unit: '',
  });
  const text = (name: 'pseudonym' | 'owner', bytes: number): DataVariable => ({
    variable: { kind: 'text', name, label: labels[name], bytes },
    unit: '',
  });
  const code = (
    name: 'register' | 'state',
    codes: readonly { readonly value: string; readonly label: string }[],
  ): DataVariable => ({ variable: { kind: 'code', name, label: labels[name], codes }, unit: '' });
  const day = (name: 'start' | 'end'): DataVariable => ({
    variable: { kind: 'date', name, label: labels[name] },
    unit: '',
    ...coarseDays(registers, language),
  });
  const probability = 'matchProbability';
  return {
    stem: fixedStems.spells,
    label: file,
    variables: [
      text('pseudonym', 32),
      code('register', registers.map(({ id, label }) => ({ value: id, label }))),
      text('owner', owners),
      flag('linked'),
      { variable: { kind: 'number', name: probability, label: labels[probability], decimals: 3 }, unit: '' },
      count('spell'),
      count('episode'),
      day('start'),
      day('end'),
      code('state', Object.entries(states).map(([value, label]) => ({ value, label }))),
      flag('overlaps'),
    ],
  }; // prettier-ignore
}
