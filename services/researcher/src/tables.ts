// SPDX-License-Identifier: EUPL-1.2
/** The tables of a data set out of a store: one per register, one of persons, one of events. */
import type { Value } from '@koppel/statistics-files';
import type { Study } from '@koppel/study';
import { eventKinds, reviewStates } from '@koppel/wire';
import { inParts, type DataFile, type Row } from './formats/data-file.ts';
import { eventSchema, personSchema, registerSchema } from './formats/schema.ts';
import type { PersonEvent } from './person-events.ts';
import { wideText, type Store } from './store/store.ts';

type StoredRow = Awaited<ReturnType<Store['all']>>[number];

const valueOf = (stored: StoredRow[number] | undefined): Value =>
  stored === null || stored === undefined ? undefined : Number(stored);

async function* mapped(
  parts: AsyncIterable<readonly StoredRow[]>,
  rowOf: (row: StoredRow) => Row,
): AsyncGenerator<Row[]> {
  for await (const part of parts) yield part.map(rowOf);
}

async function countOf(store: Store, query: string): Promise<number> {
  const [row] = await store.all(`SELECT count(*) FROM (${query})`);
  return Number(row![0]);
}

/** `<register>`: who it is and how sure that is, then the variables; by owner, person and token. */
export async function registerTable(store: Store, study: Study, at: number): Promise<DataFile> {
  const register = study.registers[at]!;
  const table = `register_${String(at)}`;
  const values = register.payload.map((_, variable) => `, v${String(variable)}`).join('');
  const query = `SELECT pseudonym, source, size, probability, quality, review${values}
    FROM ${table} ORDER BY source, pseudonym, token`;
  const rowOf = ([pseudonym, source, size, ...rest]: StoredRow): Row => {
    const owner = study.owners[Math.floor(Number(source) / study.registers.length)]!.id;
    return [wideText(pseudonym!), owner, Number(size) > 1 ? 1 : 0, ...rest.map(valueOf)];
  };
  const schema = registerSchema(study, register, study.language);
  const count = await countOf(store, `SELECT 1 FROM ${table}`);
  return { schema, count, rows: mapped(store.rows(query), rowOf) };
}

/** Of several states the first of these is that of the person. */
const gravest = ['open', 'same', 'different', 'none'] as const;

/** `persons`: one row per pseudonym, with the number of records per register. */
export async function personTable(store: Store, study: Study): Promise<DataFile> {
  const registers = study.registers.length;
  const counts = study.registers.map(
    (_, at) => `, count(*) FILTER (source % ${String(registers)} = ${String(at)})`,
  );
  const rank = gravest.map(
    (state, at) => `WHEN ${String(reviewStates.indexOf(state))} THEN ${String(at)}`,
  );
  const query = `SELECT pseudonym, count(*), min(person), min(quality),
    min(CASE review ${rank.join(' ')} END)${counts.join('')} FROM links GROUP BY pseudonym ORDER BY pseudonym`;
  const rowOf = ([pseudonym, records, person, quality, review, ...held]: StoredRow): Row => [
    wideText(pseudonym!),
    Number(records) > 1 ? 1 : 0,
    valueOf(person),
    valueOf(quality),
    reviewStates.indexOf(gravest[Number(review)]!),
    ...held.map(Number),
  ];
  const schema = personSchema(study, study.language);
  const count = await countOf(store, 'SELECT DISTINCT pseudonym FROM links');
  return { schema, count, rows: mapped(store.rows(query), rowOf) };
}

/** `events`: a row per move of records from one pseudonym to another. */
export function eventTable(study: Study, events: readonly PersonEvent[]): DataFile {
  const rows = function* (): Generator<Row> {
    for (const [at, { kind, reasons, moves }] of events.entries()) {
      const why = reasons.length > 0 ? reasons.join(' ') : 'unknown';
      for (const { before, after, records } of moves) {
        const names = [before, after].map((name) => (name === '' ? undefined : name));
        yield [at + 1, eventKinds.indexOf(kind), why, ...names, records];
      }
    }
  };
  const count = events.reduce((sum, { moves }) => sum + moves.length, 0);
  return { schema: eventSchema(study, study.language), count, rows: inParts(rows()) };
}
