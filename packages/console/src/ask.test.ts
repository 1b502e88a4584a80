// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { ask } from './ask.ts';

function terminal(isTTY: boolean) {
  const output = new PassThrough();
  return { input: Object.assign(new PassThrough(), { isTTY }), output };
}

test('a person is asked and answers', async () => {
  const at = terminal(true);
  const answer = ask('Is this right? ', at);
  at.input.write('  yes \n');
  expect(await answer).toBe('yes');
  expect(String(at.output.read())).toContain('Is this right? ');
});

test('without a terminal nobody is asked', async () => {
  const at = terminal(false);
  expect(await ask('Is this right? ', at)).toBeUndefined();
  expect(at.output.read()).toBeNull();
});

test('a person who leaves gives no answer', async () => {
  const at = terminal(true);
  const answer = ask('Is this right? ', at);
  at.input.end();
  expect(await answer).toBeUndefined();
});
