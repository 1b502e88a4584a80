// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { ControlDocument, DocumentKind, PublishableProfile } from '@koppel/study';
import type { DesignPlan } from '../power/effect.ts';
import { perfectLinkage } from '../power/linkage-error.ts';
import { usualLevel } from '../power/test-level.ts';
import { advise, against } from './advice.ts';
import { judgeAllowed } from './allowed.ts';
import { graded, worst } from './finding.ts';
import { judgePractice, usualBounds, type PracticeInput } from './practice.ts';
import { judgeTheory, type TheoryInput } from './theory.ts';
import { judgeWanted, type Opinion } from './wanted.ts';

const codes = ({ findings }: { readonly findings: readonly { code: string; about?: string }[] }): string[] =>
  findings.map(({ code, about }) => (about === undefined ? code : `${code} ${about}`)); // prettier-ignore

describe('a whole', () => {
  test('is as good as its worst part', () => {
    expect(worst(['yes', 'yesIf'])).toBe('yesIf');
    expect(worst(['yesIf', 'unknown'])).toBe('unknown');
    expect(worst(['unknown', 'no', 'yes'])).toBe('no');
    expect(worst([])).toBe('unknown');
  });

  test.each([[0.99, 'yes'], [0.98, 'yes'], [0.96, 'yesIf'], [0.95, 'yesIf'], [0.949, 'no']] as const)('%d complete: %s', (value, verdict) => {
    expect(graded(value, usualBounds.fieldComplete)).toBe(verdict);
  }); // prettier-ignore

  test.each([[0, 'yes'], [0.005, 'yes'], [0.01, 'yesIf'], [0.021, 'no']] as const)('%d doubled: %s', (value, verdict) => {
    expect(graded(value, usualBounds.duplicates)).toBe(verdict);
  }); // prettier-ignore

  const all = { theoretical: 'yes', practical: 'yes', legal: 'yes', wanted: 'yes' } as const;
  test.each([
    [all, 'go'],
    [{ ...all, legal: 'yesIf' }, 'goIf'],
    [{ ...all, legal: 'yesIf', wanted: 'unknown' }, 'unknown'],
    [{ ...all, practical: 'no', wanted: 'unknown' }, 'noGo'],
  ] as const)('%o is a %s', (verdicts, advice) => {
    expect(advise(verdicts)).toBe(advice);
  });

  test('who judges better than the findings must say so', () => {
    const found = judgeWanted([]);
    expect(against('yes', found)).toEqual(['voiceNotHeard']);
    expect(against('unknown', found)).toEqual([]);
    expect(against('no', found)).toEqual([]);
  });
});

describe('theory', () => {
  const plan: DesignPlan = {
    design: 'differenceInDifferences', periods: 12,
    cohorts: [{ persons: 4000, treatedFrom: 6 }, { persons: 8000 }],
    correlation: { next: 0.5, form: 'constant' },
  }; // prettier-ignore
  const input: TheoryInput = {
    design: 'differenceInDifferences',
    offers: { datedStart: 'yes', outcomeBefore: 'yes', comparisonGroup: 'yes' },
    checks: { parallelTrends: 'passed', noAnticipation: 'passed' },
    power: { plan, outcome: { kind: 'share', baseline: 0.12 }, level: usualLevel },
    smallestRelevant: 0.02,
    linkage: perfectLinkage,
    unlinked: 'noEvent',
  };

  test('is possible with data, checks and persons enough', () => {
    const { verdict, detectable } = judgeTheory(input);
    expect(verdict).toBe('yes');
    expect(detectable).toMatchObject({ found: true });
  });

  test.each<[string, Partial<TheoryInput>, string, string]>([
    ['nothing said of a need', { offers: { datedStart: 'yes', outcomeBefore: 'yes' } }, 'unknown', 'needUnknown comparisonGroup'],
    ['a need that is not met', { offers: { ...input.offers, datedStart: 'no' } }, 'no', 'needMissing datedStart'],
    ['a check for later', { checks: { parallelTrends: 'passed' } }, 'yesIf', 'checkLater noAnticipation'],
    ['a check that failed', { checks: { ...input.checks, parallelTrends: 'failed' } }, 'no', 'checkFailed parallelTrends'],
    ['an effect that matters and is too small', { smallestRelevant: 0.001 }, 'no', 'effectNotFindable'],
    ['an effect just too small', { smallestRelevant: 0.0055 }, 'yesIf', 'effectHardlyFindable'],
    ['links that tell nothing', { linkage: { recall: 0.3, precision: 0.2, present: 0.5 } }, 'no', 'linksTellNothing'],
    ['one period before', { power: { ...input.power!, plan: { ...plan, cohorts: [{ persons: 9000, treatedFrom: 1 }, { persons: 9000 }] } } }, 'no', 'fewPeriodsBefore'],
    ['nobody to compare with', { power: { ...input.power!, plan: { ...plan, cohorts: [{ persons: 9000, treatedFrom: 6 }] } } }, 'no', 'noComparison'],
  ])('%s', (_name, change, verdict, code) => {
    const found = judgeTheory({ ...input, ...change });
    expect(found.verdict).toBe(verdict);
    expect(codes(found)).toContain(code);
  }); // prettier-ignore

  test('a weak instrument is none; one of two ways to assign is enough', () => {
    const found = judgeTheory({
      ...input, design: 'instrumentalVariable',
      offers: { takeUp: 'yes', caseworker: 'yes', assignmentRule: 'no' },
      checks: { firstStage: 'passed', exclusion: 'passed', balance: 'passed' },
      power: { ...input.power!, plan: { design: 'instrumentalVariable', by: 'caseworkers', persons: 2000, workers: 100, treated: 0.4, deviation: 0.05 } },
      smallestRelevant: 1,
    }); // prettier-ignore
    expect(found.verdict).toBe('no');
    expect(codes(found)).toEqual(expect.arrayContaining(['needMet caseworker', 'weakInstrument']));
    expect(codes(found)).not.toContain('needMissing assignmentRule');
  });

  test('a description asks for nothing, and shows no cause', () => {
    expect(judgeTheory({ ...input, design: 'descriptive', offers: {} })).toEqual({
      verdict: 'yes',
      findings: [{ code: 'descriptiveOnly', verdict: 'yes' }],
    });
  });

  test('eleven points before a change are too few; no plan leaves it unknown', () => {
    const series: DesignPlan = {
      design: 'interruptedTimeSeries', persons: 5000, noise: 0, before: 11, after: 24,
      autocorrelation: 0.2, slope: true, control: false,
    }; // prettier-ignore
    const found = judgeTheory({
      ...input, design: 'interruptedTimeSeries', offers: { longSeries: 'yes' },
      power: { ...input.power!, plan: series },
    }); // prettier-ignore
    expect(codes(found)).toContain('fewPointsEachSide');
    const { design, offers, checks, linkage, unlinked } = input;
    expect(codes(judgeTheory({ design, offers, checks, linkage, unlinked }))).toContain(
      'notPlanned',
    );
  });
});

describe('practice', () => {
  const field = {
    name: 'surname',
    type: 'text',
    unusable: 100,
    commonValues: 9,
    effectiveValues: 9,
    marks: [],
    verdict: 'go',
  } as const;
  const start = {
    name: 'start',
    type: 'date',
    openEnded: false,
    unusable: '<10',
    dates: { years: [], monthsCovered: 48, verdict: 'go' },
    verdict: 'go',
  } as const;
  const profile = {
    rows: 10_000, fields: [field], variables: [start],
    duplicates: [{ kind: 'identity', repeated: 30 }],
  } as unknown as PublishableProfile; // prettier-ignore
  const input: PracticeInput = {
    registers: [{ register: 'benefits', profile, fields: ['surname'], variables: ['start'], unique: true }],
    overlaps: [{ one: 'benefits', other: 'jobs', persons: { value: 900, low: 800, high: 1000 }, wanted: 700 }],
    expected: { recall: { value: 0.97, low: 0.96, high: 0.98 }, precision: { value: 0.995, low: 0.992, high: 0.998 }, recallGap: 0.01 },
    bounds: usualBounds,
  }; // prettier-ignore
  const withProfile = (change: object): PracticeInput => ({
    ...input,
    registers: [{ ...input.registers[0]!, profile: { ...profile, ...change } }],
  });

  test('is possible where all is in order', () => {
    expect(judgePractice(input).verdict).toBe('yes');
  });

  test.each<[string, PracticeInput, string, string]>([
    ['no profile', { ...input, registers: [{ register: 'benefits', fields: [], variables: [], unique: true }] }, 'unknown', 'noProfile benefits'],
    ['hardly a row', withProfile({ rows: '<10' }), 'no', 'tooFewRows benefits'],
    ['a field of 91 %', withProfile({ fields: [{ ...field, unusable: 900 }] }), 'no', 'fieldComplete benefits.surname'],
    ['a field that is not there', withProfile({ fields: [] }), 'yesIf', 'fieldAbsent benefits.surname'],
    ['a field that is mostly empty', withProfile({ fields: [{ ...field, unusable: 'most' }] }), 'no', 'fieldComplete benefits.surname'],
    ['a variable that is not there', withProfile({ variables: [] }), 'no', 'variableAbsent benefits.start'],
    ['thirty months', withProfile({ variables: [{ ...start, dates: { ...start.dates, monthsCovered: 30 } }] }), 'yesIf', 'monthsCovered benefits.start'],
    ['doubles', withProfile({ duplicates: [{ kind: 'identity', repeated: 100 }] }), 'yesIf', 'duplicates benefits'],
    ['too small an overlap', { ...input, overlaps: [{ ...input.overlaps[0]!, wanted: 1100 }] }, 'no', 'overlapTooSmall benefits+jobs'],
    ['an uncertain overlap', { ...input, overlaps: [{ ...input.overlaps[0]!, wanted: 900 }] }, 'yesIf', 'overlapUncertain benefits+jobs'],
    ['no rehearsal', { registers: input.registers, overlaps: [], bounds: usualBounds }, 'unknown', 'notRehearsed'],
    ['a recall that may be too low', { ...input, expected: { ...input.expected!, recall: { value: 0.96, low: 0.93, high: 0.99 } } }, 'yesIf', 'recall'],
    ['a group that is found less', { ...input, expected: { ...input.expected!, recallGap: 0.07 } }, 'no', 'recallGap'],
    ['two registers, no overlap known', { ...input, registers: [...input.registers, ...input.registers], overlaps: [] }, 'unknown', 'overlapUnknown'],
  ])('%s', (_name, given, verdict, code) => {
    const found = judgePractice(given);
    expect(found.verdict).toBe(verdict);
    expect(codes(found)).toContain(code);
  }); // prettier-ignore
});

describe('what is allowed', () => {
  const paper = (kind: DocumentKind, validUntil = '2027-01-01', covers = {}): ControlDocument => ({
    kind: 'document', id: kind.toLowerCase(), covers,
    document: { kind, version: '1', owner: 'Board', signer: 'Board', signedOn: '2026-01-01', validUntil, sha256: '0'.repeat(64) },
  }); // prettier-ignore
  const input = {
    city: 'utrecht',
    registers: [{ id: 'population', kind: 'population' as const }, { id: 'jobs', kind: 'wages' as const }],
    owners: 1,
    documents: [
      paper('dpia', '2026-06-30'),
      paper('legalBasis', '2026-05-31'),
      paper('brpDecision', '2027-01-01', { cities: ['utrecht'] }),
      paper('consentLetter', '2027-01-01', { registers: ['population'] }),
      { ...paper('security'), document: { ...paper('security').document, signedOn: '2026-07-01' } },
      paper('councilDecision'),
    ],
    today: '2026-06-01',
  }; // prettier-ignore

  test('each paper is found valid, ending, expired, unsigned or missing, once', () => {
    const found = judgeAllowed(input);
    expect(found.verdict).toBe('yesIf');
    expect(codes(found)).toEqual(
      expect.arrayContaining([
        'documentMissing researchProtocol', 'documentExpired legalBasis', 'documentExpiresSoon dpia',
        'documentValid brpDecision', 'documentNotSigned security', 'documentMissing consentLetter.jobs',
        'documentMissing councilDecision',
      ]),
    ); // prettier-ignore
    expect(codes(found)).not.toContain('documentMissing jointArrangement');
    expect(new Set(codes(found)).size).toBe(codes(found).length);
  });
});

describe('what is wanted', () => {
  const opinion = (voice: Opinion['voice'], score: number): Opinion => ({
    voice,
    score,
    reason: 'It would help',
    heard: 'Client council',
  });

  test.each([
    [[4, 5, 3], 'yes'],
    [[5, 5, 2], 'yesIf'],
    [[5, 5, 1], 'no'],
  ] as const)('%o of 5 is a %s', ([policy, execution, client], verdict) => {
    const opinions = [opinion('policy', policy), opinion('execution', execution), opinion('client', client)];
    expect(judgeWanted(opinions).verdict).toBe(verdict);
  }); // prettier-ignore

  test('nobody is passed over', () => {
    expect(judgeWanted([opinion('policy', 5), opinion('execution', 5)]).verdict).toBe('unknown');
  });
});
