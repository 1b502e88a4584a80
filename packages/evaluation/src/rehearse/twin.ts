// SPDX-License-Identifier: EUPL-1.2
/**
 * A synthetic twin of two registers: invented persons, made to look like the publishable profiles of
 * the real ones. The same share of each linkage field is missing, as many names are initials only, as
 * many dates are partial or on 1 January, and years of birth are spread alike. Faults that no profile
 * tells of have their usual rates. Nobody in a twin exists.
 */
import type { PublishableCell, PublishableProfile } from '@koppel/study';
import type { RegisterKind } from '../generator/faults.ts';
import { drawRegisters } from '../generator/generate.ts';
import { createRandom, type Random } from '../generator/random.ts';
import type { RegisterRecord } from '../generator/records.ts';

export interface TwinRequest {
  readonly one: PublishableProfile;
  readonly other: PublishableProfile;
  readonly kinds: readonly [RegisterKind, RegisterKind];
  /** Records of either side. */
  readonly sizes: readonly [number, number];
  /** Persons in both. */
  readonly shared: number;
  readonly seed: string;
}

export interface TwinRecord extends RegisterRecord {
  /** What the date of birth is written as. */
  readonly birthDate: string;
  /** Fields of the study that this record lacks. */
  readonly lacks: ReadonlySet<string>;
  readonly bornAbroad: boolean;
}

export interface TwinRegister {
  readonly profile: PublishableProfile;
  readonly records: readonly TwinRecord[];
}

/** So many more persons are drawn than are kept, to choose from by year of birth. */
const DRAWN = 2.5;

/** Share of the rows; a small cell counts for its largest. */
function shareOf(cell: PublishableCell | undefined, { rows }: PublishableProfile): number {
  if (cell === undefined || rows === '<10') return 0;
  if (cell === 'most') return 1;
  return Math.min(1, (cell === '<10' ? 9 : cell) / rows);
}

function markShare(profile: PublishableProfile, mark: string): number | undefined {
  const found = profile.fields.flatMap(({ marks }) => marks).filter((one) => one.mark === mark);
  return found[0] === undefined ? undefined : shareOf(found[0].rows, profile);
}

/** Rates that the profile tells of. What it does not mention has too few rows to be told. */
function faultsOf(profile: PublishableProfile) {
  const partial = markShare(profile, 'partial') ?? 0;
  return {
    initialsOnly: markShare(profile, 'initialsOnly') ?? 0,
    partialDate: partial,
    partialDateRefugee: partial,
    // Missing postcodes follow from the profile, below.
    postcodeMissing: 0,
  };
}

/** Share of persons to keep, by year of birth: those years that were drawn too often less. */
function keepByYear(profile: PublishableProfile, years: readonly number[]): (year: number) => number {
  const ratios = profile.birthYears.map(({ from, to, percent }) => {
    const drawn = years.filter((year) => year >= from && year <= to).length / years.length;
    return { from, to, ratio: drawn === 0 ? 0 : percent / 100 / drawn };
  });
  const most = Math.max(...ratios.map(({ ratio }) => ratio), 0);
  if (most === 0) return () => 1;
  return (year) => {
    const found = ratios.find(({ from, to }) => year >= from && year <= to);
    return found === undefined ? 0 : found.ratio / most;
  };
} // prettier-ignore

type Drawn = ReturnType<typeof drawRegisters>[number];

/** One number per person, the same in both registers: so a person is kept in both or in neither. */
function personLuck(seed: string, label: string): (person: number) => number {
  const kept = new Map<number, number>();
  return (person) => {
    const known = kept.get(person);
    if (known !== undefined) return known;
    const luck = createRandom(`${seed} ${String(person)}`, label).next();
    kept.set(person, luck);
    return luck;
  };
}

interface Choice {
  readonly rows: readonly number[];
  readonly drawn: Drawn;
}

/** Rows of each side: those of shared persons first, then of others, up to what is wanted. */
function chooseRows(sides: readonly [Drawn, Drawn], request: TwinRequest): readonly [Choice, Choice] {
  const luck = personLuck(request.seed, 'twin year');
  const order = personLuck(request.seed, 'twin order');
  const liked = sides.map(({ records }, side) => {
    const years = records.map(({ person }) => person.birth.year);
    const keep = keepByYear(side === 0 ? request.one : request.other, years);
    const well = records.map(({ person }) => luck(person.id) / Math.max(1e-9, keep(person.birth.year)));
    return new Map(records.map(({ person }, row) => [person.id, { row, strain: well[row]! }]));
  });
  const [first, second] = liked as [Map<number, { row: number; strain: number }>, Map<number, { row: number; strain: number }>];
  // Below 1 a person fits; where too few do, those that fit least badly come after them.
  const rank = (person: number, strain: number): number => (strain < 1 ? order(person) : strain);
  const both = [...first.keys()]
    .filter((person) => second.has(person))
    .sort((left, right) => rank(left, Math.max(first.get(left)!.strain, second.get(left)!.strain)) - rank(right, Math.max(first.get(right)!.strain, second.get(right)!.strain)))
    .slice(0, request.shared);
  const isShared = new Set(both);
  const rowsOf = (own: typeof first, other: typeof first, wanted: number): number[] => {
    const alone = [...own.keys()]
      .filter((person) => !other.has(person) && !isShared.has(person))
      .sort((left, right) => rank(left, own.get(left)!.strain) - rank(right, own.get(right)!.strain));
    return [...both, ...alone].slice(0, wanted).map((person) => own.get(person)!.row);
  };
  return [
    { rows: rowsOf(first, second, request.sizes[0]), drawn: sides[0] },
    { rows: rowsOf(second, first, request.sizes[1]), drawn: sides[1] },
  ];
} // prettier-ignore

/** Takes values away until as many rows lack each field as the profile says. */
function lacking(profile: PublishableProfile, fields: readonly string[], random: Random): Set<string> {
  const lacks = new Set(profile.absent);
  for (const name of fields) {
    const share = shareOf(profile.fields.find((field) => field.name === name)?.unusable, profile);
    if (random.chance(share)) lacks.add(name);
  }
  return lacks;
} // prettier-ignore

/** Two registers as alike to the real ones as their profiles tell. The same request gives the same. */
export function makeTwin(request: TwinRequest, fields: readonly string[]): readonly [TwinRegister, TwinRegister] {
  const { one, other, kinds, sizes, shared, seed } = request;
  const drawn = sizes.map((size) => Math.ceil(size * DRAWN)) as [number, number];
  const wide = { owner: 'twin', city: 'Rotterdam' } as const;
  const sides = drawRegisters({
    seed,
    registers: [
      { ...wide, register: kinds[0], records: drawn[0], faults: faultsOf(one) },
      { ...wide, register: kinds[1], records: drawn[1], overlap: Math.min(1, (shared * DRAWN) / drawn[1]), faults: faultsOf(other) },
    ],
  }) as [Drawn, Drawn];
  const newYear = personLuck(seed, 'twin new year');
  // Assigned birthdays come from the population register, and are the same in both.
  const assigned = Math.min(...[one, other].map((profile) => shareOf(profile.birthPeaks.find(({ day }) => day === '01-01')?.rows, profile)));
  const choices = chooseRows(sides, request);
  const made = choices.map(({ rows, drawn: side }, at): TwinRegister => {
    const profile = at === 0 ? one : other;
    const random = createRandom(seed, `twin missing ${String(at)}`);
    const records = rows.map((row): TwinRecord => {
      const record = side.records[row]!;
      const isAssigned = newYear(record.person.id) < assigned;
      const birthDate = isAssigned ? `${record.birthDate.replaceAll('-', '').slice(0, 4)}0101` : record.birthDate;
      return { ...record, birthDate, lacks: lacking(profile, fields, random), bornAbroad: record.person.bornAbroad };
    });
    return { profile, records };
  });
  return made as [TwinRegister, TwinRegister];
} // prettier-ignore
