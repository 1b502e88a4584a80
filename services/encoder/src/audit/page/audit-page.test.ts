// SPDX-License-Identifier: EUPL-1.2
/** The page: what it must always say, what it must not show, and that nothing on it is left unsaid. */
import { describe, expect, test } from '@jest/globals';
import { attackEntries, attackResult, type AttackId } from '@koppel/audit';
import type { Register } from '@koppel/study';
import { help } from '../../help.ts';
import { judge } from '../judge.ts';
import type { AttackRun, AuditReport } from '../model.ts';
import { auditSummary } from '../summary.ts';
import { en } from '../words-en.ts';
import { nl } from '../words-nl.ts';
import { auditPage } from './audit-page.ts';

const register: Register = { id: 'people', label: 'People <b>', unique: true, payload: [] };
const scheme = {
  withstands: 'Withstands this.',
  doesNotWithstand: 'But not that.',
  warnings: ['Beware of <i>this</i>.'],
};

function run(attack: AttackId, recovered: number, level: Partial<AttackRun> = {}): AttackRun {
  const { knownPairs, overlap = 1 } = level;
  const result = attackResult({
    attack,
    given: {
      seeds: knownPairs ?? 0,
      pairs: knownPairs ?? 0,
      tuples: 400,
      tested: 24,
      encodings: 1000,
    },
    targets: 1000,
    recovered,
    chance: 0.0005,
    figures: { z: 2.5 },
  });
  const staged = { encoded: 1000, population: 2000, both: 1000, seconds: 1.5, overlap };
  return { attack, ...staged, ...(knownPairs === undefined ? {} : { knownPairs }), result };
}

const histogram = { from: 0, to: 1, counts: [0, 3, 40, 900, 57, 0] };
const pairs = { ...histogram, mean: 0.5, sd: 0.1 };

const risk: AuditReport['risk'] = {
  encodings: 1000,
  bits: 1024,
  frequency: { distinct: 990, duplicateShare: 0.05, smallestClass: 1, largestClass: 7 },
  length: { mean: 400, sd: 20, least: 300, most: 500, sdOfChance: 15.5, histogram },
  bit: { gini: 0.1, divergence: 0.05, correlationMax: 0.5, correlationOfChance: 0.1, pairs: 9, histogram },
  similarity: {
    randomPairs: pairs, nearest: pairs, zMean: 1, massAbove4: 0.1, uniqueProfiles: 0.5,
    sampled: { pairs: 1, encodings: 1, others: 1 },
  },
}; // prettier-ignore

function report(attacks: readonly AttackRun[], change: Partial<AuditReport> = {}): AuditReport {
  return {
    format: 'koppel-audit',
    version: 1,
    day: '2026-01-02',
    seed: 1,
    study: 'sample',
    specHash: 'ab'.repeat(32),
    register: 'people',
    synthetic: false,
    profileHash: 'cd'.repeat(32),
    scheme: 'clk',
    schemeVersion: 1,
    parameters: { bits: 1024 },
    similarity: 'dice',
    rows: 2100,
    rejected: 3,
    excluded: 4,
    persons: 2000,
    attacks,
    skipped: [],
    risk,
    ...judge(attacks),
    ...change,
  };
}

const pageOf = (one: AuditReport, language: 'en' | 'nl' = 'en'): string =>
  auditPage(one, register, scheme, language).replaceAll(/\s+/g, ' ');

/** One run of every attack at the level of its gate. */
const everything = (recovered: number): AttackRun[] =>
  [...attackEntries.values()].map(({ id, varies }) => {
    const knownPairs = id === 'seededProfile' ? 100 : 300;
    return run(id, recovered, varies === 'knownPairs' ? { knownPairs } : {});
  });

describe('the page', () => {
  test.each(['en', 'nl'] as const)('says in %s that a pass is no proof, whatever the outcome', (language) => {
    for (const recovered of [0, 500]) {
      const page = pageOf(report(everything(recovered)), language);
      expect(page).toContain(language === 'en' ? en.lowerBound : nl.lowerBound);
      expect(page).toContain(`lang="${language}"`);
      // Only to deny it.
      const denied = page.replaceAll(/No encoding is safe|Geen codering is veilig|no safer/g, '');
      expect(denied).not.toMatch(/\bsafe\b|\bveilig\b|\bsecure\b/i);
    }
  }); // prettier-ignore

  test('has for every attack what its attacker has, does and pays', () => {
    const page = pageOf(report(everything(0)));
    for (const id of attackEntries.keys()) {
      for (const part of ['', 'Holds', 'How', 'Costs'] as const) {
        expect(page).toContain(en[`${id}${part}`].replaceAll("'", '&#39;'));
      }
    }
  });

  test('shows small counts as small, and nothing from which they follow', () => {
    const page = pageOf(report([run('frequency', 7), run('patternMining', 0), run('graphMatching', 61)]));
    expect(page).toContain('&lt;10');
    expect(page).toContain('&lt;1.0%');
    expect(page).not.toContain('0.7%');
    // The interval of nine at most, not that of seven.
    expect(page).toContain('0.0\u2060–\u20601.7%');
    expect(page).toContain('6.1%');
    // Class sizes of one and seven, and a bar of three.
    expect(page).not.toMatch(/<td>(?:1|7)<\/td>/);
  }); // prettier-ignore

  test('escapes what comes from a study', () => {
    const parameters = { bits: 1024, reason: 'Because <script>' };
    const page = pageOf(report(everything(0), { parameters }));
    expect(page).toContain('Because &lt;script&gt;');
    expect(page).toContain('People &lt;b&gt;');
    expect(page).toContain('Beware of &lt;i&gt;this');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  test('says what to do by the outcome', () => {
    const plain = (text: string): string => text.split('`')[0]!.replaceAll("'", '&#39;').trim();
    const passed = report(everything(0));
    expect(passed.verdict).toBe('passed');
    expect(pageOf(passed)).toContain(plain(en.doPassed));
    const failed = report(everything(20));
    expect(failed.verdict).toBe('failed');
    expect(pageOf(failed)).toContain(plain(en.doFailed));
    const incomplete = report(everything(0).slice(1));
    expect(incomplete.verdict).toBe('incomplete');
    expect(pageOf(incomplete)).toContain(plain(en.doIncomplete));
    expect(pageOf(incomplete)).toContain(en.notMeasured);
  });

  test('names attacks that were not run, with the people they need', () => {
    const skipped = [{ attack: 'graphMatching', overlap: 0.05, needed: 15639 }] as const;
    const page = pageOf(report(everything(0), { skipped }));
    expect(page).toContain('15,639');
    expect(page).toContain('register with 5% of the people');
    expect(auditSummary(report(everything(0), { skipped }), 'nl')).toContain('15.639');
  });

  test('is the same twice, and all of it is there', () => {
    const page = pageOf(report(everything(3)));
    expect(page).toBe(pageOf(report(everything(3))));
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object|\{\w+\}(?![^<]*<\/style>)/);
  });
});

test('both languages have other words, and the help names every attack', () => {
  const same = (Object.keys(en) as (keyof typeof en)[]).filter((name) => en[name] === nl[name]);
  expect(same).toEqual(['bitsEach', 'standardDeviations']);
  for (const text of Object.values(help)) {
    for (const id of attackEntries.keys()) expect(text).toContain(id);
  }
});
