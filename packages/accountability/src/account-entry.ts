// SPDX-License-Identifier: EUPL-1.2
/**
 * One entry of a party's account, and its line in the file: `{"hash":…,"entry":…}`. The hash is
 * SHA-256 over the text of `entry`, which names the hash before it. Codes, names of the study and
 * places on the log only: nothing in it is about a person.
 */
import { KoppelError } from '@koppel/errors';
import { createHash } from 'node:crypto';
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const word = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/);
const code = z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/);
const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const place = { n: count, time: z.iso.datetime(), previous: digest };

const entrySchema = z.discriminatedUnion('kind', [
  /** The first: whose account it is. */
  z.strictObject({ ...place, kind: z.literal('begin'), study: name, party: word }),
  /** A message on the log that was not taken in. */
  z.strictObject({
    ...place,
    kind: z.literal('refusedBatch'),
    topic: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,248}$/),
    offset: count,
    owner: name,
    code,
  }),
  /** A command that was not done, as the gate or a term forbade it. */
  z.strictObject({ ...place, kind: z.literal('refused'), command: word, code, about: z.string().max(200) }),
  /** Somebody set a safeguard aside that may be set aside, by an option of a command. */
  z.strictObject({ ...place, kind: z.literal('override'), command: word, option: word }),
  /** Encodings came in for the first time. */
  z.strictObject({ ...place, kind: z.literal('received') }),
  /** A linkage was published. */
  z.strictObject({ ...place, kind: z.literal('linked'), result: z.string().regex(/^[0-9a-f]{8,128}$/).optional() }),
  /** Everything of the study is erased here, but for this account. */
  z.strictObject({ ...place, kind: z.literal('destroyed') }),
  /** The party's signature over the hash before: it finds a changed or shortened copy out. */
  z.strictObject({ ...place, kind: z.literal('signed'), signature: z.string().regex(/^[0-9a-f]{128}$/) }),
]); // prettier-ignore

export type AccountEntry = z.output<typeof entrySchema>;

type WithoutPlace<T> = T extends unknown ? Omit<T, keyof typeof place> : never;

/** An entry before it has its place in the chain. */
export type AccountBody = WithoutPlace<AccountEntry>;

/** Where an account stands. */
export interface AccountHead {
  /** Entries in it. */
  readonly entries: number;
  /** SHA-256 of the last one, 64 hexadecimal digits; zeros for none. */
  readonly hash: string;
}

export const emptyAccount: AccountHead = { entries: 0, hash: '0'.repeat(64) };

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The next line, with its line end, and where the account stands after it.
 * @throws KoppelError INTERNAL for what could not be read again: written, it would break the account
 */
export function accountLine(
  head: AccountHead,
  time: string,
  body: AccountBody,
): { readonly line: string; readonly head: AccountHead } {
  const value = { n: head.entries, time, previous: head.hash, ...body };
  if (!entrySchema.safeParse(value).success) throw new KoppelError('INTERNAL');
  const entry = JSON.stringify(value);
  const hash = hashOf(entry);
  return {
    line: `{"hash":"${hash}","entry":${entry}}\n`,
    head: { entries: head.entries + 1, hash },
  };
}

export type AccountRule = 'form' | 'hash' | 'order' | 'previous' | 'begin' | 'signature';

/** Reads a line that should come after `head`; the rule that it breaks when it does not. */
export function readAccountLine(
  line: string,
  head: AccountHead,
): { readonly entry: AccountEntry; readonly head: AccountHead } | AccountRule {
  const parts = /^\{"hash":"([0-9a-f]{64})","entry":(\{.*\})\}$/.exec(line);
  if (parts === null) return 'form';
  const [, hash = '', text = ''] = parts;
  if (hashOf(text) !== hash) return 'hash';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'form';
  }
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return 'form';
  const entry = parsed.data;
  if (entry.n !== head.entries) return 'order';
  if (entry.previous !== head.hash) return 'previous';
  if ((entry.kind === 'begin') !== (entry.n === 0)) return 'begin';
  return { entry, head: { entries: head.entries + 1, hash } };
}
