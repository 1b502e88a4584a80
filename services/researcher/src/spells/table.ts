// SPDX-License-Identifier: EUPL-1.2
/** `spells`: the periods of all registers that hold some, out of a store, and how many of each kind. */
import { spellDates, type SpellDates, type Study } from '@koppel/study';
import type { DataFile, Row } from '../formats/data-file.ts';
import { spellRegisters, spellSchema } from '../formats/spell-schema.ts';
import { wideText, type Store } from '../store/store.ts';
import { spellStates, SpellWalk, type PlacedSpell, type SpellState } from './walk.ts';

/** Periods of one owner's register. */
export interface SpellCounts extends Record<SpellState, number> {
  readonly owner: string;
  readonly register: string;
  overlapping: number;
}

/** Counted while the file is written. */
export class SpellTally {
  readonly #counts = new Map<string, SpellCounts>();

  add(owner: string, register: string, { state, overlaps }: PlacedSpell): void {
    const place = `${owner} ${register}`;
    const counts = this.#counts.get(place) ?? {
      owner, register, closed: 0, open: 0, reversed: 0, noStart: 0, overlapping: 0,
    }; // prettier-ignore
    counts[state] += 1;
    if (overlaps === true) counts.overlapping += 1;
    this.#counts.set(place, counts);
  }

  /** By register, then owner, as in the study. */
  counts(study: Study): readonly SpellCounts[] {
    return study.registers.flatMap(({ id }) =>
      study.owners.flatMap((owner) => this.#counts.get(`${owner.id} ${id}`) ?? []),
    );
  }
}

/** A row of the file, from what is known of the record. */
export function spellRow(
  known: {
    readonly person: string;
    readonly register: number;
    readonly owner: string;
    readonly linked: 0 | 1;
    readonly probability: number | undefined;
    readonly start: number | undefined;
    readonly end: number | undefined;
  },
  { spell, episode, state, overlaps }: PlacedSpell,
): Row {
  const { person, register, owner, linked, probability, start, end } = known;
  return [
    person, register, owner, linked, probability, spell, episode, start, end,
    spellStates.indexOf(state), overlaps === undefined ? undefined : Number(overlaps),
  ]; // prettier-ignore
}

const numberOf = (value: unknown): number | undefined =>
  value === null ? undefined : Number(value);

async function* registerRows(
  store: Store,
  study: Study,
  [at, place, dates]: readonly [number, number, SpellDates],
  tally: SpellTally,
): AsyncGenerator<Row[]> {
  const [start, end] = [`v${String(dates.from)}`, `v${String(dates.to)}`];
  const query = `SELECT pseudonym, source, size, probability, ${start}, ${end}
    FROM register_${String(at)} WHERE has_payload
    ORDER BY pseudonym, ${start} NULLS LAST, ${end} NULLS LAST, source, token`;
  const walk = new SpellWalk(dates);
  const { id } = study.registers[at]!;
  for await (const part of store.rows(query)) {
    yield part.map(([pseudonym, source, size, probability, from, to]) => {
      const owner = study.owners[Math.floor(Number(source) / study.registers.length)]!.id;
      const known = {
        person: wideText(pseudonym!), register: place, owner, linked: Number(size) > 1 ? 1 : 0,
        probability: numberOf(probability), start: numberOf(from), end: numberOf(to),
      } as const; // prettier-ignore
      const placed = walk.next(known);
      tally.add(owner, id, placed);
      return spellRow(known, placed);
    });
  }
}

/** By register, person and first day; undefined where no register of the study holds periods. */
export async function spellTable(
  store: Store,
  study: Study,
  tally: SpellTally,
): Promise<DataFile | undefined> {
  const registers = spellRegisters(study);
  if (registers.length === 0) return undefined;
  const numbered = registers.map(
    ({ at, register }, place) => [at, place, spellDates(register)!] as const,
  );
  let count = 0;
  for (const { at } of registers) {
    const [row] = await store.all(`SELECT count(*) FROM register_${String(at)} WHERE has_payload`);
    count += Number(row![0]);
  }
  const rows = async function* (): AsyncGenerator<Row[]> {
    for (const one of numbered) yield* registerRows(store, study, one, tally);
  };
  return { schema: spellSchema(study, study.language)!, count, rows: rows() };
}
