// SPDX-License-Identifier: EUPL-1.2
/** The registers of the demo, and how their columns map to the fields of the study. */
import { payloadCodes, type RegisterKind, type RegisterRequest } from '../generator/index.ts';

const demoOwners = [
  { id: 'rotterdam', city: 'Rotterdam' },
  { id: 'denhaag', city: 'Den Haag' },
] as const;

const demoRegisters: readonly RegisterKind[] = ['population', 'benefits', 'trajectories'];

/** Each register has `perRegister` records, divided over the two owners. */
export function registerRequests(perRegister: number): RegisterRequest[] {
  const overlap = { population: 0.1, benefits: 0.6, trajectories: 0.6 } as const;
  return demoRegisters.flatMap((register) =>
    demoOwners.map(({ id, city }, at) => ({
      owner: id,
      city,
      register,
      records: Math.floor((perRegister + at) / demoOwners.length),
      overlap: register === 'population' && at === 0 ? 0 : overlap[register],
    })),
  );
}

const surnameColumn: Readonly<Record<RegisterKind, string>> = {
  population: 'geslachtsnaam',
  benefits: 'achternaam',
  trajectories: 'achternaam',
};

const recordColumn: Readonly<Record<RegisterKind, string>> = {
  population: 'recordnummer',
  benefits: 'clientnummer',
  trajectories: 'trajectnummer',
};

/** What only the population register has of a surname. */
const partnerColumns: Readonly<Record<RegisterKind, Readonly<Record<string, string>>>> = {
  population: {
    partner: 'geslachtsnaam_partner',
    partnerPrefix: 'voorvoegsel_partner',
    usage: 'naamgebruik',
  },
  benefits: {},
  trajectories: {},
};

const codeList = (name: keyof typeof payloadCodes) => ({
  name,
  type: 'code',
  label: name.replaceAll('_', ' '),
  codes: payloadCodes[name].map((value) => ({ value, label: value })),
});

const date = (name: string) => ({ name, type: 'date', label: name.replaceAll('_', ' ') });

/** The record's number in its synthetic register: what the demo scores itself with. */
const scoringNumber = {
  name: 'volgnummer',
  type: 'number',
  label: 'Record number in the synthetic register, for scoring only',
  min: 1,
};

/** A payload variable as the study file writes it. */
interface Variable {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** Payload variables per register, in the form of the study file. */
export const demoPayload: Readonly<Record<RegisterKind, readonly Variable[]>> = {
  population: [scoringNumber, codeList('geboorteland'), date('datum_adres')],
  benefits: [
    scoringNumber,
    date('ingangsdatum'),
    date('einddatum'),
    codeList('regeling'),
    { name: 'bedrag', type: 'number', label: 'bedrag per maand', unit: 'euro', min: 0 },
  ],
  trajectories: [
    scoringNumber,
    date('datum_start'),
    date('datum_einde'),
    codeList('code_type'),
    { name: 'uitstroom_werk', type: 'boolean', label: 'uitstroom naar werk' },
  ],
};

/** The dates of registers of periods, in the form of the study file. */
export const demoSpells: Readonly<Partial<Record<RegisterKind, object>>> = {
  benefits: { from: 'ingangsdatum', to: 'einddatum' },
  trajectories: { from: 'datum_start', to: 'datum_einde' },
};

/** The mapping file of a register, as an object for YAML. */
export function demoMapping(register: RegisterKind): object {
  return {
    register,
    delimiter: ',',
    recordId: recordColumn[register],
    fields: {
      givenNames: 'voornamen',
      surname: {
        value: surnameColumn[register],
        prefix: 'voorvoegsel',
        ...partnerColumns[register],
      },
      birthDate: 'geboortedatum',
      sex: 'geslacht',
      postcode: 'postcode',
      houseNumber: { value: 'huisnummer', addition: 'toevoeging' },
    },
    payload: Object.fromEntries(demoPayload[register].map(({ name }) => [name, name])),
    // Neither linked on nor researched.
    ignore: ['bsn', 'straatnaam', 'woonplaats'],
  };
}
