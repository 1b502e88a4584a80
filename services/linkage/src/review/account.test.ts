// SPDX-License-Identifier: EUPL-1.2
/** The account of decisions: what is found when somebody touches it, and what decisions then do. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EncodedSource } from '@koppel/linkage';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy, type TestStudy } from '../testing/study.ts';
import { decisionAbout, knownDecision, zoneFile, zonePair } from '../testing/zone-file.ts';
import { addDecidedQuality, applyDecisions } from './apply.ts';
import { accountFileOf, addToAccount, checkHolds, readAccount } from './decision-log.ts';
import type { EntryBody, PairDecision } from './entry.ts';
import { isHeld, lastDecisions, type Held } from './in-force.ts';
import { listForm, listName, pairReference, recordTag, referenceForm } from './names.ts';
import { findZone, writeZone } from './zone-file.ts';

let place: Place;
let world: TestStudy;
let keyFile: string;

beforeEach(async () => {
  place = await makePlace();
  world = await makeStudy();
  keyFile = join(place.folder, 'unit.key');
});
afterEach(() => place.remove());

const decision = (left: string, right: string, more: Partial<PairDecision> = {}): PairDecision =>
  decisionAbout(zonePair(left, right), more);

function add(body: EntryBody | undefined, specHash = world.specHash) {
  const { study, unit } = world;
  const now = (): number => Date.UTC(2026, 0, 2);
  return addToAccount({ keyFile, study, specHash, signSecretKey: unit.sign, now }, () => body);
}

const decided = (...decisions: readonly PairDecision[]): EntryBody => ({
  kind: 'decided', file: '0'.repeat(64), decisions,
}); // prettier-ignore

async function threeLines(): Promise<string[]> {
  await add(decided(decision('a1', 'b1')));
  await add(decided(decision('a2', 'b2', { verdict: 'different' })));
  await add({ kind: 'voided', pairs: [decision('a1', 'b1').pair] });
  return readFileSync(accountFileOf(keyFile, world.study), 'utf8').trimEnd().split('\n');
}

test('the last decision about a pair counts, until a record of it is gone', async () => {
  await threeLines();
  await add(decided(decision('a2', 'b2', { reason: 'correction' })));
  await add(decided(decision('a3', 'b3')), new Uint8Array(32).fill(9));
  const account = await add(undefined);
  const known = [...lastDecisions(account, world.specHash).values()];
  expect(known.map((one) => [one.verdict, isHeld(one)])).toEqual([['same', false], ['same', true]]); // prettier-ignore
  expect(account.entries.map(({ n, time }) => [n, time.slice(0, 10)])).toEqual(
    [0, 1, 2, 3, 4].map((n) => [n, '2026-01-02']),
  );
});

const touched: [string, (lines: string[]) => string[], number, string][] = [
  ['a word changed', ([a, b, c]) => [a!, b!.replace('different', 'same'), c!], 2, 'signature'],
  ['a line removed', ([a, , c]) => [a!, c!], 2, 'order'],
  ['lines turned', ([a, b, c]) => [b!, a!, c!], 1, 'order'],
  ['a line twice', ([a, b, c]) => [a!, b!, b!, c!], 3, 'order'],
  ['a line cut', ([a, b, c]) => [a!, b!, c!.slice(0, -20)], 3, 'form'],
  ['space put in', ([a, b, c]) => [a!.replace('{', '{ '), b!, c!], 1, 'form'],
  ['no JSON', ([a]) => [a!, 'null'], 2, 'form'],
  ['no signature', ([a]) => [a!, '{"content":1}'], 2, 'form'],
];

test.each(touched)('found: %s', async (_, change, row, rule) => {
  const lines = await threeLines();
  writeFileSync(accountFileOf(keyFile, world.study), `${change(lines).join('\n')}\n`);
  const place2 = JSON.stringify({ file: 'unit.key.sample.decisions.jsonl', row, rule });
  expect(await refusal(place, () => readAccount(keyFile, world.study))).toEqual([
    `REVIEW_ACCOUNT_BROKEN ${place2}`,
  ]);
  expect(await refusal(place, () => add(decided(decision('a4', 'b4'))))).toHaveLength(1);
});

test('a line that another account of the same unit holds does not fit in', async () => {
  const [first] = await threeLines();
  const study = { ...world.study, id: 'other' };
  writeFileSync(accountFileOf(keyFile, study), `${first!}\n`);
  expect(await refusal(place, () => readAccount(keyFile, study))).toEqual([
    'REVIEW_ACCOUNT_BROKEN {"file":"unit.key.other.decisions.jsonl","row":1,"rule":"study"}',
  ]);
  // Two accounts of one study that went apart: each line is signed, and they do not follow.
  const file = accountFileOf(keyFile, world.study);
  writeFileSync(file, '');
  await add(decided(decision('a9', 'b9')));
  const other = readFileSync(file, 'utf8').trimEnd();
  writeFileSync(file, `${first!}\n`);
  await add(decided(decision('a8', 'b8')));
  const [, second] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, `${other}\n${second!}\n`);
  expect(await refusal(place, () => readAccount(keyFile, world.study))).toEqual([
    'REVIEW_ACCOUNT_BROKEN {"file":"unit.key.sample.decisions.jsonl","row":2,"rule":"previous"}',
  ]);
});

test('lines taken away at the end are missed by whoever noted where it stood', async () => {
  const lines = await threeLines();
  const { head } = readAccount(keyFile, world.study);
  checkHolds(readAccount(keyFile, world.study), head);
  checkHolds(readAccount(keyFile, world.study), { next: 0, hash: '' });
  writeFileSync(accountFileOf(keyFile, world.study), `${lines.slice(0, 2).join('\n')}\n`);
  const read = readAccount(keyFile, world.study);
  expect(await refusal(place, () => { checkHolds(read, head); })).toEqual([
    'REVIEW_ACCOUNT_SHORT {"file":"unit.key.sample.decisions.jsonl","row":3}',
  ]); // prettier-ignore
});

test('a list that somebody changed is not used', async () => {
  const { study, unit } = world;
  writeZone(place.folder, zoneFile([zonePair('a1', 'b1')]), unit.sign);
  const file = join(place.folder, 'review.json');
  expect(findZone(place.folder, study)?.pairs).toHaveLength(1);
  writeFileSync(file, readFileSync(file, 'utf8').replace('0.8125', '0.9125'));
  expect(await refusal(place, () => findZone(place.folder, study))).toEqual([
    'STATE_DAMAGED {"file":"review.json"}',
  ]);
  expect(findZone(join(place.folder, 'none'), study)).toBeUndefined();
});

const reviewKey = new Uint8Array(32).fill(7);
const source = (name: string, ...records: readonly number[]): EncodedSource => ({
  name, unique: true, count: records.length, filterBytes: 2,
  tokens: Uint8Array.from(records.flatMap((record) => new Array<number>(16).fill(record))),
  filters: Uint8Array.from(records.flatMap((record) => [record, 1])),
}); // prettier-ignore

test('names of pairs and records depend on what they are, and on the secret', () => {
  const [a, b] = [source('a/one', 1, 2), source('b/one', 1)];
  const tags = [recordTag(reviewKey, a, 0), recordTag(reviewKey, a, 1), recordTag(reviewKey, b, 0)];
  const changed = { ...a, filters: Uint8Array.of(1, 3, 2, 1) };
  const others = [recordTag(reviewKey, changed, 0), recordTag(new Uint8Array(32), a, 0)];
  expect(new Set([...tags, ...others]).size).toBe(5);
  expect(recordTag(reviewKey, changed, 1)).toBe(tags[1]);
  const [one, , other] = tags;
  expect(pairReference(reviewKey, one!, other!)).toBe(pairReference(reviewKey, other!, one!));
  expect(pairReference(reviewKey, one!, other!)).toMatch(referenceForm);
  expect(listName('x')).toMatch(listForm);
  expect(listName('y')).not.toBe(listName('x'));
});

test('decisions hold for records as they were; a register that is not there leaves them waiting', () => {
  const [a, b] = [source('a/one', 1, 2, 3), source('b/one', 1, 2)];
  const held = (left: EncodedSource, row: number, right: EncodedSource, other: number): Held => {
    const [one, two] = [recordTag(reviewKey, left, row), recordTag(reviewKey, right, other)];
    const pair = pairReference(reviewKey, one, two);
    const ends = { left: { source: left.name, tag: one }, right: { source: right.name, tag: two } };
    return { ...knownDecision(zonePair('a1', 'b1')), ...ends, pair, verdict: 'same' };
  };
  const decisions = [held(a, 1, b, 1), held(a, 2, b, 0)];
  const both = applyDecisions(decisions, [a, b], reviewKey);
  expect(both).toMatchObject({ over: [], waiting: 0 });
  expect(both.decisions.map(({ left, right }) => [left, right]).sort()).toEqual([[1, 4], [2, 3]]); // prettier-ignore
  expect(applyDecisions([...decisions].reverse(), [a, b], reviewKey).name).toBe(both.name);
  expect(both.named[0]).toMatchObject({ left: { source: 'a/one' }, verdict: 'same' });

  const gone = applyDecisions(decisions, [source('a/one', 1, 2), b], reviewKey);
  expect(gone).toMatchObject({ over: [decisions[1]!.pair], waiting: 0 });
  expect(gone.name).not.toBe(both.name);
  expect(applyDecisions(decisions, [a], reviewKey)).toMatchObject({
    over: [],
    waiting: 2,
    decisions: [],
  });
  const none = applyDecisions([], [a, b], reviewKey);
  expect(none).toMatchObject({ named: [], name: undefined });

  const rows = [3, 2].map((count) => ({
    cluster: new Uint32Array(count), clusterSize: new Uint32Array(count),
    quality: new Float64Array(count).fill(NaN), weakest: new Float64Array(count).fill(NaN),
  })); // prettier-ignore
  rows[1]!.quality[0] = 0.9;
  addDecidedQuality(rows, [a, b], both);
  expect(rows.map(({ quality }) => [...quality])).toEqual([[NaN, 0.8125, 0.8125], [0.9, 0.8125]]); // prettier-ignore
  const parted = both.decisions.map((one) => ({
    ...one,
    held: { ...one.held, verdict: 'different' as const },
  }));
  rows[0]!.quality.fill(NaN);
  addDecidedQuality(rows, [a, b], { ...both, decisions: parted });
  expect([...rows[0]!.quality]).toEqual([NaN, NaN, NaN]);
});
