// SPDX-License-Identifier: EUPL-1.2
/**
 * A proof that no batch of a register since a moment contains a person. It rests on the ledger (no
 * batch leaves without an entry), on the token files (what each batch contained) and on the token of
 * the person's record, which only the owner's token key gives. The proof itself names nobody.
 */
import { KoppelError } from '@koppel/errors';
import { ownerTags, randomBytes32, recordTokens } from '@koppel/keys';
import { sign, signingPublicKey, verify } from '@koppel/keys/sign';
import { z } from 'zod';
import { bytesOfHex, hex } from '../bytes.ts';
import type { Chain } from '../ledger/chain.ts';
import type { BatchEntry } from '../ledger/entry.ts';
import { departed } from '../ledger/ledger.ts';
import { prunedUpTo } from '../ledger/prune.ts';
import { holdsToken, readTokens } from '../ledger/token-file.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const proofBatch = z.strictObject({
  /** Number of its entry in the ledger. */
  n: z.int().min(0),
  time: z.string(),
  study: z.string(),
  lane: z.enum(['identifiers', 'payload', 'looks']),
  run: z.string(),
  sequence: z.int().min(0),
  rows: z.int().min(0),
  message: digest,
  tokens: digest,
  /** Whether it brings a record of the person. */
  contains: z.boolean(),
  /** Whether it withdraws one: an earlier record is taken back. */
  withdraws: z.boolean(),
});

const statement = z.strictObject({
  koppelProof: z.literal(1),
  owner: z.string(),
  register: z.string(),
  /** Moment from which batches are looked at, and moment of the proof (ISO 8601). */
  since: z.iso.datetime(),
  made: z.iso.datetime(),
  /** Where the ledger stood. */
  head: z.strictObject({ next: z.int().min(0), hash: digest }),
  /** How the person was named, and under how many record numbers it was looked for. */
  named: z.enum(['bsn', 'record']),
  records: z.int().min(1),
  /** Ties the proof to the person for who knows the number and has the key file: salt and HMAC. */
  salt: digest,
  subject: z.string().regex(/^[0-9a-f]{32}$/),
  /** Whether the log was found to hold no batch of this owner that the ledger lacks. */
  comparedWithLog: z.boolean(),
  batches: z.array(proofBatch),
  /** True when no batch contains the person. */
  absent: z.boolean(),
});

const proofSchema = z.strictObject({
  ...statement.shape,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

export type Proof = z.output<typeof proofSchema>;
type Statement = z.output<typeof statement>;
type ProofBatch = z.output<typeof proofBatch>;

/** Whom and what a proof is about. */
export interface Question {
  readonly register: string;
  readonly named: Proof['named'];
  /** The number with which the person was named. */
  readonly id: string;
  /** Record numbers in the register, at least one. */
  readonly records: readonly string[];
}

export interface ProofKeys {
  /** 32 bytes each. */
  readonly tokenKey: Uint8Array;
  readonly signSecretKey: Uint8Array;
}

/** No list of these batches was removed. PROOF_PRUNED with the first of them as `row`. */
function checkKept(stateFolder: string, chain: Chain, batches: readonly BatchEntry[]): void {
  const upTo = prunedUpTo(chain);
  const gone = batches.find(({ n }) => n < upTo);
  if (gone !== undefined) throw new KoppelError('PROOF_PRUNED', { file: stateFolder, row: gone.n });
}

/** Batches of a register from the first entry of the ledger at or after a moment. */
function batchesSince(chain: Chain, register: string, since: string): BatchEntry[] {
  const moment = Date.parse(since);
  const first = chain.entries.find(({ time }) => Date.parse(time) >= moment)?.n ?? Infinity;
  return departed(chain).filter((batch) => batch.register === register && batch.n >= first);
}

/** Whether each of the batches holds one of the records. PROOF_TOKENS. */
function look(
  stateFolder: string,
  batches: readonly BatchEntry[],
  question: Question,
  tokenKey: Uint8Array,
): ProofBatch[] {
  const tokensIn = new Map<string, Uint8Array[]>();
  const tokensOf = (study: string): Uint8Array[] => {
    const known = tokensIn.get(study);
    if (known !== undefined) return known;
    const made = question.records.map(recordTokens(tokenKey, study, question.register));
    tokensIn.set(study, made);
    return made;
  };
  return batches.map(({ n, time, study, lane, run, sequence, rows, message, tokens }) => {
    const held = readTokens(stateFolder, tokens, n);
    const wanted = tokensOf(study);
    return {
      n, time, study, lane, run, sequence, rows, message, tokens,
      contains: wanted.some((token) => holdsToken(held.records, token)),
      withdraws: wanted.some((token) => holdsToken(held.retractions, token)),
    }; // prettier-ignore
  });
}

function subjectOf(question: Question, salt: string, tokenKey: Uint8Array): string {
  const { register, named, id, records } = question;
  return hex(ownerTags(tokenKey, 'proof')(salt, register, named, id, ...records));
}

function signedBytes(what: Statement): Uint8Array {
  return new TextEncoder().encode(`koppel/v1/proof ${JSON.stringify(what)}`);
}

/** Makes and signs a proof; `absent` in it tells what it proves. PROOF_TOKENS, PROOF_PRUNED. */
export function makeProof(
  stateFolder: string,
  chain: Chain,
  question: Question,
  keys: ProofKeys,
  { since, made, comparedWithLog }: Pick<Proof, 'since' | 'made' | 'comparedWithLog'>,
): Proof {
  const [begin] = chain.entries;
  const own = hex(signingPublicKey(keys.signSecretKey));
  if (begin?.kind !== 'begin' || begin.signPublicKey !== own) {
    throw new KoppelError('LEDGER_OTHER_OWNER', { file: stateFolder });
  }
  const since0 = batchesSince(chain, question.register, since);
  checkKept(stateFolder, chain, since0);
  const batches = look(stateFolder, since0, question, keys.tokenKey);
  const salt = hex(randomBytes32());
  const what = statement.parse({
    koppelProof: 1,
    owner: begin.owner,
    register: question.register,
    since,
    made,
    head: chain.head,
    named: question.named,
    records: question.records.length,
    salt,
    subject: subjectOf(question, salt, keys.tokenKey),
    comparedWithLog,
    batches,
    absent: batches.every(({ contains }) => !contains),
  });
  return { ...what, signature: hex(sign(keys.signSecretKey, signedBytes(what))) };
}

/** Reads a proof from text. PROOF_INVALID. */
export function parseProof(file: string, text: string): Proof {
  try {
    return proofSchema.parse(JSON.parse(text));
  } catch {
    throw new KoppelError('PROOF_INVALID', { file, rule: 'form' });
  }
}

/** The chain as it was when the proof was made. */
function chainAt(chain: Chain, next: number): Chain {
  return { ...chain, entries: chain.entries.slice(0, next) };
}

/**
 * Holds a proof against the ledger and the token files, and with a question also against the person.
 * @throws KoppelError PROOF_INVALID with the step that fails as rule; PROOF_TOKENS, PROOF_PRUNED
 */
export function checkProof(
  file: string,
  proof: Proof,
  stateFolder: string,
  chain: Chain,
  person?: { readonly question: Question; readonly tokenKey: Uint8Array },
): void {
  const fails = (rule: string) => new KoppelError('PROOF_INVALID', { file, rule });
  const { signature, ...what } = proof;
  const [begin] = chain.entries;
  if (begin?.kind !== 'begin' || begin.owner !== proof.owner) throw fails('owner');
  const publicKey = bytesOfHex(begin.signPublicKey);
  if (!verify(publicKey, signedBytes(statement.parse(what)), bytesOfHex(signature))) {
    throw fails('signature');
  }
  const { next, hash } = proof.head;
  if (next === 0 || chain.hashes[next - 1] !== hash) throw fails('head');
  const then = batchesSince(chainAt(chain, next), proof.register, proof.since);
  const listed = (batch: Pick<BatchEntry, 'n' | 'message' | 'tokens'>): string =>
    `${String(batch.n)} ${batch.message} ${batch.tokens}`;
  const same = JSON.stringify(then.map(listed)) === JSON.stringify(proof.batches.map(listed));
  if (!same) throw fails('batches');
  checkKept(stateFolder, chain, then);
  for (const { tokens, n } of then) readTokens(stateFolder, tokens, n);
  if (proof.absent !== proof.batches.every(({ contains }) => !contains)) throw fails('absent');
  if (person === undefined) return;
  const { question, tokenKey } = person;
  if (question.register !== proof.register) throw fails('subject');
  if (subjectOf(question, proof.salt, tokenKey) !== proof.subject) throw fails('subject');
  const looked = look(stateFolder, then, question, tokenKey);
  const said = proof.batches.map(({ contains, withdraws }) => [contains, withdraws]);
  const found = looked.map(({ contains, withdraws }) => [contains, withdraws]);
  if (JSON.stringify(said) !== JSON.stringify(found)) throw fails('absent');
}
