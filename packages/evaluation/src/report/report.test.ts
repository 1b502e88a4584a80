// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, html } from '@koppel/console';
import { pairQuality } from '../metrics/index.ts';
import { renderReport, type Report } from './index.ts';

const quality = pairQuality({ correct: 950, predicted: 960, actual: 1000 });

const report: Report = {
  language: 'en',
  title: 'Trial',
  introduction: 'Three invented registers.',
  registers: [
    {
      owner: 'rotterdam',
      register: 'population',
      records: 20_000,
      encoded: 19_990,
      rejected: 10,
      linked: 15_000,
    },
    {
      owner: 'rotterdam',
      register: 'benefits',
      records: 5000,
      encoded: 5000,
      rejected: 0,
      linked: 4000,
    },
  ],
  overall: quality,
  pairs: [{ first: 'population', second: 'benefits', quality }],
  threshold: 0.78,
  curve: [
    { threshold: 0.9, precision: 1, recall: 0.5, f1: 2 / 3, predicted: 500 },
    { threshold: 0.7, precision: 0.9, recall: 0.95, f1: 0.924, predicted: 1055 },
  ],
  best: { threshold: 0.7, precision: 0.9, recall: 0.95, f1: 0.924, predicted: 1055 },
  histogram: { from: 0.6, matches: [0, 10, 400, 500], nonMatches: [9000, 100, 1, 0] },
  steps: [
    { name: 'Encode', seconds: 6.25 },
    { name: 'Link', seconds: 7.5 },
  ],
  notes: [{ heading: 'Known limits', text: 'Everything here is invented.' }],
};

const page = renderReport(report);

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('escaping', () => {
  test('every character that means something in HTML is replaced', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).toBe(
      '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;',
    );
  });

  test('the tag escapes text and numbers, and lets markup be', () => {
    expect(html`<p>${'<b>'}${1}${html`<i></i>`}${[html`<u></u>`, html`<s></s>`]}</p>`.text).toBe(
      '<p>&lt;b&gt;1<i></i><u></u><s></s></p>',
    );
  });

  test('what is escaped holds no markup, and reads back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });

  test('no text of a report becomes an element, in page or drawing', () => {
    const hostile = '</title><script>alert(1)</script><img src=x onerror="a">';
    const text = renderReport({
      ...report,
      title: hostile,
      introduction: hostile,
      registers: report.registers.map((counts) => ({
        ...counts,
        owner: hostile,
        register: hostile,
      })),
      pairs: [{ first: hostile, second: hostile, quality }],
      steps: [{ name: hostile, seconds: 1 }],
      notes: [{ heading: hostile, text: hostile }],
    });
    expect(text).not.toMatch(/<script|<img/);
    expect(count(text, /<title>/g)).toBe(1);
    expect(text).toContain('&lt;/title&gt;&lt;script&gt;');
  });
});

describe('the page', () => {
  test('is whole and alone: no script, no address, a policy that forbids loading', () => {
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)/);
    expect(
      [...page.matchAll(/https?:\/\/[^"]+/g)].every(([url]) =>
        url.startsWith('http://www.w3.org/'),
      ),
    ).toBe(true);
  });

  test('gives the same bytes for the same report', () => {
    expect(renderReport({ ...report })).toBe(page);
  });

  test('uses every id once', () => {
    const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names every drawing, captions it, and repeats it as a table', () => {
    const drawings = count(page, /<svg\b/g);
    expect(drawings).toBe(5);
    expect(count(page, /<svg [^>]*role="img" aria-label="[^"]+"/g)).toBe(drawings);
    expect(count(page, /<figcaption>/g)).toBe(drawings);
    expect(count(page, /<table>/g)).toBeGreaterThanOrEqual(drawings);
    expect(count(page, /<h1>/g)).toBe(1);
  });

  test('says its numbers', () => {
    for (const text of [
      '98.96%',
      '95.00%',
      '96.94%',
      '20,000',
      '19,990',
      '0.780',
      '6.25',
      '13.75',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('speaks Dutch', () => {
    const dutch = renderReport({ ...report, language: 'nl' });
    expect(dutch).toContain('<html lang="nl">');
    for (const text of ['Kwaliteit van de koppeling', '98,96%', '20.000', 'Drempel']) {
      expect(dutch).toContain(text);
    }
    expect(dutch).not.toContain('Threshold');
  });
});

test('what is not known is left out, and what cannot be estimated is a dash', () => {
  const nothing = pairQuality({ correct: 0, predicted: 0, actual: 0 });
  const { language, title, introduction, steps } = report;
  const bare = renderReport({
    language,
    title,
    introduction,
    steps,
    registers: [{ owner: 'a', register: 'b', records: 3, encoded: 0, rejected: 3, linked: 0 }],
    overall: nothing,
    pairs: [],
    threshold: 0.8,
  });
  expect(bare).not.toContain('NaN');
  expect(bare).toContain('–');
  expect(count(bare, /<svg\b/g)).toBe(3);
  expect(bare).not.toContain('Known limits');
});

test('poor quality and long names are drawn as well', () => {
  const poor = pairQuality({ correct: 1, predicted: 10, actual: 10 });
  const fair = pairQuality({ correct: 60, predicted: 100, actual: 100 });
  const long = 'a register with a name that is longer than any sensible name';
  const text = renderReport({
    ...report,
    overall: fair,
    pairs: [{ first: long, second: long, quality: poor }],
    steps: [{ name: long, seconds: 1 }],
  });
  expect(text).toContain('…');
  expect(text).not.toContain('NaN');
});
