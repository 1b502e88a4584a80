// SPDX-License-Identifier: EUPL-1.2
/** Ledger and log held beside each other: what a crash left open, and a state folder that is lost. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { renameSync } from 'node:fs';
import { topics } from '@koppel/wire';
import { run } from '../commands/run.ts';
import { makeCarePlace, type CarePlace } from '../testing/care-place.ts';
import { refusal, valuesOf } from '../testing/place.ts';
import { Account, type AccountOptions } from './account.ts';
import { readChain } from './chain.ts';

let care: CarePlace;

beforeEach(async () => {
  care = await makeCarePlace();
  await run(care.context(...care.runArguments('--log', care.at('log'))));
});
afterEach(() => care.place.remove());

const again = (...more: string[]) =>
  run(care.context(...care.runArguments('--log', care.at('log'), '--full', ...more)));
const kinds = (): string[] => readChain(care.at('owner.key.state')).entries.map(({ kind }) => kind);

function options(): AccountOptions {
  const { study, specHash, owners } = care.world;
  const { secrets } = owners[0]!;
  return {
    stateFolder: care.at('owner.key.state'),
    owner: { owner: 'north', signSecretKey: secrets['sign']!, now: Date.now },
    tokenKey: secrets['token']!,
    study: study.id,
    specHash,
    register: 'benefits',
    recipients: ['researcher'],
    topics: [topics(study.id).payload('north'), topics(study.id).batches('north')],
    confirmLost: false,
  };
}

test('batches that another state folder sent are noticed until somebody confirms the loss', async () => {
  renameSync(care.at('owner.key.state'), care.at('lost'));
  expect(await refusal(care.place, () => again())).toEqual([
    'LEDGER_INCOMPLETE {"file":"owner.key.state","field":"sample"}',
  ]);
  await again('--confirm-lost-state');
  const { entries } = readChain(care.at('owner.key.state'));
  expect(entries.find(({ kind }) => kind === 'lostState')).toMatchObject({ batches: 6 });
  await again();
  expect(kinds().filter((kind) => kind === 'lostState')).toHaveLength(1);
});

test('noise and batches of others on the topic are nobody’s loss', async () => {
  const { study } = care.world;
  const topic = topics(study.id).batches('north');
  const [message] = await valuesOf(care.place.port, topic);
  const forged = message!.with(message!.length - 1, message!.at(-1)! ^ 1);
  await care.place.port.append(topic, [Uint8Array.of(1), forged]);
  await again();
  expect(kinds()).not.toContain('lostState');
});

test('a batch that a crash left open gets its end from the log', async () => {
  const account = await Account.open(care.place.port, options());
  const [known] = readChain(care.at('owner.key.state')).entries.filter(
    (one) => one.kind === 'batch',
  );
  const leaving = {
    topic: topics('sample').batches('north'),
    lane: 'identifiers' as const,
    register: 'benefits',
    run: Uint8Array.from({ length: 16 }, (_, at) => at),
    runOrdinal: 1,
    sequence: 0,
    batches: 2,
    tokens: new Uint8Array(16).fill(9),
    kinds: Uint8Array.of(2),
    count: 1,
  };
  // One reaches the log and its entry is never ended; one does not leave.
  const there = Uint8Array.of(1, 2, 3);
  await account.announce({ ...leaving, message: there });
  await care.place.port.append(leaving.topic, [there]);
  await account.announce({ ...leaving, sequence: 1, message: Uint8Array.of(4) });
  expect(readChain(care.at('owner.key.state')).open.size).toBe(2);
  const other = await Account.open(care.place.port, { ...options(), register: 'population' });
  expect(await other.close()).toEqual(other.ledger.head);
  expect(readChain(care.at('owner.key.state')).open.size).toBe(2); // perhaps on their way
  await Account.open(care.place.port, options());
  const chain = readChain(care.at('owner.key.state'));
  expect(chain.open.size).toBe(0);
  expect(chain.entries.slice(-2)).toMatchObject([{ kind: 'sent', offset: 3 }, { kind: 'notSent' }]);
  expect(known).toMatchObject({ rows: 10, retractions: 0 });
});
