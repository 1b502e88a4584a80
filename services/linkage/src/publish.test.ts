// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { derivePseudonymKey, pseudonymOf } from '@koppel/keys/pseudonym';
import { open } from '@koppel/keys/open';
import { generateSigningKeyPair, signingPublicKey, verify } from '@koppel/keys/sign';
import { givenThreshold } from '@koppel/linkage';
import { decodePublicKey } from '@koppel/study';
import {
  decodeEventBlock,
  decodeLinkBlock,
  decodeLinkResult,
  decodeLinkStatement,
  eventBatches,
  hasStatement,
  linkBatches,
  linkResultSigningBytes,
  messageKinds,
  noGrade,
  probabilityOf,
  qualityGrade,
  reviewStates,
  statementAssociatedData,
  statementSealingInfo,
  topics,
} from '@koppel/wire';
import type { GatheredSource } from './gather.ts';
import type { Outcome } from './outcome.ts';
import { publish } from './publish.ts';
import { crashingAt, makePlace, valuesOf, type Place } from './testing/place.ts';
import {
  filterBytes,
  makeStudy,
  readStudy,
  rowsOf,
  runName,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

function sourceOf(owner: string, seed: number, count: number): GatheredSource {
  const encoded = { name: `${owner}/population`, unique: true, count, filterBytes };
  const run = runName(seed);
  return { owner, register: 'population', run, encoded: { ...encoded, ...rowsOf(count, seed) } };
}

/** North's row n belongs to south's row n for the first five rows; the others are alone. */
function sample(northCount = 12, southCount = 7): Outcome {
  const clusters = Array.from({ length: northCount }, (_, row) => row);
  const south = Array.from({ length: southCount }, (_, row) => (row < 5 ? row : 100 + row));
  const rowsFor = (cluster: number[]) => ({
    cluster: Uint32Array.from(cluster),
    clusterSize: Uint32Array.from(cluster, (_, row) => (row < 5 ? 2 : 1)),
    quality: Float64Array.from(cluster, (_, row) => (row < 5 ? 0.9 : NaN)),
    weakest: Float64Array.from(cluster, (_, row) => (row < 5 ? 0.85 : NaN)),
  });
  return {
    threshold: 0.8,
    search: { method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true },
    estimate: givenThreshold(0.8),
    candidatePairs: 5,
    decidedGreedily: 0,
    told: undefined,
    sources: [
      { source: sourceOf('north', 1, northCount), rows: rowsFor(clusters) },
      { source: sourceOf('south', 2, southCount), rows: rowsFor(south) },
    ],
  };
}

const publishIt = (
  outcome: Outcome,
  port = place.port,
  study = world.study,
  specHash = world.specHash,
) => publish(outcome, { study, specHash, secrets: world.unit, port, refusedBatches: 3 });

const batches = async () =>
  (await valuesOf(place.port, topics('sample').links))
    .filter((value) => value[0] === messageKinds.linkBatch)
    .map((value) => linkBatches.decode(value));
const results = async () =>
  (await valuesOf(place.port, topics('sample').results)).map(decodeLinkResult);

async function blocks() {
  const all = [];
  for (const batch of await batches()) {
    const aad = linkBatches.associatedData(batch);
    const plain = await open(world.researcherMailbox, linkBatches.sealingInfo(), aad, batch.sealed);
    all.push(decodeLinkBlock(plain, { capacity: 10 }));
  }
  return all;
}

/** Owner and token (hex) → pseudonym (hex), quality and cluster size, of everything published. */
async function published(): Promise<Map<string, [string, number, number]>> {
  const hex = (bytes: Uint8Array, row: number) =>
    Buffer.from(bytes.subarray(row * 16, row * 16 + 16)).toString('hex');
  const found = new Map<string, [string, number, number]>();
  for (const { owner, count, tokens, pseudonyms, quality, clusterSize } of await blocks()) {
    for (let row = 0; row < count; row += 1) {
      const link = [hex(pseudonyms, row), quality[row]!, clusterSize[row]!] as [
        string,
        number,
        number,
      ];
      found.set(`${owner} ${hex(tokens, row)}`, link);
    }
  }
  return found;
}

test('every record gets a pseudonym, shared by those that are one person', async () => {
  expect((await publishIt(sample())).isNew).toBe(true);
  const found = await published();
  expect(found.size).toBe(19);
  const links = [...found.values()];
  expect(new Set(links.map(([pseudonym]) => pseudonym)).size).toBe(14);
  expect(links.filter(([, , size]) => size === 2)).toHaveLength(10);
  for (const [, quality, size] of links) {
    expect(quality).toBe(size === 2 ? qualityGrade(0.9) : noGrade);
  }
});

test('the result tells counts in the clear, signed, and how many batches there are', async () => {
  await publishIt(sample());
  const [result, ...others] = await results();
  expect(others).toEqual([]);
  const all = await batches();
  expect(result).toMatchObject({
    study: 'sample', specHash: world.specHash, threshold: 0.8, similarity: 'dice', linkBatches: 3,
    refusedBatches: 3,
    sources: [
      { owner: 'north', register: 'population', run: runName(1), records: 12 },
      { owner: 'south', register: 'population', run: runName(2), records: 7 },
    ],
  }); // prettier-ignore
  const key = signingPublicKey(world.unit.sign);
  expect(verify(key, linkResultSigningBytes(result!), result!.signature)).toBe(true);
  all.forEach((batch, sequence) => {
    expect(batch).toMatchObject({ sequence, batches: 3, result: result!.result, capacity: 10 });
    expect(verify(key, linkBatches.signingBytes(batch), batch.signature)).toBe(true);
  });
  expect(new Set(all.map(({ sealed }) => sealed.length)).size).toBe(1);
});

test('the result states the recall that was wanted and measured, and no pair', async () => {
  const search = { method: 'approximate', wanted: 0.99, reached: true } as const;
  const shares = { measured: 0.997_251_2, low: 0.992_002_7, high: 0.999_058_4 };
  await publishIt({ ...sample(), search: { ...search, ...shares } });
  expect(await results()).toMatchObject([
    { recallWanted: 0.99, recallMeasured: 0.9973, recallLow: 0.992, recallHigh: 0.9991 },
  ]);
});

test('the result names the similarity that the study compares by', async () => {
  const encoding = { ...world.study.encoding, similarity: 'hamming' as const };
  await publishIt(sample(), place.port, { ...world.study, encoding });
  expect(await results()).toMatchObject([{ similarity: 'hamming' }]);
});

test('links are sealed to the researcher and to nobody else', async () => {
  await publishIt(sample());
  const [batch] = await batches();
  const opened = open(
    world.unit.mailbox,
    linkBatches.sealingInfo(),
    linkBatches.associatedData(batch!),
    batch!.sealed,
  );
  await expect(opened).rejects.toThrow('KEY_SEAL_BROKEN');
  const { tokens } = sourceOf('north', 1, 1).encoded;
  const all = Buffer.concat(await valuesOf(place.port, topics('sample').links));
  expect(all.includes(Buffer.from(tokens))).toBe(false);
});

test('the pseudonym of a cluster is that of its smallest token', async () => {
  await publishIt(sample());
  const { tokens } = sourceOf('north', 1, 1).encoded;
  const pseudonym = pseudonymOf(derivePseudonymKey(world.unit.pseudonym, 'sample'), tokens);
  const found = await published();
  const token = Buffer.from(tokens).toString('hex');
  expect(found.get(`north ${token}`)![0]).toBe(Buffer.from(pseudonym).toString('hex'));
});

test('pseudonyms depend neither on the order of sources nor on the numbers of clusters', async () => {
  const outcome = sample();
  await publishIt(outcome);
  const before = await published();
  await place.remove();
  place = await makePlace();
  const renumbered = [...outcome.sources].reverse().map(({ source, rows }) => ({
    source,
    rows: { ...rows, cluster: rows.cluster.map((number) => 5000 - number) },
  }));
  await publishIt({ ...outcome, sources: renumbered });
  expect([...(await published())].sort()).toEqual([...before].sort());
});

test('publishing the same outcome again publishes nothing', async () => {
  await publishIt(sample());
  expect((await publishIt(sample())).isNew).toBe(false);
  expect([(await batches()).length, (await results()).length]).toEqual([3, 1]);
});

test('another threshold, other runs or another version of the study are another result', async () => {
  const outcome = sample();
  await publishIt(outcome);
  expect((await publishIt({ ...outcome, threshold: 0.85 })).isNew).toBe(true);
  const [north, south] = outcome.sources;
  const rerun = { ...north!, source: { ...north!.source, run: runName(9) } };
  expect((await publishIt({ ...outcome, sources: [rerun, south!] })).isNew).toBe(true);
  const changed = readStudy({ ...world.input, title: 'Another title' });
  expect((await publishIt(outcome, place.port, changed.study, changed.specHash)).isNew).toBe(true);
  expect(new Set((await results()).map(({ result }) => result.join())).size).toBe(4);
});

test.each([1, 2, 3, 4])('killed at append %i, the next try publishes it whole', async (append) => {
  await expect(publishIt(sample(), crashingAt(place.port, append))).rejects.toThrow('killed');
  expect(await results()).toEqual([]);
  expect((await publishIt(sample())).isNew).toBe(true);
  expect((await published()).size).toBe(19);
  // A batch that is there twice holds the same twice: the first may count.
  const bySequence = new Map<number, string>();
  const all = await blocks();
  (await batches()).forEach(({ sequence }, at) => {
    const content = JSON.stringify(all[at]);
    expect(bySequence.get(sequence) ?? content).toBe(content);
    bySequence.set(sequence, content);
  });
});

test('a result that another wrote does not keep ours back', async () => {
  const stranger = { ...world.unit, sign: generateSigningKeyPair().secretKey };
  const { study, specHash } = world;
  const common = { study, specHash, port: place.port, refusedBatches: 0 };
  await publish(sample(), { ...common, secrets: stranger });
  await place.port.append(topics('sample').results, [new TextEncoder().encode('noise')]);
  expect((await publishIt(sample())).isNew).toBe(true);
  const unitKey = decodePublicKey(study.linkageUnit.signPublicKey);
  const values = (await valuesOf(place.port, topics('sample').results)).filter((_, at) => at !== 1);
  const ours = values
    .map(decodeLinkResult)
    .map((result) => verify(unitKey, linkResultSigningBytes(result), result.signature));
  expect(ours).toEqual([false, true]);
});

test('a cluster too large for its column is told as the largest size there is', async () => {
  const outcome = sample(1, 1);
  const sources = outcome.sources.map(({ source, rows }) => ({
    source,
    rows: { ...rows, clusterSize: Uint32Array.of(70_000) },
  }));
  await publishIt({ ...outcome, sources });
  expect([...(await published()).values()].map(([, , size]) => size)).toEqual([65_535, 65_535]);
});

test('sources without records give a result without batches', async () => {
  expect((await publishIt(sample(0, 0))).isNew).toBe(true);
  expect([await batches(), (await results())[0]!.linkBatches]).toEqual([[], 0]);
});

/** With a threshold that was estimated, and events since a result. */
function told(since: Uint8Array): Outcome {
  const expected = { value: 0.9, low: 0.8, high: 1 };
  const { sources } = sample();
  const token = Buffer.from(sources[0]!.source.encoded.tokens.subarray(0, 16)).toString('hex');
  const record = { source: 'north/population', token };
  const view = { anchor: record, members: [record] };
  return {
    ...sample(),
    threshold: 0.85,
    estimate: {
      ...givenThreshold(0.85),
      thresholdUpper: 0.95,
      method: 'selfNull',
      expected: { precision: expected, recall: expected, f1: expected },
      probability: (similarity) => similarity,
    },
    told: { since, events: [{ kind: 'appeared', reasons: ['added'], before: [], after: [view] }] },
  };
}

test('a link has the probability of its pair and of what holds its person together, as grades', async () => {
  await publishIt(told(runName(7)));
  const [north] = await blocks();
  expect(probabilityOf(north!.probability[0]!)).toBe(0.9);
  expect(probabilityOf(north!.personProbability[0]!)).toBe(0.85);
  expect(reviewStates[north!.review[0]!]).toBe('open');
  expect([north!.probability[5], north!.personProbability[5]]).toEqual([noGrade, noGrade]);
  expect(reviewStates[north!.review[5]!]).toBe('none');
});

test('the statement opens for the researcher, in the place of its result', async () => {
  await publishIt(told(runName(7)));
  const [result] = await results();
  if (result === undefined || !hasStatement(result)) throw new Error('no statement');
  const openAt = async (place: typeof result, mailbox = world.researcherMailbox) => {
    const aad = statementAssociatedData(place);
    return decodeLinkStatement(await open(mailbox, statementSealingInfo(), aad, result.statement));
  };
  expect(await openAt(result)).toMatchObject({
    precision: 0.9,
    linkedRecords: 10,
    openRecords: 10,
  });
  await expect(openAt({ ...result, ordinal: 9 })).rejects.toThrow('KEY_SEAL_BROKEN');
  await expect(openAt(result, world.unit.mailbox)).rejects.toThrow('KEY_SEAL_BROKEN');
});

test('events are sealed in batches of their own, which the result names', async () => {
  await publishIt(told(runName(7)));
  const [result] = await results();
  if (result === undefined || !hasStatement(result)) throw new Error('no statement');
  expect(result).toMatchObject({ since: runName(7), eventBatches: 2, ordinal: 1 });
  const key = signingPublicKey(world.unit.sign);
  const counts: number[] = [];
  for (const value of await valuesOf(place.port, topics('sample').links)) {
    if (value[0] !== messageKinds.eventBatch) continue;
    const batch = eventBatches.decode(value);
    expect(batch.result).toEqual(result.events);
    expect(verify(key, eventBatches.signingBytes(batch), batch.signature)).toBe(true);
    const aad = eventBatches.associatedData(batch);
    const plain = await open(
      world.researcherMailbox,
      eventBatches.sealingInfo(),
      aad,
      batch.sealed,
    );
    counts.push(decodeEventBlock(plain, { capacity: 10 }).count);
  }
  expect(counts).toEqual([1, 0]);
});

test('an outcome that comes back is published anew, as the newest', async () => {
  await publishIt(sample());
  await publishIt({ ...sample(), threshold: 0.85 });
  expect((await publishIt(sample())).isNew).toBe(true);
  expect((await publishIt(sample())).isNew).toBe(false);
  const all = (await results()).filter(hasStatement);
  expect(all.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  expect(all[2]!.result).toEqual(all[0]!.result);
});
