// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import { createReporter, type Sink } from './reporter.ts';

function recording(isTTY: boolean) {
  const written: string[] = [];
  const sink: Sink = { isTTY, columns: 80, write: (text) => written.push(text) };
  let time = 0;
  const tick = (ms: number): void => {
    time += ms;
  };
  const options = { sink, language: 'nl', service: 'test', now: () => time } as const;
  return { reporter: createReporter(options), written, tick };
}

test('without a terminal every event is one line of JSON', () => {
  const { reporter, written } = recording(false);
  reporter.event('sent', { owner: 'utrecht', register: 'benefits' }, { batches: 3 });
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0]!)).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    service: 'test',
    level: 'info',
    event: 'sent',
    owner: 'utrecht',
    register: 'benefits',
    batches: 3,
  });
  expect(written[0]!.endsWith('\n')).toBe(true);
});

test('progress is an event at most every five seconds, and one at the end', () => {
  const { reporter, written, tick } = recording(false);
  const progress = reporter.progress('encode', 10);
  progress.update(1);
  tick(4999);
  progress.update(5);
  tick(1);
  progress.update(6);
  progress.end();
  expect(written.map((line) => JSON.parse(line) as object)).toMatchObject([
    { event: 'progress', stage: 'encode', done: 6, total: 10 },
    { event: 'stageDone', stage: 'encode', total: 10 },
  ]);
});

test('a problem is written with code, place and a sentence in the language', () => {
  const { reporter, written } = recording(false);
  reporter.problem(new KoppelError('FILE_MISSING', { file: 'a.csv' }));
  expect(JSON.parse(written[0]!)).toMatchObject({
    level: 'error',
    code: 'FILE_MISSING',
    place: { file: 'a.csv' },
  });
  expect(written[0]).toContain('bestaat niet');
});

test('a warning is a sentence in the language, with its rule and place', () => {
  const warning = {
    rule: 'fillHigh',
    path: 'encoding.fields',
    text: { en: 'Too full.', nl: 'Te vol.' },
  };
  const events = recording(false);
  events.reporter.warning(warning);
  expect(JSON.parse(events.written[0]!)).toMatchObject({
    level: 'warn',
    event: 'warning',
    rule: 'fillHigh',
    path: 'encoding.fields',
    text: 'Te vol.',
  });
  const terminal = recording(true);
  terminal.reporter.warning(warning);
  expect(terminal.written).toEqual(['! fillHigh (encoding.fields): Te vol.\n']);
});

test('on a terminal progress is a bar that is redrawn on its line and then closed', () => {
  const { reporter, written, tick } = recording(true);
  const progress = reporter.progress('encode', 4);
  progress.update(1);
  progress.update(2);
  tick(100);
  progress.update(3);
  reporter.event('note', { owner: 'utrecht' }, { rows: 2 });
  progress.end();
  const drawn = written.filter((text) => text.includes('%'));
  expect(drawn.map((text) => /(\d+) %/.exec(text)?.[1])).toEqual(['25', '75', '100']);
  expect(written.join('')).toContain('utrecht · rows 2\n');
  expect(written.at(-1)).toMatch(/\n$/);
});

test('a problem on a terminal clears the bar first', () => {
  const { reporter, written } = recording(true);
  reporter.progress('encode', 0).update(0);
  reporter.problem(new KoppelError('DISK_FULL'));
  expect(written.slice(-2)).toEqual([
    expect.stringMatching(/^\r/),
    expect.stringContaining('DISK_FULL'),
  ]);
});
