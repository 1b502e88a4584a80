// SPDX-License-Identifier: EUPL-1.2
/** The pages in both languages: whole, readable by any program, without network and without values. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Register } from '@koppel/study';
import { cleanRows, profiledStudy, profileOf } from '../../testing/profiled.ts';
import type { ProfileReport } from '../model.ts';
import { publish } from '../publish.ts';
import { profileSummary } from '../summary.ts';
import { en } from '../words-en.ts';
import { nl } from '../words-nl.ts';
import { wordingOf } from '../words.ts';
import { adviceOn } from './advice.ts';
import { profilePage } from './profile-page.ts';
import { publishablePage } from './publishable-page.ts';

let report: ProfileReport;
let register: Register;
const pages = new Map<string, string>();

/** Every kind of fault, so that every section has something to tell. */
function faultyRows() {
  const rows = cleanRows(900);
  rows.forEach((row, at) => {
    if (at < 80) row['achternaam'] = at % 2 === 0 ? '' : 'Dani?ls';
    if (at >= 80 && at < 130) row['geboren'] = `${1950 + (at % 40)}-01-01`;
    if (at >= 130 && at < 160) row['geboren'] = '1980-02-30';
    if (at >= 160 && at < 200) Object.assign(row, { postcode: '3011XQ', huisnummer: '731' });
    if (at >= 200 && at < 400) row['voornamen'] = 'J.';
    if (at >= 400 && at < 480) row['regeling'] = 'Z';
    if (at >= 430 && at < 460) row['einde'] = '2001-01-01';
    if (at >= 460 && at < 480) row['nr'] = 'R1';
    if (at >= 480 && at < 520) row['postcode'] = '1234AB';
  });
  rows[899]!['nr'] = '';
  return rows;
}

beforeAll(async () => {
  const read = await profiledStudy();
  register = read.study.registers.find(({ id }) => id === 'benefits')!;
  report = await profileOf(faultyRows(), read);
  for (const language of ['en', 'nl'] as const) {
    pages.set(`profile ${language}`, profilePage(report, register, language));
    pages.set(`publishable ${language}`, publishablePage(publish(report), language));
  }
});

const names = ['profile en', 'profile nl', 'publishable en', 'publishable nl'];
const voidElements = new Set(['meta', 'br', 'rect', 'line']);

/** Elements that are not closed where they should be. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const body = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/^<!doctype html>/, '');
  for (const [, slash, name, rest] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (slash === '/') {
      if (open.pop() !== name) wrong.push(name!);
    } else if (!rest!.endsWith('/') && !voidElements.has(name!)) open.push(name!);
  }
  return [...wrong, ...open];
}

describe.each(names)('the page %s', (name) => {
  const page = (): string => pages.get(name)!;

  test('is whole HTML in its language, with one title', () => {
    expect(page()).toMatch(/^<!doctype html>/);
    expect(page()).toContain(`<html lang="${name.slice(-2)}">`);
    expect(page().match(/<h1>/g)).toHaveLength(1);
    expect(unbalanced(page())).toEqual([]);
    const ids = [...page().matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('needs no script and no network', () => {
    expect(page()).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\bon[a-z]+=/i);
    const addresses = [...page().matchAll(/https?:[^"' <]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(
      new Set(name.startsWith('profile') ? ['http://www.w3.org/2000/svg'] : []),
    );
    expect(page()).toContain("default-src 'none'");
  });

  test('gives every drawing a name and every table a caption and headed columns', () => {
    const drawings = page().match(/<svg[\s\S]*?>/g) ?? [];
    expect(
      drawings.every((one) => /role="img"/.test(one) && /aria-label="[^"]{5,}"/.test(one)),
    ).toBe(true);
    const tables = page().match(/<table>[\s\S]*?<\/table>/g)!;
    expect(tables.every((one) => /<caption/.test(one) && /scope="col"/.test(one))).toBe(true);
  });

  test('holds no number that is none, and no word that was forgotten', () => {
    expect(page()).not.toMatch(/NaN|undefined|Infinity|\[object|\{rows\}|\{day\}/);
  });

  test('holds no value of a row', () => {
    expect(page()).not.toMatch(/3011|Dani|1980-02-30|1234AB|Kima|Bosa|R1\b/);
  });
});

test('the profile draws completeness, power, births, addresses and months', () => {
  const page = pages.get('profile en')!;
  expect((page.match(/<svg/g) ?? []).length).toBeGreaterThanOrEqual(8);
  expect(page).toContain('one address with 40 rows');
});

test('every finding says what to do, the worst first, in both languages', () => {
  for (const language of ['en', 'nl'] as const) {
    const list = adviceOn(report, wordingOf(language));
    const verdicts = list.map(({ verdict }) => verdict);
    expect(verdicts).toEqual([...verdicts].sort((a, b) => (a === b ? 0 : a === 'noGo' ? -1 : 1)));
    expect(verdicts).not.toContain('go');
    const about = list.map(({ name }) => name);
    expect(about).toEqual(expect.arrayContaining(['surname', 'birthDate', 'givenNames', 'scheme']));
    expect(new Set(list.map(({ text, name }) => `${name} ${text}`)).size).toBe(list.length);
  }
});

test('a register without a fault has nothing to do', async () => {
  const clean = await profileOf(cleanRows(900), await profiledStudy());
  const coverage = clean.variables.flatMap(({ dates }) => dates?.verdict ?? []);
  expect(coverage).toContain('noGo');
  const others = adviceOn(clean, wordingOf('en')).filter(({ text }) => text !== en.adviceCovered);
  expect(others).toEqual([]);
});

test('the summary says the same for a person and for a script', () => {
  const parsed = JSON.parse(profileSummary(report, 'en', true)) as Record<string, unknown>;
  expect(parsed).toMatchObject({
    rows: 900,
    verdict: 'noGo',
    fields: { surname: 'conditional', sex: 'go' },
    duplicates: { recordId: 'noGo' },
  });
  expect(profileSummary(report, 'nl', false)).toContain(nl.noGo);
});

test('words are there in both languages, and are different where they should be', () => {
  expect(Object.keys(nl)).toEqual(Object.keys(en));
  const same = Object.keys(en).filter(
    (name) => en[name as keyof typeof en] === nl[name as keyof typeof en],
  );
  expect(same.sort()).toEqual(['bits', 'bitsPerToken', 'bsn', 'bsnDuplicates', 'code']);
});

test('a share is never rounded to all or nothing', () => {
  const { percent } = wordingOf('en');
  expect([0, 0.0001, 0.5, 0.9999, 1].map(percent)).toEqual([
    '0.0%',
    '<0.1%',
    '50.0%',
    '>99.9%',
    '100.0%',
  ]);
});
