// SPDX-License-Identifier: EUPL-1.2
/**
 * The file that says as whom each party of a study comes in at the broker. Each has a user of its own,
 * as rights hold for users: two parties that share one could each do what the other may.
 */
import { readFileSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import { roleName, rolesOf, type LineStudy, type Role } from './rights.ts';

/** A principal in Kafka's form; `User:*` is everybody, and so nobody. */
const principal = z.string().regex(/^User:(?!\*$)[^\s*][^\r\n\0]{0,254}$/);
const name = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

const partiesSchema = z.strictObject({
  koppelParties: z.literal(1),
  /** Copies of every topic, and how many must have a message before it counts as there. */
  replicas: z.int().min(1).max(10).default(3),
  minInSync: z.int().min(1).max(10).default(2),
  /** How many workers of the linkage unit may share a search; 0: it searches by itself. */
  workers: z.int().min(0).max(1000).default(0),
  coordinator: principal.optional(),
  /** Who decides, where that is not done through the coordinator's user. */
  mandates: z.record(name, principal).default({}),
  owners: z.record(name, principal),
  linkageUnit: principal,
  researcher: principal,
  coResearchers: z.record(name, principal).default({}),
});

export interface LineParties {
  readonly replicas: number;
  readonly minInSync: number;
  readonly workers: number;
  /** Principals by `roleName`. A mandate without a user of its own is not among them. */
  readonly principals: ReadonlyMap<string, string>;
}

type Read = z.output<typeof partiesSchema>;

function principalOf(read: Read, role: Role): string | undefined {
  if (role.kind === 'owner') return read.owners[role.name];
  if (role.kind === 'coResearcher') return read.coResearchers[role.name];
  return role.kind === 'mandate' ? read.mandates[role.name] : read[role.kind];
}

/** Words of the form only: what stands in a file that was given by mistake is not printed. */
function pathOf(thrown: unknown): { path?: string } {
  const [issue] = thrown instanceof z.ZodError ? thrown.issues : [];
  const first = issue?.path[0];
  return typeof first === 'string' && Object.hasOwn(partiesSchema.shape, first)
    ? { path: first }
    : {};
}

function parseParties(file: string): Read {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
  try {
    return partiesSchema.parse(parse(text, { logLevel: 'error' }));
  } catch (thrown) {
    throw new KoppelError('LINE_PARTIES', { file, rule: 'form', ...pathOf(thrown) });
  }
}

function checkKnown(file: string, study: LineStudy, read: Read): void {
  const unknown = (given: object, known: LineStudy['owners']): boolean =>
    Object.keys(given).some((one) => !known.some(({ id }) => id === one));
  for (const [path, given, known] of [
    ['owners', read.owners, study.owners],
    ['mandates', read.mandates, study.mandates ?? []],
    ['coResearchers', read.coResearchers, study.coResearchers ?? []],
  ] as const) {
    if (unknown(given, known)) throw new KoppelError('LINE_PARTIES', { file, path, rule: 'unknown' });
  }
  if (read.minInSync > read.replicas) {
    throw new KoppelError('LINE_PARTIES', { file, path: 'minInSync', rule: 'form' });
  }
} // prettier-ignore

/**
 * The parties of `study` in `file`.
 * @throws KoppelError FILE_MISSING; LINE_PARTIES with rule `form`, `missing` (a party of the study has
 *   no user), `unknown` (no party of the study), `shared` (two parties, one user)
 */
export function readParties(file: string, study: LineStudy): LineParties {
  const read = parseParties(file);
  checkKnown(file, study, read);
  const principals = new Map<string, string>();
  for (const role of rolesOf(study)) {
    const user = principalOf(read, role);
    const optional =
      role.kind === 'mandate' || (role.kind === 'coordinator' && study.mandates === undefined);
    if (user === undefined) {
      if (optional) continue;
      throw new KoppelError('LINE_PARTIES', { file, field: roleName(role), rule: 'missing' });
    }
    if ([...principals.values()].includes(user)) {
      throw new KoppelError('LINE_PARTIES', { file, field: roleName(role), rule: 'shared' });
    }
    principals.set(roleName(role), user);
  }
  const { replicas, minInSync, workers } = read;
  return { replicas, minInSync, workers, principals };
}
