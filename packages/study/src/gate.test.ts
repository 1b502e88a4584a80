// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { checkGate } from './gate.ts';
import { checkStudy } from './parse.ts';
import { sampleStudy } from './testing/sample-study.ts';

type Sample = ReturnType<typeof sampleStudy>;

function gate(change: (study: Sample) => void, today = '2026-01-01', owner = 'rotterdam'): string {
  const draft = sampleStudy();
  change(draft);
  const result = checkStudy(draft);
  if (!result.ok) throw result.problems[0] ?? new Error('refused');
  try {
    checkGate(result.value.study, owner, 'benefits', today);
    return 'go';
  } catch (refused) {
    return (refused as Error).message;
  }
}

const decision = (s: Sample) => s.decisions[0]!;
const condition = { text: 'Sign', owner: 'Board', dueOn: '2026-06-01' };

const cases: [string, (study: Sample) => void, string, string?][] = [
  ['everything in order', () => undefined, 'go'],
  ['a no', (s) => (decision(s).wanted = 'no'), 'GATE_NO_GO'],
  ['an unknown', (s) => (decision(s).legal = 'unknown'), 'GATE_NOT_DECIDED'],
  [
    'a no beside an unknown',
    (s) => Object.assign(decision(s), { legal: 'unknown', wanted: 'no' }),
    'GATE_NO_GO',
  ],
  ['no decision for the city', (s) => s.decisions.shift(), 'GATE_NOT_DECIDED'],
  ['a decision of tomorrow', (s) => (decision(s).decidedOn = '2026-01-02'), 'GATE_NOT_DECIDED'],
  ['the last day of a decision', (s) => (decision(s).validUntil = '2026-01-01'), 'go'],
  ['the day after it', (s) => (decision(s).validUntil = '2025-12-31'), 'GATE_DECISION_EXPIRED'],
  ['if, without a condition', (s) => (decision(s).legal = 'yesIf'), 'GATE_CONDITION_OPEN'],
  [
    'if, condition open',
    (s) => Object.assign(decision(s), { legal: 'yesIf', conditions: [condition] }),
    'GATE_CONDITION_OPEN',
  ],
  [
    'if, condition met',
    (s) =>
      Object.assign(decision(s), {
        legal: 'yesIf',
        conditions: [{ ...condition, metOn: '2025-12-01' }],
      }),
    'go',
  ],
  [
    'a document expired',
    (s) => (s.documents[2]!.validUntil = '2025-12-31'),
    'GATE_DOCUMENT_EXPIRED',
  ],
  ['a document missing', (s) => s.documents.splice(2, 1), 'GATE_DOCUMENT_MISSING'],
  [
    'a document signed tomorrow',
    (s) => (s.documents[2]!.signedOn = '2026-01-02'),
    'GATE_DOCUMENT_NOT_YET',
  ],
  ['an unknown owner', () => undefined, 'GATE_OWNER_NOT_COVERED', 'utrecht'],
  ['a register not delivered', (s) => s.owners[0]!.registers.pop(), 'GATE_OWNER_NOT_COVERED'],
  [
    'a register that no sub-study needs',
    (s) => s.subStudies[0]!.registers.pop(),
    'GATE_NOT_DECIDED',
  ],
];

for (const [name, change, expected, owner] of cases) {
  test(name, () => {
    expect(gate(change, '2026-01-01', owner)).toBe(expected);
  });
}

test('a no-go in one city leaves the other city alone', () => {
  expect(gate((s) => (decision(s).wanted = 'no'), '2026-01-01', 'denhaag')).toBe('go');
});
