// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import { map } from './commands/map.ts';
import { profile } from './commands/profile.ts';
import { checkEncoding } from './encoding-check.ts';
import { listen, makePlace } from './testing/place.ts';
import { makeStudy } from './testing/study.ts';

const saul = (k: number): EncodingSpec => ({
  scheme: 'saul',
  parameters: { bits: 2048, k },
  similarity: 'hamming',
  normalisation: 'plain-1',
  fields: [
    {
      name: 'surname',
      group: 'surname',
      type: 'text',
      q: 2,
      weight: { votesPerToken: 1 },
      onInvalid: 'reject',
    },
  ],
});

const lines = (told: ReturnType<typeof listen>): string => JSON.stringify(told.lines);

describe('the encoding of a study', () => {
  test('that is sound brings no warning', () => {
    const told = listen();
    expect(checkEncoding('study.yaml', saul(3), told.reporter).bytes).toBe(256);
    expect(told.lines).toEqual([]);
  });

  test('that is weak brings one, with its reason', () => {
    const told = listen();
    checkEncoding('study.yaml', saul(1), told.reporter);
    expect(lines(told)).toContain('singleVote');
    expect(lines(told)).toContain('SimHash');
  });

  test('that cannot be is refused, with the file of the study', () => {
    const told = listen();
    let thrown: unknown;
    try {
      checkEncoding('study.yaml', saul(0), told.reporter);
    } catch (caught) {
      thrown = caught;
    }
    expect(isKoppelError(thrown, 'ENCODING_PARAMETERS') && thrown.place).toEqual({
      file: 'study.yaml',
      path: 'encoding.parameters.k',
      rule: 'tooLow',
    });
  });
});

describe.each([
  ['map', map],
  ['profile', profile],
])('%s', (_name, command) => {
  async function tell(k: number) {
    const place = await makePlace();
    try {
      const { input } = await makeStudy(['north']);
      const study = place.write('study.yaml', JSON.stringify({ ...input, encoding: saul(k) }));
      const told = listen();
      const argv = ['--study', study, '--register', 'benefits', '--input', `${place.folder}/none`];
      const more = ['--mapping', `${place.folder}/none.yaml`, '--out', `${place.folder}/out.html`];
      const context = {
        argv: [...argv, ...more],
        language: 'nl' as const,
        reporter: told.reporter,
        environment: {},
        print: () => undefined,
      };
      // It ends for want of a mapping, after the encoding was looked at.
      const code = await command(context).then(
        () => undefined,
        (thrown: unknown) => (isKoppelError(thrown) ? thrown.code : thrown),
      );
      return { code, told: lines(told) };
    } finally {
      await place.remove();
    }
  }

  test('tells of a weak encoding, and refuses one that cannot be', async () => {
    const weak = await tell(1);
    expect(weak.code).toBe('FILE_MISSING');
    expect(weak.told).toContain('singleVote');
    const wrong = await tell(9);
    expect(wrong.code).toBe('ENCODING_PARAMETERS');
  });
});
