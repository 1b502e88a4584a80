// SPDX-License-Identifier: EUPL-1.2
/**
 * How fast each kind of register is read and encoded, and a file under `nl-1`: the same persons, each
 * time in a fresh process, one run. What another program has to write (DuckDB, PostgreSQL) is written
 * by the helpers of the encoder's own tests, which a clone without them leaves out.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodingSchema, type EncodingSpec } from '@koppel/study';

const execute = promisify(execFile);
const helpers = new URL('../../../../services/encoder/src/testing/', import.meta.url);

/** What a run of `measure.ts` takes, but for the file. */
export interface InputJob {
  readonly mapping: { readonly fields: Readonly<Record<string, string>> };
  readonly encoding: EncodingSpec;
}

export interface InputOptions {
  /** Persons under the columns of `dataColumns`. */
  readonly csv: string;
  readonly folder: string;
  readonly job: InputJob;
  /** Runs `measure.ts`; gives records per second. */
  readonly rate: (file: string, job: InputJob) => Promise<number>;
  readonly program: string;
}

async function runHelper(code: string, ...args: readonly string[]): Promise<string> {
  const all = ['--input-type=module', '-e', code, ...args];
  const { stdout } = await execute(execPath, all, { cwd: fileURLToPath(helpers) });
  return stdout;
}

const parquetCode = `
const [helper, csv, file] = process.argv.slice(1);
const { writeParquet } = await import(helper);
await writeParquet(file, "SELECT * FROM read_csv('" + csv + "', all_varchar = true)");
`;

async function parquetRate({ csv, folder, job, rate }: InputOptions): Promise<number> {
  const file = join(folder, 'persons.parquet');
  await runHelper(parquetCode, new URL('parquet.ts', helpers).href, csv, file);
  const source = { kind: 'parquet', timeZone: 'Europe/Amsterdam' };
  return rate(file, { ...job, mapping: { ...job.mapping, source } as InputJob['mapping'] });
}

/** Prints nothing where there is no PostgreSQL. The server reads the file from its own folder. */
const postgresCode = `
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
const [helper, csv, program, text] = process.argv.slice(1);
const { startPostgres } = await import(helper);
const server = await startPostgres();
if (server !== undefined) {
  try {
    const { port, ca, passwordFile, socketFolder } = server;
    const copy = socketFolder + '/rows.csv';
    copyFileSync(csv, copy);
    chmodSync(copy, 0o644);
    const job = JSON.parse(text);
    await server.run('CREATE TABLE person (' + job.columns.map((name) => name + ' text').join() + ')');
    await server.run("COPY person FROM '" + copy + "' (FORMAT csv, HEADER)");
    await server.run('GRANT SELECT ON person TO reader');
    const source = {
      kind: 'postgres', host: 'localhost', port, database: 'register', user: 'reader', passwordFile,
      tls: { ca }, table: 'person', fetchRows: 4096, statementSeconds: 600,
      timeZone: 'Europe/Amsterdam',
    };
    const whole = { ...job, file: 'mapping.yaml', mapping: { ...job.mapping, source } };
    process.stdout.write(execFileSync(process.execPath, [program, JSON.stringify(whole)]));
  } finally {
    await server.stop();
  }
}
`;

async function postgresRate(options: InputOptions): Promise<number | undefined> {
  const { csv, job, program } = options;
  const columns = ['rid', 'entity_id', ...Object.values(job.mapping.fields)];
  const text = JSON.stringify({ ...job, columns, tokens: false });
  const helper = new URL('postgres.ts', helpers).href;
  const printed = await runHelper(postgresCode, helper, csv, program, text);
  if (printed === '') return undefined;
  const { records, seconds } = JSON.parse(printed) as { records: number; seconds: number };
  return records / seconds;
}

/** The columns of person lists that hold what the columns of the CSV file hold, in its order. */
const brpColumns = ['01.01.10', '01.02.10', '01.02.40', '01.03.10', '08.11.10', '08.11.60'];

/** The same persons as lists of one row each. */
async function brpRate({ csv, folder, job, rate }: InputOptions): Promise<number> {
  const file = join(folder, 'persons-brp.csv');
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF;${brpColumns.join(';')}\r\n`;
    let row = 0;
    for await (const line of createInterface({ input: createReadStream(csv) })) {
      const [, , ...cells] = line.split(',').map((cell) => cell.replaceAll('"', ''));
      if (row > 0) yield `${row};${1_000_000_000 + row};${cells.join(';')}\r\n`;
      row += 1;
    }
  }
  await pipeline(lines, createWriteStream(file));
  const names = Object.keys(job.mapping.fields);
  const fields = Object.fromEntries(names.map((name, at) => [name, brpColumns[at + 1]!]));
  const source = { kind: 'brp', charset: 'utf-8-bom', delimiter: ';' };
  const mapping = { ...job.mapping, recordId: brpColumns[0], fields, ignore: [], source };
  return rate(file, { ...job, mapping });
}

/** The same columns under `nl-1`, which the kernel does not read. */
const dutchEncoding: EncodingSpec = encodingSchema.parse({
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'nl-1',
  fields: [
    { name: 'first_name', group: 'name', type: 'givenNames', weight: { bitsPerToken: 13 } },
    { name: 'last_name', group: 'name', type: 'surname', weight: { bitsPerToken: 10 } },
    { name: 'dob', type: 'date', weight: { bitsPerToken: 14 }, onInvalid: 'missing' },
    { name: 'street', type: 'text', weight: { bitsPerToken: 6 } },
    { name: 'postcode', type: 'postcode', weight: { bitsPerToken: 13 }, onInvalid: 'missing' },
  ],
});

/** Records per second by the kind of input; what cannot be made here is left out. */
export async function inputRates(options: InputOptions): Promise<Record<string, number>> {
  const { csv, job, rate } = options;
  const rates: Record<string, number> = {
    csv: await rate(csv, job),
    brp: await brpRate(options),
  };
  if (existsSync(new URL('parquet.ts', helpers))) {
    rates['parquet'] = await parquetRate(options);
    const postgres = await postgresRate(options);
    if (postgres !== undefined) rates['postgres'] = postgres;
  }
  rates['csv, nl-1'] = await rate(csv, { ...job, encoding: dutchEncoding });
  return rates;
}
