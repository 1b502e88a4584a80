// SPDX-License-Identifier: EUPL-1.2
/** Stores filled from plain maps, and what is in a store or in batches as plain maps. For tests only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Register, Study } from '@koppel/study';
import {
  probabilityGrade,
  probabilityOf,
  qualityGrade,
  qualityOf,
  reviewStates,
  type BatchExpectation,
  type LinkResult,
  type LinkSource,
  type ReviewState,
} from '@koppel/wire';
import { hex } from '../bytes.ts';
import { readLinks, readReasons } from '../links.ts';
import { readPayload, type ReadPayload } from '../payload.ts';
import type { Edge } from '../person-events.ts';
import type { AnyResult } from '../results.ts';
import type { Session } from '../session.ts';
import { Store, wide, wideText } from '../store/store.ts';
import {
  addLinks,
  addReasons,
  joinRegisters,
  makeTables,
  payloadRowsIn,
  sourceNumber,
  type LinkTable,
} from '../store/tables.ts';

export interface LinkedRecord {
  readonly pseudonym: string;
  readonly quality: number;
  readonly clusterSize: number;
  readonly probability: number;
  readonly personProbability: number;
  readonly review: ReviewState;
}

/** Per `owner/register`: token → record. */
export type Links = ReadonlyMap<string, ReadonlyMap<string, LinkedRecord>>;
/** Per `owner/register`: token → reasons as bits. */
export type Reasons = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** Token → values, undefined where there is none. */
export type PayloadRows = ReadonlyMap<string, readonly (number | undefined)[]>;

/** A name of at most 16 letters as the bytes of a token or pseudonym. */
function bytesOf(name: string): Uint8Array {
  const bytes = new Uint8Array(16);
  const text = new TextEncoder().encode(name);
  bytes.set(text, 16 - text.length);
  return bytes;
}

/** The name that a pseudonym of a store was made of. */
export function nameOf(digits: unknown): string {
  const bytes = Buffer.from(String(digits), 'hex');
  return bytes.toString('utf8').replaceAll('\0', '');
}

const joined = (names: readonly string[]): Uint8Array => {
  const bytes = new Uint8Array(16 * names.length);
  names.forEach((name, at) => {
    bytes.set(bytesOf(name), 16 * at);
  });
  return bytes;
};

/** Runs something with an empty store of a study, which is gone afterwards. */
export async function withStore<T>(study: Study, action: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-store-'));
  const store = await Store.open(join(folder, 'out'));
  try {
    await makeTables(store, study);
    return await action(store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

export async function fillLinks(
  store: Store,
  study: Study,
  table: LinkTable,
  links: Links,
): Promise<void> {
  for (const [source, records] of links) {
    const [owner, register] = source.split('/') as [string, string];
    const all = [...records.values()];
    if (all.length === 0) continue;
    await addLinks(store, table, sourceNumber(study, owner, register), {
      count: all.length,
      owner,
      register,
      tokens: joined([...records.keys()]),
      pseudonyms: joined(all.map(({ pseudonym }) => pseudonym)),
      quality: Uint8Array.from(all, ({ quality }) => qualityGrade(quality)),
      clusterSize: Uint16Array.from(all, ({ clusterSize }) => clusterSize),
      probability: Uint8Array.from(all, ({ probability }) => probabilityGrade(probability)),
      personProbability: Uint8Array.from(all, (one) => probabilityGrade(one.personProbability)),
      review: Uint8Array.from(all, ({ review }) => reviewStates.indexOf(review)),
    });
  }
}

export async function fillReasons(store: Store, study: Study, reasons: Reasons): Promise<void> {
  for (const [source, records] of reasons) {
    const [owner, register] = source.split('/') as [string, string];
    const [count, tokens] = [records.size, joined([...records.keys()])];
    await addReasons(store, sourceNumber(study, owner, register), {
      count,
      owner,
      register,
      tokens,
      before: tokens,
      after: tokens,
      kinds: new Uint8Array(count),
      reasons: Uint8Array.from(records.values()),
    });
  }
}

/** Fills a store of links and of rows of research variables, each register whole. */
export async function fill(
  store: Store,
  study: Study,
  links: Links,
  payload: ReadonlyMap<string, PayloadRows> = new Map(),
): Promise<void> {
  await fillLinks(store, study, 'links', links);
  for (const [source, rows] of payload) {
    const [owner, register] = source.split('/') as [string, string];
    const at = study.registers.findIndex(({ id }) => id === register);
    const into = payloadRowsIn(store, sourceNumber(study, owner, register), at);
    const values = study.registers[at]!.payload.map((_, variable) =>
      [...rows.values()].map((row) => row[variable] ?? null),
    );
    const tokens = [...rows.keys()].map((name) => wide(bytesOf(name), 0));
    await into.add(0, { tokens, gone: tokens.map(() => 0), values });
  }
  await joinRegisters(store, study, new Map());
}

/** All links of a result by source, tokens and pseudonyms in hex. */
export async function collectLinks(session: Session, result: AnyResult): Promise<Links> {
  const links = new Map(
    result.sources.map((one) => [`${one.owner}/${one.register}`, new Map<string, LinkedRecord>()]),
  );
  await readLinks(session, result, (source, block) => {
    const { owner, register } = block;
    if (source !== sourceNumber(session.study, owner, register)) throw new Error('another source');
    for (let row = 0; row < block.count; row += 1) {
      links.get(`${owner}/${register}`)!.set(hex(block.tokens, row * 16, 16), {
        pseudonym: hex(block.pseudonyms, row * 16, 16),
        quality: qualityOf(block.quality[row]!),
        clusterSize: block.clusterSize[row]!,
        probability: probabilityOf(block.probability[row]!),
        personProbability: probabilityOf(block.personProbability[row]!),
        review: reviewStates[block.review[row]!]!,
      });
    }
    return Promise.resolve();
  });
  return links;
}

/** Reasons by source and token, of several results taken together. */
export async function collectReasons(
  session: Session,
  results: readonly LinkResult[],
): Promise<Reasons> {
  const reasons = new Map<string, Map<string, number>>();
  await readReasons(session, results, (_, block) => {
    const source = `${block.owner}/${block.register}`;
    const records = reasons.get(source) ?? new Map<string, number>();
    reasons.set(source, records);
    for (let row = 0; row < block.count; row += 1) {
      const name = hex(block.tokens, row * 16, 16);
      records.set(name, (records.get(name) ?? 0) | block.reasons[row]!);
    }
    return Promise.resolve();
  });
  return reasons;
}

/** The research variables of a source as a store puts its runs together, tokens in hex. */
export async function collectPayload(
  session: Session,
  expectation: BatchExpectation,
  source: LinkSource,
  register: Register,
): Promise<{ rows: PayloadRows; refused: ReadPayload['refused'] }> {
  const { study } = session;
  const at = study.registers.findIndex(({ id }) => id === register.id);
  return withStore(study, async (store) => {
    const number = sourceNumber(study, source.owner, source.register);
    const into = payloadRowsIn(store, number, at);
    const { runs, refused } = await readPayload(session, expectation, source, register, into);
    await joinRegisters(store, study, new Map([[number, runs]]));
    const found = await store.all(`SELECT * FROM newest_${String(at)}`);
    const rows = found.map(([, name, , , ...values]): [string, (number | undefined)[]] => [
      wideText(name!),
      values.map((value) => (value === null ? undefined : Number(value))),
    ]);
    return { rows: new Map(rows), refused };
  });
}

/** Every pair of pseudonyms before and after, by a plain map: what a store finds must be among them. */
export function edgesBetween(before: Links, after: Links, reasons: Reasons): Edge[] {
  const edges = new Map<
    string,
    { before: string; after: string; records: number; reasons: number }
  >();
  const note = (was: string, is: string, source: string, name: string): void => {
    const edge = edges.get(`${was} ${is}`) ?? { before: was, after: is, records: 0, reasons: 0 };
    edges.set(`${was} ${is}`, edge);
    edge.records += 1;
    edge.reasons |= reasons.get(source)?.get(name) ?? 0;
  };
  for (const [source, records] of before) {
    for (const [name, { pseudonym }] of records) {
      note(pseudonym, after.get(source)?.get(name)?.pseudonym ?? '', source, name);
    }
  }
  for (const [source, records] of after) {
    for (const [name, { pseudonym }] of records) {
      if (before.get(source)?.has(name) !== true) note('', pseudonym, source, name);
    }
  }
  return [...edges.values()];
}
