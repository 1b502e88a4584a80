// SPDX-License-Identifier: EUPL-1.2
/**
 * What is stored: links of a result and of an earlier one, what happened to records, and research
 * variables by register and run. Sources, registers and runs go by number; nothing is named by what
 * an owner sends.
 */
import { DOUBLE, INTEGER, UHUGEINT, UTINYINT, type DuckDBValue } from '@duckdb/node-api';
import type { Study } from '@koppel/study';
import { probabilityOf, qualityOf, type EventBlock, type LinkBlock } from '@koppel/wire';
import type { PayloadRowsIn } from '../payload.ts';
import { wide, type Store, type TableShape } from './store.ts';

/** The number of a source: its owner's place times the number of registers, and the register's. */
export function sourceNumber(study: Study, owner: string, register: string): number {
  const ownerAt = study.owners.findIndex(({ id }) => id === owner);
  const registerAt = study.registers.findIndex(({ id }) => id === register);
  return ownerAt * study.registers.length + registerAt;
}

/** Which of two results links are of. */
export type LinkTable = 'links' | 'links_before';

const linkTypes = [INTEGER, UHUGEINT, UHUGEINT, DOUBLE, DOUBLE, DOUBLE, INTEGER, UTINYINT];
const linkColumns =
  'source INTEGER, token UHUGEINT, pseudonym UHUGEINT, quality DOUBLE, probability DOUBLE, person DOUBLE, size INTEGER, review UTINYINT';

/** The tables of a study, empty. */
export async function makeTables(store: Store, study: Study): Promise<void> {
  await store.run(
    `CREATE TABLE links(${linkColumns})`,
    `CREATE TABLE links_before(${linkColumns})`,
    'CREATE TABLE reasons(source INTEGER, token UHUGEINT, bits INTEGER)',
    ...(['', 'before_'] as const).flatMap((when) =>
      study.registers.map(({ payload }, at) => {
        const values = payload.map((_, variable) => `, v${String(variable)} DOUBLE`).join('');
        return `CREATE TABLE payload_${when}${String(at)}(source INTEGER, token UHUGEINT, run INTEGER, gone UTINYINT${values})`;
      }),
    ),
  );
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function tokensOf(tokens: Uint8Array, count: number): bigint[] {
  return Array.from({ length: count }, (_, row) => wide(tokens, row));
}

const same = (value: number, count: number): number[] => new Array<number>(count).fill(value);

export async function addLinks(
  store: Store,
  table: LinkTable,
  source: number,
  block: LinkBlock,
): Promise<void> {
  const { count } = block;
  const graded = (grades: Uint8Array, meaning: (grade: number) => number): (number | null)[] =>
    Array.from({ length: count }, (_, row) => numberOrNull(meaning(grades[row]!)));
  await store.add({ name: table, types: linkTypes }, [
    same(source, count),
    tokensOf(block.tokens, count),
    tokensOf(block.pseudonyms, count),
    graded(block.quality, qualityOf),
    graded(block.probability, probabilityOf),
    graded(block.personProbability, probabilityOf),
    Array.from({ length: count }, (_, row) => block.clusterSize[row]!),
    Array.from({ length: count }, (_, row) => block.review[row]!),
  ]);
}

export async function addReasons(store: Store, source: number, block: EventBlock): Promise<void> {
  const { count, tokens, reasons } = block;
  const shape: TableShape = { name: 'reasons', types: [INTEGER, UHUGEINT, INTEGER] };
  const bits = Array.from({ length: count }, (_, row) => reasons[row]!);
  await store.add(shape, [same(source, count), tokensOf(tokens, count), bits]);
}

/** Which of two results research variables are of. */
export type PayloadOf = '' | 'before_';

/** Takes the rows of one source, run by run. */
export function payloadRowsIn(
  store: Store,
  source: number,
  register: number,
  of: PayloadOf = '',
): PayloadRowsIn {
  const name = `payload_${of}${String(register)}`;
  const place = `source = ${String(source)}`;
  return {
    async hasToken(run, tokens) {
      // A temporary table: an owner's tokens are numbers here, never text of a statement.
      await store.run('CREATE OR REPLACE TEMP TABLE asked(token UHUGEINT)');
      await store.add({ name: 'asked', types: [UHUGEINT] }, [tokens]);
      const found = await store.all(
        `SELECT 1 FROM asked JOIN ${name} USING (token) WHERE ${place} AND run = ${String(run)} LIMIT 1`,
      );
      return found.length > 0;
    },
    async add(run, { tokens, gone, values }) {
      const types = [INTEGER, UHUGEINT, INTEGER, UTINYINT, ...values.map(() => DOUBLE)];
      const count = tokens.length;
      const columns: (readonly DuckDBValue[])[] = [
        same(source, count), tokens, same(run, count), gone, ...values,
      ]; // prettier-ignore
      await store.add({ name, types }, columns);
    },
  };
}

/**
 * The rows of each register after all runs, in tables `newest_0` and on, or `newest_before_0`. `runsOf`
 * says of each source how many runs there are.
 */
async function settleRuns(
  store: Store,
  study: Study,
  runsOf: ReadonlyMap<number, number>,
  of: PayloadOf,
): Promise<void> {
  const registers = study.registers.length;
  for (const at of study.registers.keys()) {
    const table = `payload_${of}${String(at)}`;
    const isChanged = [...runsOf].some(([source, runs]) => source % registers === at && runs > 1);
    // Of a record that runs of changes touched the last one counts; whole registers need no look.
    const newest = isChanged
      ? 'QUALIFY row_number() OVER (PARTITION BY source, token ORDER BY run DESC) = 1'
      : '';
    await store.run(
      `CREATE TABLE newest_${of}${String(at)} AS SELECT * FROM (SELECT * FROM ${table} ${newest}) WHERE gone = 0`,
      `DROP TABLE ${table}`,
    );
  }
}

/** The same of an earlier result. */
export async function settleBefore(
  store: Store,
  study: Study,
  runsOf: ReadonlyMap<number, number>,
): Promise<void> {
  await settleRuns(store, study, runsOf, 'before_');
}

/** Links and variables of each register together, in tables `register_0` and on. */
export async function joinRegisters(
  store: Store,
  study: Study,
  runsOf: ReadonlyMap<number, number>,
): Promise<void> {
  await settleRuns(store, study, runsOf, '');
  const registers = study.registers.length;
  for (const [at, { payload }] of study.registers.entries()) {
    const values = payload.map((_, variable) => `, p.v${String(variable)}`).join('');
    await store.run(
      `CREATE TABLE register_${String(at)} AS SELECT l.*, p.token IS NOT NULL AS has_payload${values}
       FROM links l LEFT JOIN newest_${String(at)} p ON l.source = p.source AND l.token = p.token
       WHERE l.source % ${String(registers)} = ${String(at)}`,
    );
  }
}
