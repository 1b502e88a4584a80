// SPDX-License-Identifier: EUPL-1.2
/**
 * The `source` section of a mapping: where the register is and how it is read. It stands in a file
 * that people mail to each other, so a password has no place in it; only the path of one has.
 */
import { z } from 'zod';

export const charsets = ['utf-8', 'utf-8-bom', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Charset = (typeof charsets)[number];

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export const charsetSchema = z.enum(charsets);
export const delimiterSchema = z.enum(delimiters);

const setting = z.string().min(1).max(1000);
const databaseName = z.string().min(1).max(63);

/** Midnight of a day of birth lies in this zone where a database stored it as a moment. */
const timeZone = z
  .string()
  .regex(/^[A-Za-z]+(?:[_+-][A-Za-z0-9]+)*(?:\/[A-Za-z0-9_+-]+)*$/)
  .max(60)
  .refine(isTimeZone)
  .default('Europe/Amsterdam');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

const csv = z.strictObject({
  kind: z.literal('csv'),
  charset: charsetSchema.default('utf-8'),
  delimiter: delimiterSchema.default(','),
});

const brp = z.strictObject({
  kind: z.literal('brp'),
  charset: charsetSchema.default('utf-8-bom'),
  delimiter: delimiterSchema.default(';'),
});

const parquet = z.strictObject({ kind: z.literal('parquet'), timeZone });

/** `off`, or what the server's certificate is held against; by default the system's authorities. */
const tls = z.union([
  z.literal('off'),
  z.strictObject({ ca: setting.optional(), serverName: setting.optional() }),
]);

const postgres = z
  .strictObject({
    kind: z.literal('postgres'),
    /** A host name, an address, or the folder of a socket. Otherwise PGHOST. */
    host: setting.optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: databaseName.optional(),
    user: databaseName.optional(),
    /** A file whose first line is the password. */
    passwordFile: setting.optional(),
    tls: tls.default({}),
    schema: databaseName.optional(),
    table: databaseName.optional(),
    /** One SELECT, instead of a table. */
    query: z.string().min(1).max(20_000).optional(),
    fetchRows: z.int().min(1).max(100_000).default(4096),
    /** Longest that the server may take for the first rows, or for the next. */
    statementSeconds: z.int().min(1).max(86_400).default(600),
    timeZone,
  })
  .refine(({ table, query }) => (table === undefined) !== (query === undefined), {
    path: ['table'],
  })
  .refine(({ schema, query }) => schema === undefined || query === undefined, {
    path: ['schema'],
  });

export const sourceSchema = z.discriminatedUnion('kind', [csv, brp, parquet, postgres]);

export type SourceSpec = z.output<typeof sourceSchema>;
export type ParquetSpec = Extract<SourceSpec, { kind: 'parquet' }>;
export type PostgresSpec = Extract<SourceSpec, { kind: 'postgres' }>;
export type BrpSpec = Extract<SourceSpec, { kind: 'brp' }>;
