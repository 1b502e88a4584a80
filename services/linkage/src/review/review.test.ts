// SPDX-License-Identifier: EUPL-1.2
/** A review from the list to the links, by the commands, on batches that owners would send. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { decodeLinkResult, topics } from '@koppel/wire';
import { refusal, valuesOf } from '../testing/place.ts';
import {
  makeZoneStudy,
  readList,
  recordsOf,
  writeList,
  type ZoneRecord,
  type ZoneStudy,
} from '../testing/zone-study.ts';

let study: ZoneStudy;

/** South lacks bits of persons 1–4: similarities 0.857, 0.769, 0.667 and 0.933. Person 9 is alone. */
const south: readonly ZoneRecord[] = [[0, 0], [1, 1, 4], [2, 2, 6], [3, 3, 8], [4, 4, 2], [9, 9]]; // prettier-ignore
const north: readonly ZoneRecord[] = [0, 1, 2, 3, 4, 5, 6, 7].map((n): ZoneRecord => [n, n]);

beforeEach(async () => {
  study = await makeZoneStudy();
  await study.send('north', 'population', 1, recordsOf(1, north));
  await study.send('north', 'benefits', 2, recordsOf(2, [[0, 5], [1, 7]])); // prettier-ignore
  await study.send('south', 'population', 3, recordsOf(3, south));
});
afterEach(() => study.remove());

const list = () => study.at('lists/pairs.csv');
const exported = async (...more: string[]) => {
  await study.review('export', '--out', study.at('lists'), ...more);
  return readList(list());
};

/** Fills in the rows with these similarities and writes the list back. */
async function decide(
  decisions: Readonly<Record<string, readonly [decision: string, reason: string]>>,
  reviewer = 'reviewer-1',
): Promise<void> {
  const rows = (await exported()).map((row) => {
    const [decision, reason] = decisions[row['similarity']!] ?? ['', ''];
    return decision === '' ? row : { ...row, decision, reason, reviewer };
  });
  writeFileSync(list(), writeList(rows));
}

const counted = async (...flags: string[]) =>
  JSON.parse(await study.review('import', list(), '--json', ...flags)) as object;
const events = () =>
  readFileSync(study.at('events'), 'utf8').trimEnd().split('\n').filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { kind: string; reasons: string[] }); // prettier-ignore
const linkedOfSouth = (summary: Record<string, unknown>): unknown =>
  (summary['sources'] as { linked: number }[])[2]!.linked;

test('the list holds the pairs between the thresholds, and nothing that leads to a record', async () => {
  await study.link();
  const rows = await exported();
  expect(rows.map(({ similarity, model }) => `${similarity!} ${model!}`)).toEqual([
    '0.7692 different', '0.8571 same', '0.6667 different',
  ]); // prettier-ignore
  expect(rows[1]).toMatchObject({
    registerA: 'north/population', registerB: 'south/population', sizeA: '2', afterA: '1',
    changed: '1', probability: '', nextA: '', study: 'sample',
  }); // prettier-ignore
  const { tokens } = recordsOf(3, south);
  for (const name of ['pairs.csv', 'pairs.json', 'pairs.html']) {
    const text = readFileSync(study.at(`lists/${name}`), 'utf8').toLowerCase();
    for (let row = 0; row < south.length; row += 1) {
      const token = Buffer.from(tokens.subarray(row * 16, row * 16 + 16));
      for (const form of ['hex', 'base64'] as const) {
        expect(text).not.toContain(token.toString(form).slice(0, 8).toLowerCase());
      }
    }
  }
  expect(await exported('--limit', '1')).toHaveLength(1);
  expect(JSON.parse(readFileSync(study.at('lists/pairs.json'), 'utf8'))).toMatchObject({
    written: 1, open: 3, left: 2, thresholdLower: 0.6, threshold: 0.8, thresholdUpper: 0.9,
  }); // prettier-ignore
});

test('decisions win over the model, in the next linkage and in those after it', async () => {
  const first = await study.link();
  expect([linkedOfSouth(first), first['review']]).toEqual([
    3, { open: 3, same: 0, different: 0, over: 0, waiting: 0 },
  ]); // prettier-ignore
  await decide({
    '0.7692': ['same', 'figures'],
    '0.8571': ['different', 'secondReviewer'],
    '0.6667': ['unsure', 'notEnough'],
  });
  expect(await counted()).toEqual({ recorded: 3, repeated: 0, open: 0, overrules: 2 });
  expect(await counted()).toEqual({ recorded: 0, repeated: 3, open: 0, overrules: 0 });
  expect(JSON.parse(await study.review('status', '--json'))).toMatchObject({
    open: 1, unsure: 1, same: 1, different: 1, notYetInEffect: 3, wouldChange: 3,
  }); // prettier-ignore

  const second = await study.link('--events', study.at('events'));
  expect(second).toMatchObject({ published: true, compared: 0, followed: 'yes' });
  expect([linkedOfSouth(second), second['review']]).toMatchObject([3, { open: 1, same: 1 }]);
  expect(events().map(({ kind, reasons }) => `${kind}: ${reasons.join()}`).sort()).toEqual([
    'merged: reviewed', 'split: reviewed',
  ]); // prettier-ignore
  const third = await study.link('--events', study.at('events'));
  expect(third).toMatchObject({ published: false, events: {} });
  expect((await exported()).map(({ earlier }) => earlier)).toEqual(['unsure']);

  // From nothing but the batches and the account beside the key file the outcome is the same.
  rmSync(study.at('state'), { recursive: true });
  expect(await study.link()).toMatchObject({ published: false, followed: 'first' });
  expect(
    (await valuesOf(study.place.port, topics('sample').results)).map(decodeLinkResult),
  ).toHaveLength(2);
});

test('a decision is replaced by a correction, withdrawn, and nothing else', async () => {
  await study.link();
  await decide({ '0.7692': ['same', 'figures'] });
  await counted();
  const [row] = readList(list()).filter(({ decision }) => decision === 'same');
  const again = (change: object): void => {
    writeFileSync(list(), writeList([{ ...row!, ...change }]));
  };
  again({ decision: 'different' });
  expect(await refusal(study.place, counted)).toEqual([
    'REVIEW_DECIDED_OTHERWISE {"file":"lists/pairs.csv","row":1,"field":"reason"}',
  ]);
  await study.link();
  again({ decision: 'different', reason: 'correction', reviewer: 'reviewer-2' });
  expect(await counted()).toMatchObject({ recorded: 1 });
  expect(linkedOfSouth(await study.link())).toBe(3);
  again({ decision: 'withdrawn', reason: 'correction' });
  expect(await counted()).toMatchObject({ recorded: 1 });
  expect(await study.link()).toMatchObject({ review: { open: 3, same: 0, different: 0 } });
  again({ decision: 'withdrawn', reason: 'secondReviewer' });
  expect(await refusal(study.place, counted)).toEqual([
    'REVIEW_NOT_DECIDED {"file":"lists/pairs.csv","row":1,"field":"decision"}',
  ]);
  const told = await study.review('log', '--lang', 'nl');
  expect(told).toMatch(/zelfde +reviewer-1 +cijfers/);
  expect(told).toMatch(/verschillend +reviewer-2 +correctie/);
  expect(told).toMatch(/Regels +3\n/);
});

test('a record that goes or changes ends what was decided about it', async () => {
  await study.link();
  await decide({ '0.7692': ['same', 'figures'], '0.6667': ['same', 'figures'] });
  await counted();
  expect(linkedOfSouth(await study.link())).toBe(5);
  // South takes back person 2's record, and sends person 3's anew with another bit.
  const changed = recordsOf(3, [[2, 2, 6], [3, 3, 7]]); // prettier-ignore
  await study.send('south', 'population', 4, changed, { base: 3, gone: [0] });
  const summary = await study.link('--events', study.at('events'));
  expect(summary).toMatchObject({ review: { open: 2, same: 0, over: 2 } });
  expect(linkedOfSouth(summary)).toBe(3);
  expect(events().map(({ kind }) => kind).sort()).toEqual(['shrunk', 'split']); // prettier-ignore
  expect(await study.review('status')).toMatch(/Over: a record changed or is gone +2\n/);
  // The record comes back as it was: the decision does not.
  await study.send('south', 'population', 5, recordsOf(3, [[2, 2, 6]]), { base: 4 });
  expect(await study.link()).toMatchObject({ review: { open: 3, same: 0, over: 0 } });
  const rows = await exported();
  expect(rows.map(({ similarity }) => similarity)).toContain('0.7692');
  expect(await study.review('log')).toMatch(/over: a record changed or is gone/);
});

test('a study that gives its threshold and no zone leaves nothing to a person, and the list says so', async () => {
  const other = await makeZoneStudy({ threshold: 0.8 });
  try {
    const none = () => other.review('export', '--out', other.at('lists'));
    expect(await refusal(other.place, none)).toEqual(['REVIEW_NO_LIST {"file":"state"}']);
    await other.send('north', 'population', 1, recordsOf(1, north));
    await other.send('south', 'population', 3, recordsOf(3, south));
    expect(await other.link('--allow-missing')).toMatchObject({ review: { open: 0 } });
    expect(await none()).toMatch(/Pairs on the list +0\n[^]*no zone around it/);
    expect(readFileSync(other.at('lists/pairs.html'), 'utf8')).toContain('There is no pair');
  } finally {
    await other.remove();
  }
});
