// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, jest, test } from '@jest/globals';
import { listen } from '../testing/place.ts';
import { makeStudy } from '../testing/study.ts';
import { GateWatch } from './gate-watch.ts';
import { UnitMetrics } from './metrics.ts';

afterEach(() => {
  jest.useRealTimers();
});

test('an expiry is told on its day, once and with its reason, though nothing arrives', async () => {
  const { study: made } = await makeStudy();
  if (made.koppel !== 1) throw new Error('expects a study that states its decisions');
  const decisions = made.decisions.map((one) => ({ ...one, validUntil: '2026-03-31' }));
  const metrics = new UnitMetrics();
  const told = listen();
  const of = (name: string) => told.lines.filter((line) => line['event'] === name);
  const watch = new GateWatch({ ...made, decisions }, metrics);
  const registers = made.owners.flatMap(({ registers }) => registers).length;

  jest.useFakeTimers({ now: new Date('2026-03-31T12:00:00') });
  watch.look(undefined, told.reporter);
  expect(told.lines).toEqual([]);
  expect(metrics.text().match(/gate_open\{.*\} 1\n/g)).toHaveLength(registers);

  jest.setSystemTime(new Date('2026-04-01T12:00:00'));
  watch.look(undefined, told.reporter);
  watch.look(undefined, told.reporter);
  expect(of('gateClosed')).toHaveLength(registers);
  expect(of('gateClosed')[0]).toMatchObject({ owner: 'north', code: 'GATE_DECISION_EXPIRED' });
  expect(of('problem')).toHaveLength(registers);
  expect(metrics.text().match(/gate_open\{.*\} 0\n/g)).toHaveLength(registers);

  jest.setSystemTime(new Date('2026-03-01T12:00:00'));
  watch.look(undefined, told.reporter);
  expect(of('gateOpen')).toHaveLength(registers);
});
