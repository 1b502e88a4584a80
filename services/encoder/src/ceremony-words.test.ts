// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { describeStanding, type Standing } from './ceremony-words.ts';

const standing: Standing = {
  study: 'sample',
  owner: 'north',
  folder: 'sample-$&key',
  send: [{ file: 'sample-$&key/a.txt', to: ['south', 'west'] }],
  sentBefore: [],
  waitingFor: { step: 'commit', owners: ['west'] },
  next: 'share',
  code: undefined,
};

test('says what to send, what is missing and what to do, in both languages', () => {
  expect(describeStanding(standing, 'en')).toBe(`Key agreement of sample, as north

Send these files, by e-mail or in any other way:
  sample-$&key/a.txt  to south, west

Still missing: the commitment of west.
Put what you receive in sample-$&key and run \`key share\` again.`);
  expect(describeStanding(standing, 'nl')).toBe(`Sleutelafspraak van sample, als north

Stuur deze bestanden, per e-mail of op een andere manier:
  sample-$&key/a.txt  naar south, west

Nog niet binnen: vastlegging van west.
Zet wat u ontvangt in sample-$&key en geef \`key share\` opnieuw.`);
});

test.each([
  ['en', 'Written before; send again only', 'Now run `key combine`'],
  ['nl', 'Al eerder geschreven;', 'Geef nu de opdracht `key combine`'],
] as const)('%s: files of before are named as such, and nobody is waited for', (language, a, b) => {
  const { send: sentBefore } = standing;
  const fields = { send: [], sentBefore, waitingFor: undefined, next: 'combine' } as const;
  const ready = { ...standing, ...fields };
  const text = describeStanding(ready, language);
  expect(text).toContain(a);
  expect(text).toContain(b);
});

test('shows the digits once there are any, and no files where there is nobody to send to', () => {
  const code = '0123 4567 8901 2345 6789 0123';
  const done = { ...standing, send: [], waitingFor: undefined, next: 'nothing', code } as const;
  expect(describeStanding(done, 'en')).toMatch(new RegExp(`\n  ${code}$`));
  expect(describeStanding(done, 'en')).not.toContain('a.txt');
});
