// SPDX-License-Identifier: EUPL-1.2
/** The files of weights and draws, from a data set in a store, in memory that does not grow. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Language } from '@koppel/errors';
import type { Variable } from '@koppel/statistics-files';
import type { Source } from '../check/source.ts';
import type { DataFile, Row } from '../formats/data-file.ts';
import { quotedName, quotedText, type Store } from '../store/store.ts';
import { drawLinks } from './draws.ts';
import type { Combination, Group } from './pool.ts';

const words = {
  en: {
    weights: 'Weights of records', draws: 'Plausible linkages', no: 'no', yes: 'yes', row: 'Row of the record in the file of the register',
    pseudonym: 'Person, in this study only', linked: 'Linked to another record', stratum: 'Group in which records are weighed, as in weights.json',
    weight: 'Inverse of the share of the group that is linked; 0 for unlinked records', kept: 'The link is kept in draw',
  },
  nl: {
    weights: 'Gewichten van records', draws: 'Aannemelijke koppelingen', no: 'nee', yes: 'ja', row: 'Rij van het record in het bestand van het register',
    pseudonym: 'Persoon, alleen binnen deze studie', linked: 'Gekoppeld aan een ander record', stratum: 'Groep waarbinnen records worden gewogen, als in weights.json',
    weight: 'Omgekeerde van het aandeel van de groep dat is gekoppeld; 0 voor niet-gekoppelde records', kept: 'De koppeling blijft in trekking',
  },
} as const; // prettier-ignore

type Text = (typeof words)[Language];

const described = (variables: readonly Variable[]) =>
  variables.map((variable) => ({ variable, unit: '' }));

const number = (name: string, label: string, decimals: number): Variable => ({ kind: 'number', name, label, decimals }); // prettier-ignore
const yesNo = (name: string, label: string, { no, yes }: Text): Variable => ({ kind: 'boolean', name, label, no, yes }); // prettier-ignore

/** Values of a record as SQL has them, the coarsest variable first. */
const valuesOf = (variables: readonly string[]): string[] =>
  variables.map((name) => `coalesce(${quotedName(name)}, '')`);

/** The register with as `linked` whether the person of a record has one in another register too. */
export async function linkedTo(
  store: Store,
  [source, persons]: readonly [Source, Source],
  column: string,
): Promise<Source> {
  const table = `${source.table}_to`;
  const there = `SELECT pseudonym FROM ${persons.table} WHERE TRY_CAST(${quotedName(column)} AS DOUBLE) > 0`;
  await store.run(
    `CREATE TABLE ${table} AS SELECT * REPLACE (
       CASE WHEN linked = '1' AND pseudonym IN (${there}) THEN '1' ELSE '0' END AS linked
     ) FROM ${source.table} ORDER BY rowid`,
  );
  return { ...source, table };
}

/** Records by their values of some variables. */
export async function combinations(
  store: Store,
  { table }: Source,
  variables: readonly string[],
): Promise<Combination[]> {
  const values = valuesOf(variables);
  const by = variables.length === 0 ? '' : `GROUP BY ${values.join(', ')}`;
  const rows = await store.all(
    `SELECT ${[...values, 'count(*)', "count(*) FILTER (linked = '1')"].join(', ')} FROM ${table} ${by}`,
  );
  return rows.map((row) => ({
    values: row.slice(0, -2).map(String),
    records: Number(row.at(-2)),
    linked: Number(row.at(-1)),
  }));
}

/** Puts the number of each record's group into the store. */
async function storeGroups(
  store: Store,
  variables: readonly string[],
  groups: readonly Group[],
): Promise<void> {
  const columns = variables.map((_, at) => `v${String(at)} VARCHAR`);
  await store.run(
    `CREATE TABLE strata(${[...columns, 'stratum INTEGER', 'weight DOUBLE'].join(', ')})`,
  );
  const rows = groups.flatMap((group, at) =>
    group.combinations.map(({ values }) =>
      [...values.map(quotedText), String(at + 1), String(group.weight)].join(', '),
    ),
  );
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500).map((row) => `(${row})`);
    await store.run(`INSERT INTO strata VALUES ${part.join(', ')}`);
  }
}

async function* mapped(
  parts: AsyncIterable<DuckDBValue[][]>,
  rowOf: (row: DuckDBValue[]) => Row,
): AsyncGenerator<Row[]> {
  for await (const part of parts) yield part.map(rowOf);
}

/** A row per record of the register, in its order. */
export async function weightsFile(
  store: Store,
  { table, rows }: Source,
  variables: readonly string[],
  groups: readonly Group[],
  language: Language,
): Promise<DataFile> {
  await storeGroups(store, variables, groups);
  const text = words[language];
  const values = valuesOf(variables);
  const same = values.map((_, at) => `s.v${String(at)} = r.k${String(at)}`);
  const kept = values.map((value, at) => `${value} AS k${String(at)}`);
  const query = `SELECT r.row, r.pseudonym, r.linked, s.stratum, s.weight
    FROM (SELECT ${['rowid + 1 AS row', 'pseudonym', 'linked', ...kept].join(', ')} FROM ${table}) r
    JOIN strata s ON ${same.length === 0 ? 'true' : same.join(' AND ')} ORDER BY r.row`;
  const variablesOf: Variable[] = [
    number('row', text.row, 0),
    { kind: 'text', name: 'pseudonym', label: text.pseudonym, bytes: 32 },
    yesNo('linked', text.linked, text),
    number('stratum', text.stratum, 0),
    number('weight', text.weight, 6),
  ];
  const schema = { stem: 'weights', label: text.weights, variables: described(variablesOf) };
  const rowOf = ([row, pseudonym, linked, stratum, weight]: DuckDBValue[]): Row => [
    Number(row),
    pseudonym as string,
    linked === '1' ? 1 : 0,
    Number(stratum),
    linked === '1' ? (weight as number) : 0,
  ];
  return { schema, count: rows, rows: mapped(store.rows(query), rowOf) };
}

export interface DrawCounts {
  readonly persons: number;
  /** Whose link has no probability, so that it is in every draw. */
  readonly unknown: number;
}

/** A row per linked person of the register. */
export async function drawsFile(
  store: Store,
  [register, persons]: readonly [Source, Source],
  study: string,
  draws: number,
  language: Language,
): Promise<{ file: DataFile; counts: DrawCounts }> {
  const text = words[language];
  const from = `FROM ${persons.table} p WHERE p.linked = '1'
    AND p.pseudonym IN (SELECT pseudonym FROM ${register.table} WHERE linked = '1')`;
  const probability = 'TRY_CAST(p.weakestMatchProbability AS DOUBLE)';
  const decided = `coalesce(p.review = 'same', false)`;
  const [row] = await store.all(
    `SELECT count(*), count(*) FILTER (${probability} IS NULL AND NOT ${decided}) ${from}`,
  );
  const counts = { persons: Number(row![0]), unknown: Number(row![1]) };
  const query = `SELECT p.pseudonym, ${probability}, ${decided} ${from} ORDER BY p.pseudonym`;
  const names = Array.from({ length: draws }, (_, at) => `draw${String(at + 1)}`);
  const schema = {
    stem: 'draws',
    label: text.draws,
    variables: described([
      { kind: 'text', name: 'pseudonym', label: text.pseudonym, bytes: 32 },
      ...names.map((name, at) => yesNo(name, `${text.kept} ${String(at + 1)}`, text)),
    ]),
  };
  const rowOf = ([pseudonym, known, isDecided]: DuckDBValue[]): Row => [
    pseudonym as string,
    ...drawLinks(
      study,
      {
        pseudonym: pseudonym as string,
        probability: known === null ? undefined : (known as number),
        isDecided: isDecided === true,
      },
      draws,
    ),
  ];
  const rows = mapped(store.rows(query), rowOf);
  return { file: { schema, count: counts.persons, rows }, counts };
}
