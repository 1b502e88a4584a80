// SPDX-License-Identifier: EUPL-1.2
/**
 * A study that names `saul`, from registers to data set, and what becomes of owners who do not encode
 * alike: the linkage unit compares nothing of an owner with another scheme, version or parameter.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { createProfile } from '@koppel/encoding';
import { encodingSchema, type EncodingSpec } from '@koppel/study';
import { decodeReceipt, topics } from '@koppel/wire';
import { readTable } from '../support/csv.ts';
import {
  agree,
  assemble,
  attempt,
  encode,
  encodeArgs,
  link,
  makeParties,
  ownerOf,
  writeStudy,
  type LinkedRun,
  type Line,
} from '../support/line.ts';
import { problemsOf } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../support/registers.ts';
import { appendTo, batchesOf, messagesOn, secretsOf, signBatch } from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const people = 240;
/** Of each register, so many are in the other one as well. */
const both = 160;
const owners = { rotterdam: ['population'], denhaag: ['population'] } as const;

function encodingOf(k: number, bits: number): EncodingSpec {
  const weight = { votesPerToken: 1 };
  return encodingSchema.parse({
    scheme: 'saul',
    parameters: { bits, k },
    similarity: 'hamming',
    normalisation: 'plain-1',
    fields: [
      { name: 'givenNames', type: 'text', group: 'name', weight },
      { name: 'surname', type: 'text', group: 'name', weight },
      { name: 'birthDate', type: 'date', weight },
      { name: 'sex', type: 'code', weight },
      { name: 'postcode', type: 'code', prefixes: [4], weight },
      { name: 'houseNumber', type: 'code', weight },
    ],
  });
}

let line: Line;
let linked: LinkedRun;

beforeAll(async () => {
  line = await makeParties(workspace.folder, { id: 'saul', owners, capacity: 100 });
  Object.assign(line.study, { encoding: encodingOf(3, 2048), linkage: { threshold: 'auto' } });
  writeStudy(line, line.study);
  const random = seeded(11);
  const persons = inventPersons(2 * people - both, random);
  line.owners.forEach((owner, at) => {
    const from = at * (people - both);
    const own = persons.slice(from, from + people).map((person) => misspell(person, random));
    const ids = own.map((_, row) => `P${from + row}`);
    deliver(owner, 'population', tableOf('population', own, ids, random));
  });
  await agree(line);
  for (const owner of line.owners) await encode(line, owner, 'population');
  linked = await link(line);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

test('those who are in both registers are linked, by Hamming similarity', async () => {
  expect(linked).toMatchObject({ refusedBatches: 0, published: true });
  // On its own scale: chance is a half, with a standard deviation of 0.011. The key is another one in
  // every run, and with it the threshold and a pair or two.
  expect(linked.threshold).toBeGreaterThan(0.53);
  expect(linked.threshold).toBeLessThan(0.7);
  const [one, other] = linked.sources.map((source) => source.linked);
  expect(one).toBe(other);
  expect(Math.abs(one! - both)).toBeLessThanOrEqual(0.05 * both);
  const folder = await assemble(line);
  const { rows } = readTable(join(folder, 'persons.csv'));
  expect(rows).toHaveLength(2 * people - one!);
  expect(rows.filter((row) => row['population'] === '2')).toHaveLength(one!);
});

test('an owner with another scheme, k or number of bits is refused, and changes nothing', async () => {
  const one = encodingOf(3, 2048);
  const clk = encodingSchema.parse({
    ...one,
    scheme: 'clk',
    parameters: { bits: 2048 },
    fields: one.fields.map((field) => ({ ...field, weight: { bitsPerToken: 10 } })),
  });
  const others = [clk, encodingOf(4, 2048), encodingOf(3, 4096)].map((spec) => createProfile(spec));
  const owner = ownerOf(line, 'denhaag');
  const { sign } = await secretsOf(owner);
  const topic = topics(line.study.id);
  const from = (await messagesOn(line, topic.receipts('denhaag'))).length;
  const batches = await batchesOf(line, owner);
  const sent = others.map(({ hash }, at) =>
    signBatch({ ...batches[at]!, profileHash: hash }, sign!),
  );
  await appendTo(line, topic.batches('denhaag'), sent);
  const again = await link(line);
  const told = (await messagesOn(line, topic.receipts('denhaag'))).slice(from).map(decodeReceipt);
  const refused = [false, 'CONTRACT_PROFILE_HASH'];
  expect(told.map(({ accepted, code }) => [accepted, code])).toEqual([refused, refused, refused]);
  expect(again.sources).toEqual(linked.sources);
});

describe('before anything is encoded, an owner', () => {
  async function runWith(encoding: object) {
    const study = writeStudy(line, { ...line.study, encoding }, 'other.yaml');
    const owner = ownerOf(line, 'rotterdam');
    const args = encodeArgs(line, owner, 'population', { study, 'no-exclusions': true });
    const finished = await attempt(owner, args);
    return { finished, problems: problemsOf(finished), text: finished.stderr.toString() };
  }

  test('is told of an encoding that is weak', async () => {
    const { text } = await runWith(encodingOf(1, 2048));
    expect(text).toContain('"rule":"singleVote"');
    expect(text).toContain('SimHash');
  });

  test.each([
    ['k = 0', { parameters: { bits: 2048, k: 0 } }, 'ENCODING_PARAMETERS'],
    ['a version that is not there', { version: 9 }, 'ENCODING_SCHEME_VERSION'],
    ['a comparison that says nothing', { similarity: 'dice' }, 'ENCODING_SIMILARITY'],
  ])('is refused %s', async (_title, change, code) => {
    const { finished, problems } = await runWith({ ...encodingOf(3, 2048), ...change });
    expect(finished.code).toBe(3);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });
});
