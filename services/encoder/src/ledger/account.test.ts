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
import type { BatchEntry } from './entry.ts';

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

test('batches that leave together stand in the ledger one after the other, each with its end', async () => {
  const account = await Account.open(care.place.port, options());
  const before = kinds().length;
  const batch = (sequence: number, lane: 'payload' | 'identifiers', tokens: Uint8Array) => ({
    topic: topics('sample')[lane === 'payload' ? 'payload' : 'batches']('north'),
    lane, register: 'benefits', run: new Uint8Array(16).fill(1), runOrdinal: 1, sequence,
    batches: 2, tokens, kinds: Uint8Array.of(1), count: 1, message: Uint8Array.of(sequence),
  }); // prettier-ignore
  const lists = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)] as const;
  await account.announce(
    ...(['payload', 'identifiers'] as const).flatMap((lane) =>
      lists.map((tokens, sequence) => batch(sequence, lane, tokens)),
    ),
  );
  expect(readChain(care.at('owner.key.state')).open.size).toBe(4);
  await account.confirm(3, 4, 3, 4);
  await account.close();
  const chain = readChain(care.at('owner.key.state'));
  const [first, second, third, fourth, ...sent] = chain.entries.slice(before);
  expect([first, second, third, fourth]).toMatchObject([
    { lane: 'payload', sequence: 0 },
    { lane: 'payload', sequence: 1 },
    { lane: 'identifiers', sequence: 0 },
    { lane: 'identifiers', sequence: 1 },
  ]);
  // Both lanes of a batch have one list, and no two batches have.
  const names = [first, second, third, fourth].map((one) => (one as BatchEntry).tokens);
  expect(names.slice(0, 2)).toEqual(names.slice(2));
  expect(new Set(names).size).toBe(2);
  expect(sent).toMatchObject([
    { kind: 'sent', of: before, offset: 3 },
    { kind: 'sent', of: before + 1, offset: 4 },
    { kind: 'sent', of: before + 2, offset: 3 },
    { kind: 'sent', of: before + 3, offset: 4 },
    { kind: 'checkpoint' },
  ]);
  expect(chain.open.size).toBe(0);
});
