// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import { guildItems } from '../guild.ts';
import type { QualityReport } from '../model.ts';
import { publishable } from '../publishable.ts';
import { sampleReport } from '../testing/sample.ts';
import { qualityPage } from './page.ts';
import { en } from './words-en.ts';
import { nl } from './words-nl.ts';

let whole: QualityReport;
let measured: QualityReport;
let given: QualityReport;
const history = [1, 2].map((day) => ({
  linkage: `${day}`.repeat(32), day: `2026-02-0${day}`, threshold: 0.8, records: 470, linked: 233,
  persons: 355, links: 117, precision: 0.98, recall: null,
  events: day === 1 ? null : { appeared: 12, merged: 3 },
})); // prettier-ignore
beforeAll(async () => {
  whole = await sampleReport({ facts: { history } });
  measured = await sampleReport({ withTruth: true, facts: { specHash: null, linkage: null } });
  given = await sampleReport({ threshold: 0.8 });
});

describe.each([
  ['en', en],
  ['nl', nl],
] as const)('the page in %s', (language, words) => {
  test('holds all sections, each chart with its table, and no figure that is none', () => {
    for (const report of [whole, publishable(whole), measured, given]) {
      const page = qualityPage(report, language);
      expect(page).toBe(qualityPage(report, language));
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|url\(|@import/);
      for (const id of [
        'key',
        'warnings',
        'registers',
        'similarities',
        'sensitivity',
        'clusters',
        'method',
        'guild',
      ]) {
        expect(page).toContain(`id="${id}"`);
      }
      const drawings = page.match(/<svg\b/g)!.length;
      expect(page.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g)).toHaveLength(drawings);
      expect(page.match(/<table\b/g)!.length).toBeGreaterThanOrEqual(drawings);
      expect(page.match(/<caption\b/g)).toHaveLength(page.match(/<table\b/g)!.length);
    }
  });

  test('answers every item of the guidance or says who does', () => {
    const page = qualityPage(whole, language);
    for (const { item, sections } of guildItems) {
      expect(page).toContain(item === 'method' ? words.methodItem : words[item]);
      for (const id of sections) expect(page).toContain(`id="${id}"`);
    }
    for (const party of ['byDataOwner', 'byCoordinator', 'byResearcher'] as const) {
      expect(page).toContain(words[party]);
    }
    expect(page).toContain(words.noTruth);
    expect(qualityPage(measured, language)).not.toContain(words.noTruth);
  });

  test('says what is only estimated, measured, or not known', () => {
    expect(qualityPage(measured, language)).toContain(words.measuredPrecision);
    expect(qualityPage(whole, language)).not.toContain(words.measuredPrecision);
    expect(qualityPage(given, language)).toContain(words.noProbabilities);
    expect(qualityPage(given, language)).toContain('<code>threshold: auto</code>');
    expect(qualityPage(whole, language)).toContain(words.merged);
    expect(qualityPage(publishable(whole), language)).toContain('&lt;10');
  });
});

test('what a study is called cannot become markup', () => {
  const hostile = '"><script>alert(1)</script>';
  const page = qualityPage({ ...whole, study: hostile }, 'en');
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;');
});

test('an approximate search and unbounded estimates are told', () => {
  const search = {
    method: 'approximate',
    wanted: 0.98,
    measured: 0.99,
    low: 0.97,
    high: 1,
    reached: true,
  } as const;
  const missedLinks = { value: 1, low: 0, high: null };
  const page = qualityPage(
    {
      ...whole,
      method: { ...whole.method, search, reason: 'agreed' },
      expected: { ...whole.expected!, missedLinks },
    },
    'en',
  );
  expect(page).toContain('recall measured 99.0%');
  expect(page).toContain(en.unbounded);
  expect(page).toContain('agreed');
});
