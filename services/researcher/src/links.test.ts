// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateMailbox } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { topics, type LinkResult } from '@koppel/wire';
import { hex } from './bytes.ts';
import { newestResult } from './results.ts';
import type { Session } from './session.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import { collectLinks } from './testing/stores.ts';
import {
  buildLinks,
  makeResult,
  makeStudy,
  readStudy,
  sendResult,
  token,
  type LinkPlan,
  type LinkRow,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;
let session: Session;
const stranger = generateSigningKeyPair().secretKey;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  session = {
    study: world.study,
    specHash: world.specHash,
    port: place.port,
    mailbox: world.mailbox,
  };
});

afterEach(async () => {
  await place.remove();
});

const noise = new TextEncoder().encode('noise');

function row(number: number, quality = 0.9, clusterSize = 2): LinkRow {
  return { token: token(number), pseudonym: token(1000 + number), quality, clusterSize };
}

const send = (result: LinkResult, ...plans: LinkPlan[]): Promise<number> =>
  place.port.append(
    topics('sample').links,
    plans.map((plan) => buildLinks(world, result, plan)),
  );

describe('the result that counts', () => {
  test('is none while the linkage unit has published none', async () => {
    expect(await newestResult(session)).toBeUndefined();
  });

  test('is its last one for this version of the study', async () => {
    const [one, two] = [makeResult(world), makeResult(world, { result: token(8), ordinal: 2 })];
    const changed = readStudy({ ...world.input, title: 'Another title' });
    await sendResult(place.port, one);
    await sendResult(place.port, two);
    await sendResult(place.port, makeResult(world, { result: token(9) }, stranger));
    await sendResult(place.port, makeResult(world, { specHash: changed.specHash }));
    await sendResult(place.port, makeResult(world, { study: 'another' }));
    await sendResult(place.port, { ...two, refusedBatches: 99 });
    await place.port.append(topics('sample').results, [noise]);
    expect(await newestResult(session)).toEqual(two);
  });
});

describe('links', () => {
  test('are read per source, each record with its pseudonym, quality and cluster', async () => {
    const south = { owner: 'south', register: 'population', run: token(2), records: 1 };
    const { sources } = makeResult(world);
    const result = makeResult(world, { linkBatches: 2, sources: [...sources, south] });
    await send(
      result,
      { rows: [row(1), row(2, NaN, 1)] },
      { ...south, sequence: 1, rows: [row(1, 0.5, 3)] },
    );
    const links = await collectLinks(session, result);
    expect([...links.keys()]).toEqual(['north/benefits', 'south/population']);
    const key = (number: number): string => hex(token(number));
    const unsure = { probability: NaN, personProbability: NaN, review: 'none' };
    expect(links.get('north/benefits')).toEqual(
      new Map([
        [key(1), { pseudonym: key(1001), quality: 0.9, clusterSize: 2, ...unsure }],
        [key(2), { pseudonym: key(1002), quality: NaN, clusterSize: 1, ...unsure }],
      ]),
    );
    expect(links.get('south/population')).toEqual(
      new Map([[key(1), { pseudonym: key(1001), quality: 0.5, clusterSize: 3, ...unsure }]]),
    );
  });

  test('count once when a crash left a batch twice', async () => {
    const result = makeResult(world);
    await send(result, { rows: [row(1)] }, { rows: [row(2)] });
    expect((await collectLinks(session, result)).get('north/benefits')!.size).toBe(1);
  });

  test('are not those of another result, another sender, or another place', async () => {
    const result = makeResult(world);
    await place.port.append(topics('sample').links, [noise]);
    await send(
      result,
      { rows: [row(1)], signKey: stranger },
      { rows: [row(2)], header: { result: token(99) } },
      { rows: [row(3)], header: { specHash: new Uint8Array(32) } },
      { rows: [row(4)], header: { study: 'another' } },
      { rows: [row(5)], header: { batches: 2 } },
      { rows: [row(6)], header: { capacity: 11 } },
    );
    expect(await refusal(place, () => collectLinks(session, result))).toEqual([
      'RESULT_BATCH_MISSING {"rule":"links"}',
    ]);
    await send(result, { rows: [row(7)] });
    expect([...(await collectLinks(session, result)).get('north/benefits')!.keys()]).toEqual([
      hex(token(7)),
    ]);
  });

  test('are missing when one batch is', async () => {
    const result = makeResult(world, { linkBatches: 2 });
    await send(result, { rows: [row(1)] }, { rows: [row(1)] });
    expect(await refusal(place, () => collectLinks(session, result))).toEqual([
      'RESULT_BATCH_MISSING {"rule":"links"}',
    ]);
  });

  test('about a source that the result does not name are refused', async () => {
    const result = makeResult(world);
    await send(result, { owner: 'south', rows: [row(1)] });
    expect(await refusal(place, () => collectLinks(session, result))).toEqual([
      'WIRE_MALFORMED {"rule":"range"}',
    ]);
  });

  test('open for the researcher alone', async () => {
    const result = makeResult(world);
    await send(result, { rows: [row(1)] });
    const mailbox = (await generateMailbox()).secretKey;
    expect(await refusal(place, () => collectLinks({ ...session, mailbox }, result))).toEqual([
      'KEY_SEAL_BROKEN {}',
    ]);
  });

  test('of a result without records are none', async () => {
    const links = await collectLinks(session, makeResult(world, { linkBatches: 0 }));
    expect(links).toEqual(new Map([['north/benefits', new Map()]]));
  });
});
