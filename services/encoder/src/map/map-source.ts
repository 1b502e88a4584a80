// SPDX-License-Identifier: EUPL-1.2
/** Where `map` finds the register: a file whose kind it sees, or a database that it is pointed at. */
import { readFileText, type Arguments } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sourceSchema, type SourceSpec } from '../input/source-spec.ts';
import { seemsLike } from './dialect.ts';

/** The options of a database, beside the variables that PostgreSQL's own programs know. */
export const databaseKinds = {
  'host': 'string', 'port': 'string', 'database': 'string', 'user': 'string', 'password-file': 'string',
  'ca': 'string', 'server-name': 'string', 'no-tls': 'boolean', 'schema': 'string', 'table': 'string', 'query': 'string',
} as const; // prettier-ignore

/** The section as the mapping will have it. USAGE where the options do not go together. */
function databaseSpec(args: Arguments): SourceSpec {
  const query = args.text('query');
  const ca = args.text('ca');
  const serverName = args.text('server-name');
  const port = args.text('port');
  const read = sourceSchema.safeParse({
    kind: 'postgres',
    host: args.text('host'),
    port: port === undefined ? undefined : Number(port),
    database: args.text('database'),
    user: args.text('user'),
    passwordFile: args.text('password-file'),
    tls: args.flag('no-tls') ? 'off' : { ...(ca && { ca }), ...(serverName && { serverName }) },
    schema: args.text('schema'),
    table: args.text('table'),
    query: query === undefined ? undefined : readFileText(query).trim(),
  });
  if (read.success) return read.data;
  throw new KoppelError('USAGE', {
    path: `--${String(read.error.issues[0]?.path[0] ?? 'postgres')}`,
  });
}

export interface MapSource {
  /** What errors name: the register's file, or the option that asks for a database. */
  readonly file: string;
  readonly spec: SourceSpec;
}

/** USAGE unless exactly one of `--input` and `--postgres` is given. */
export async function mapSource(args: Arguments): Promise<MapSource> {
  const file = args.text('input');
  if (args.flag('postgres')) {
    if (file !== undefined) throw new KoppelError('USAGE', { path: '--postgres' });
    return { file: '--postgres', spec: databaseSpec(args) };
  }
  const given = Object.keys(databaseKinds).find((name) => args.text(name) !== undefined);
  if (given !== undefined) throw new KoppelError('USAGE', { path: `--${given}` });
  const input = file ?? args.required('input');
  return { file: input, spec: await seemsLike(input) };
}
