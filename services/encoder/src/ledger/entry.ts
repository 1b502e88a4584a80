// SPDX-License-Identifier: EUPL-1.2
/**
 * One entry of the ledger, and its line in the file. An entry holds names of the study, counts and
 * hashes; nothing in it can be traced to a person without the token files beside it.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
const count = z.int().min(0);
const bytes = (size: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(2 * size)}}$`));
const digest = bytes(32);

const place = { n: count, time: z.iso.datetime(), previous: digest };

/** The first entry: whose ledger it is. */
const beginEntry = z.strictObject({
  ...place,
  kind: z.literal('begin'),
  owner: name,
  /** Ed25519, 32 bytes. */
  signPublicKey: digest,
});

/** A batch that is about to leave. Written before it is put on the log. */
const batchEntry = z.strictObject({
  ...place,
  kind: z.literal('batch'),
  study: name,
  specHash: digest,
  topic: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,248}$/),
  register: name,
  /** `looks`: an answer in a second round; then a sequence is a request, and a row a look. */
  lane: z.enum(['identifiers', 'payload', 'looks']),
  /** The round of looks that it is of. */
  round: digest.optional(),
  /** To whom payload is sealed, where that is more than the researcher: ids of the study. */
  recipients: z.array(name).min(2).max(16).optional(),
  run: bytes(16),
  runOrdinal: count,
  sequence: count,
  batches: count,
  /** Records in it; a batch is padded, so its size does not tell. */
  rows: count,
  /** Records that it withdraws. */
  retractions: count,
  /** SHA-256 of the whole message. */
  message: digest,
  /** SHA-256 of the token file. */
  tokens: digest,
});

/**
 * The batch of entry `of` is on the log, at this place in its topic; somewhat later, where it went with
 * others and somebody else's messages came in between.
 */
const sentEntry = z.strictObject({
  ...place,
  kind: z.literal('sent'),
  of: count,
  offset: count,
});

/** The batch of entry `of` did not reach the log: a crash came between. */
const notSentEntry = z.strictObject({ ...place, kind: z.literal('notSent'), of: count });

/** The exclusion list that runs of a study honour from here on. */
const exclusionsEntry = z.strictObject({
  ...place,
  kind: z.literal('exclusions'),
  study: name,
  listed: count,
  /** Entries of the list before that are not in this one; somebody confirmed that. */
  removed: count,
  /** SHA-256 of the remembered tags. */
  tags: digest,
});

/** A run of a register ended with the list of `tags` taken up, and nothing of it held back. */
const honouredEntry = z.strictObject({
  ...place,
  kind: z.literal('honoured'),
  study: name,
  register: name,
  tags: digest,
});

/** The owner's signature over the entry before: who keeps a copy finds a shorter ledger out. */
const checkpointEntry = z.strictObject({
  ...place,
  kind: z.literal('checkpoint'),
  signature: bytes(64),
});

/** A line that a crash left half written was taken away; it had not taken effect. */
const repairedEntry = z.strictObject({ ...place, kind: z.literal('repaired'), bytes: count });

/** Somebody confirmed that an earlier state folder is lost: what left before is not in here. */
const lostStateEntry = z.strictObject({
  ...place,
  kind: z.literal('lostState'),
  study: name,
  batches: count,
});

/** Lists of what batches before entry `upTo` contained are removed: no proof reaches back further. */
const prunedEntry = z.strictObject({
  ...place,
  kind: z.literal('pruned'),
  before: z.iso.datetime(),
  upTo: count,
  files: count,
});

/** A run that was not done, as the gate forbade it. */
const refusedEntry = z.strictObject({
  ...place,
  kind: z.literal('refused'),
  study: name,
  /** Empty for one that the study does not have: what somebody typed is not kept. */
  register: z.union([name, z.literal('')]),
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/),
  /** The document, city or owner that it is about, in the study's own word; entries of before have none. */
  about: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/).optional(),
}); // prettier-ignore

/** A request for looks that was not answered, and why. Nothing was shown. */
const looksRefusedEntry = z.strictObject({
  ...place,
  kind: z.literal('looksRefused'),
  study: name,
  register: name,
  round: digest,
  sequence: count,
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/),
});

/** Somebody set a safeguard aside that may be set aside, by an option of the command. */
const overrideEntry = z.strictObject({
  ...place,
  kind: z.literal('override'),
  study: name,
  register: name,
  option: z.string().regex(/^[a-z][a-z-]{1,39}$/),
});

/** What this owner had of a version of a study is erased, but for the entries of this ledger. */
const destroyedEntry = z.strictObject({
  ...place,
  kind: z.literal('destroyed'),
  study: name,
  specHash: digest,
});

const entrySchema = z.discriminatedUnion('kind', [
  beginEntry,
  batchEntry,
  sentEntry,
  notSentEntry,
  exclusionsEntry,
  checkpointEntry,
  honouredEntry,
  repairedEntry,
  lostStateEntry,
  prunedEntry,
  refusedEntry,
  looksRefusedEntry,
  overrideEntry,
  destroyedEntry,
]);

export type LedgerEntry = z.output<typeof entrySchema>;
export type BatchEntry = z.output<typeof batchEntry>;

type WithoutPlace<T> = T extends unknown ? Omit<T, keyof typeof place> : never;

/** An entry before it has its place in the chain. */
export type LedgerBody = WithoutPlace<LedgerEntry>;

/** Before the first entry. */
export const noHash = '0'.repeat(64);

/** Where a chain stands: the next number, and the hash of the last entry. */
export interface Head {
  readonly next: number;
  /** 64 hex digits. */
  readonly hash: string;
}

export const emptyHead: Head = { next: 0, hash: noHash };

function hashOf(entryText: string): string {
  return hash('sha256', entryText, 'hex');
}

/**
 * The line of the next entry, without its line end: `{"hash":…,"entry":…}`. The hash is SHA-256
 * over the UTF-8 text of `entry` as it stands there, which names the hash before it.
 */
export function nextLine(head: Head, time: string, body: LedgerBody): { line: string; head: Head } {
  const entry = { n: head.next, time, previous: head.hash, ...body };
  const hash = hashOf(JSON.stringify(entry));
  return { line: JSON.stringify({ hash, entry }), head: { next: head.next + 1, hash } };
}

export type LineRule = 'form' | 'hash' | 'previous' | 'order';

/** Reads the line that follows `head`, or says which rule it breaks. */
export function readLine(
  line: string,
  head: Head,
): { entry: LedgerEntry; head: Head } | { rule: LineRule } {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { rule: 'form' };
  }
  const parsed = z.strictObject({ hash: digest, entry: entrySchema }).safeParse(raw);
  // One entry has one spelling: nothing can hide in white space, order or repeated members.
  if (!parsed.success || JSON.stringify(raw) !== line) return { rule: 'form' };
  const { hash, entry } = parsed.data;
  if (hashOf(JSON.stringify((raw as { entry: unknown }).entry)) !== hash) return { rule: 'hash' };
  if (entry.n !== head.next) return { rule: 'order' };
  if (entry.previous !== head.hash) return { rule: 'previous' };
  return { entry, head: { next: head.next + 1, hash } };
}
