// SPDX-License-Identifier: EUPL-1.2
/**
 * Generates whole registers with a known truth. Nobody in them exists. The same options give the
 * same bytes, on every machine.
 */
import { KoppelError } from '@koppel/errors';
import { cities, type City } from './addresses.ts';
import type { Table } from './csv.ts';
import {
  defaultDependence,
  defaultFaultRates,
  faultNames,
  faultsIn,
  type Dependence,
  type FaultRates,
  type RegisterKind,
} from './faults.ts';
import { drawPayload, layouts } from './layouts.ts';
import {
  defaultPersonRates,
  referenceYear,
  World,
  type Person,
  type PersonRates,
} from './persons.ts';
import { planFaults } from './plan.ts';
import { createRandom, shuffle } from './random.ts';
import { writeRecord, type RegisterRecord } from './records.ts';

/** One register of one municipality. */
export interface RegisterRequest {
  /** The data owner, e.g. `rotterdam`. */
  readonly owner: string;
  /** Where its new persons live. */
  readonly city: City;
  readonly register: RegisterKind;
  /** Number of records, ≥ 1. No person has two records in one register. */
  readonly records: number;
  /**
   * Share of the records, 0–1, whose person is also in one of the registers listed before it:
   * inhabitants of the same city and persons of working age first. Default 0 for the first
   * register, 0.5 for the others.
   */
  readonly overlap?: number;
  /** Departures from the register's default rates. */
  readonly faults?: Partial<FaultRates>;
}

export interface GeneratorOptions {
  readonly seed: string | number;
  readonly registers: readonly RegisterRequest[];
  readonly persons?: Partial<PersonRates>;
  readonly dependence?: Partial<Dependence>;
  /** Share of records, 0–1, with an impossible birth date. Default 0: every row can be encoded. */
  readonly brokenRows?: number;
}

/** One generated file. */
export interface RegisterFile extends Table {
  readonly owner: string;
  readonly register: RegisterKind;
}

/** Who the records of one file are. Index = row; `volgnummer` = row + 1. */
export interface RegisterTruth {
  readonly owner: string;
  readonly register: RegisterKind;
  /** Person number of each row. */
  readonly persons: Uint32Array;
  /** Fault mask of each row; read it with `faultsIn`. */
  readonly faults: Uint32Array;
  /** Origin of each row's person, e.g. `dutch`. */
  readonly origins: readonly string[];
}

export interface Generated {
  readonly files: readonly RegisterFile[];
  readonly truth: readonly RegisterTruth[];
}

/** A register before its columns are laid out. */
export interface DrawnRegister {
  readonly request: RegisterRequest;
  readonly records: readonly RegisterRecord[];
  readonly truth: RegisterTruth;
}

/**
 * Draws registers in the order listed.
 * @throws KoppelError USAGE with path and rule when an option is out of range, or when an overlap
 *   asks for more persons than the registers before it hold.
 */
export function generateRegisters(options: GeneratorOptions): Generated {
  const drawn = drawRegisters(options);
  const files = drawn.map(({ request: { owner, register }, records }) => {
    const columns = layouts[register];
    const random = createRandom(options.seed, `payload ${owner} ${register}`);
    return {
      owner,
      register,
      header: columns.map(([name]) => name),
      rows: records.map((record, index) => {
        const place = { number: index + 1, payload: drawPayload[register](record, random) };
        return columns.map(([, value]) => value(record, place));
      }),
    };
  });
  return { files, truth: drawn.map(({ truth }) => truth) };
}

/** The truth as one table: who each record is, and what is wrong with it. */
export function truthTable(truth: readonly RegisterTruth[]): Table {
  return {
    header: ['owner', 'register', 'volgnummer', 'person', 'origin', 'faults'],
    rows: truth.flatMap(({ owner, register, persons, faults, origins }) =>
      Array.from(persons, (person, row) => [
        owner,
        register,
        String(row + 1),
        String(person),
        origins[row]!,
        faultsIn(faults[row]!).join(' '),
      ]),
    ),
  };
}

/** The registers as records, for other layouts than the usual files. */
export function drawRegisters(options: GeneratorOptions): DrawnRegister[] {
  checkOptions(options);
  const world = new World(options.seed, { ...defaultPersonRates, ...options.persons });
  const known = new Map<number, Person>();
  return options.registers.map((request, index) => {
    const path = `registers[${index}].overlap`;
    const label = `${index} ${request.owner} ${request.register}`;
    const overlap = request.overlap ?? (index === 0 ? 0 : 0.5);
    const shared = Math.round(overlap * request.records);
    const persons = drawKnown([...known.values()], shared, request, options.seed, label);
    if (persons.length < shared) throw new KoppelError('USAGE', { path, rule: 'tooFewPersons' });
    addNewcomers(persons, request, world);
    for (const person of persons) known.set(person.id, person);
    return drawRegister(persons, request, world, options, label);
  });
}

function checkOptions({ registers, brokenRows, ...options }: GeneratorOptions): void {
  const share = (value: number | undefined, path: string): void => {
    if (value === undefined || (value >= 0 && value <= 1)) return;
    throw new KoppelError('USAGE', { path, rule: 'between0And1' });
  };
  share(brokenRows, 'brokenRows');
  Object.entries(options.persons ?? {}).forEach(([name, rate]) => {
    share(rate, `persons.${name}`);
  });
  const { carelessShare, carelessFactor } = { ...defaultDependence, ...options.dependence };
  share(carelessShare * carelessFactor, 'dependence.carelessFactor');
  registers.forEach((request, index) => {
    const path = `registers[${index}]`;
    share(request.overlap, `${path}.overlap`);
    for (const name of faultNames) share(request.faults?.[name], `${path}.faults.${name}`);
    if (!Number.isSafeInteger(request.records) || request.records < 1) {
      throw new KoppelError('USAGE', { path: `${path}.records`, rule: 'positiveInteger' });
    }
    if (!cities.includes(request.city)) {
      throw new KoppelError('USAGE', { path: `${path}.city`, rule: 'knownCity' });
    }
  });
}

function ofWorkingAge({ birth }: Person): boolean {
  return birth.year >= referenceYear - 67 && birth.year <= referenceYear - 18;
}

/** Persons of earlier registers: of the same city first, and of working age before others. */
function drawKnown(
  known: readonly Person[],
  count: number,
  { city, register }: RegisterRequest,
  seed: string | number,
  label: string,
): Person[] {
  const random = createRandom(seed, `overlap ${label}`);
  const tiers: number[][] = [[], [], [], []];
  known.forEach((person, index) => {
    const elsewhere = person.address.city === city ? 0 : 2;
    const unlikely = register === 'population' || ofWorkingAge(person) ? 0 : 1;
    tiers[elsewhere + unlikely]!.push(index);
  });
  const drawn: Person[] = [];
  for (const tier of tiers) {
    const taken = Math.min(tier.length, count - drawn.length);
    const order = shuffle(Uint32Array.from(tier), random, taken).subarray(0, taken);
    for (const index of order) drawn.push(known[index]!);
  }
  return drawn;
}

function addNewcomers(persons: Person[], request: RegisterRequest, world: World): void {
  while (persons.length < request.records) {
    const household = world.household(request.city);
    const fitting = request.register === 'population' ? household : household.filter(ofWorkingAge);
    persons.push(...fitting.slice(0, request.records - persons.length));
  }
}

function drawRegister(
  inOrder: readonly Person[],
  request: RegisterRequest,
  world: World,
  { seed, dependence, brokenRows }: GeneratorOptions,
  label: string,
): DrawnRegister {
  const { owner, register, city } = request;
  const random = createRandom(seed, `register ${label}`);
  // The order in a file must not tell who is who.
  const order = shuffle(Uint32Array.from(inOrder.keys()), random);
  const persons = Array.from(order, (index) => inOrder[index]!);
  const rates: FaultRates = {
    ...defaultFaultRates[register],
    brokenDate: brokenRows ?? 0,
    ...request.faults,
  };
  const faults = planFaults(
    persons,
    rates,
    { ...defaultDependence, ...dependence },
    world.names,
    random,
  );
  const writing = { kind: register, names: world.names, book: world.addressBook(city), random };
  return {
    request,
    records: persons.map((person, row) => writeRecord(person, faults[row]!, writing)),
    truth: {
      owner,
      register,
      persons: Uint32Array.from(persons, ({ id }) => id),
      faults,
      origins: persons.map(({ origin }) => origin.id),
    },
  };
}
