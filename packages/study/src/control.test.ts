// SPDX-License-Identifier: EUPL-1.2
/** Form 2: documents and decisions on the control topic, and what the gate makes of them. */
import { describe, expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import fc from 'fast-check';
import {
  encodeControlBody,
  maxControlBody,
  readControlBody,
  type ControlBody,
} from './control-schema.ts';
import { COORDINATOR, controlState, type ControlEntry } from './control-state.ts';
import { rulesFor } from './document-rules.ts';
import { checkGate } from './gate.ts';
import type { DocumentKind } from './gate-schema.ts';
import { checkStudy } from './parse.ts';
import type { CoordinatedStudy } from './schema.ts';
import { sampleCoordinatedStudy } from './testing/sample-study.ts';

type Draft = ReturnType<typeof sampleCoordinatedStudy>;

function studyWith(change: (draft: Draft) => void = () => undefined): CoordinatedStudy {
  const draft = sampleCoordinatedStudy();
  change(draft);
  const result = checkStudy(draft);
  if (!result.ok) throw result.problems[0] ?? new Error('refused');
  if (result.value.study.koppel !== 2) throw new Error('form');
  return result.value.study;
}

const ground = { verdict: 'yes' as const, reason: 'Sufficient', evidence: [] };

function decision(change: object = {}): ControlBody {
  return {
    kind: 'decision', subStudy: 'one', city: 'rotterdam',
    theoretical: ground, practical: ground, legal: ground, wanted: ground,
    conditions: [], against: [], decidedOn: '2026-01-01', validUntil: '2026-12-31',
    ...change,
  }; // prettier-ignore
}

function document(kind: DocumentKind, change: object = {}, covers: object = {}): ControlBody {
  const dates = { signedOn: '2026-01-01', validUntil: '2026-12-31' };
  const named = { kind, version: '1', owner: 'Board', signer: 'Secretary', sha256: '0'.repeat(64) };
  const id = kind.toLowerCase();
  return { kind: 'document', id, document: { ...named, ...dates, ...change }, covers };
}

/** Every document that the sample study needs. */
function allDocuments(): ControlBody[] {
  const rules = rulesFor({ registerKind: 'population', owners: 2 });
  const cities = ['rotterdam', 'denhaag'];
  return rules.map(({ kind, per }) => document(kind, {}, per === 'city' ? { cities } : {}));
}

function entries(
  bodies: readonly ControlBody[],
  signers: Record<number, string> = {},
): ControlEntry[] {
  return bodies.map((body, sequence) => {
    const usual = body.kind === 'decision' || body.kind === 'withdraw' ? 'board' : COORDINATOR;
    return { sequence, signer: signers[sequence] ?? usual, body };
  });
}

function gate(bodies: readonly ControlBody[], options: {
  readonly today?: string;
  readonly register?: string;
  readonly study?: CoordinatedStudy;
  readonly signers?: Record<number, string>;
} = {}): string {
  const { today = '2026-06-01', register = 'population', study = studyWith(), signers } = options;
  try {
    checkGate(study, 'rotterdam', register, today, controlState(study, entries(bodies, signers)));
    return 'go';
  } catch (thrown) {
    return isKoppelError(thrown) ? `${thrown.code} ${thrown.place.field ?? ''}`.trim() : 'other';
  }
} // prettier-ignore

describe('the gate of a study with a coordinator', () => {
  test('is closed where nothing is said', () => {
    expect(gate([])).toBe('GATE_DOCUMENT_MISSING researchProtocol');
    const study = studyWith();
    expect(() => {
      checkGate(study, 'rotterdam', 'population', '2026-06-01');
    }).toThrow('GATE_DOCUMENT_MISSING');
    expect(gate(allDocuments())).toBe('GATE_NOT_DECIDED rotterdam');
  });

  const last = allDocuments().length;
  const brp = (change: object, covers: object) => [
    ...allDocuments().filter((one) => one.kind === 'document' && one.id !== 'brpdecision'),
    document('brpDecision', change, covers),
    decision(),
  ];
  const condition = { text: 'Sign', owner: 'Board', dueOn: '2026-02-01' };
  const doubtful = { ...ground, verdict: 'yesIf' as const };

  test.each<[string, ControlBody[], string, object?]>([
    ['opens with every document and a go', [...allDocuments(), decision()], 'go'],
    ['opens on the last day', [...allDocuments(), decision()], 'go', { today: '2026-12-31' }],
    ['closes the day after', [...allDocuments(), decision()], 'GATE_DOCUMENT_EXPIRED researchProtocol', { today: '2027-01-01' }],
    ['closes with one no', [...allDocuments(), decision({ wanted: { ...ground, verdict: 'no' } })], 'GATE_NO_GO rotterdam'],
    ['closes with one unknown', [...allDocuments(), decision({ legal: { ...ground, verdict: 'unknown' } })], 'GATE_NOT_DECIDED rotterdam'],
    ['waits for a condition', [...allDocuments(), decision({ legal: doubtful, conditions: [condition] })], 'GATE_CONDITION_OPEN rotterdam'],
    ['opens when it is met', [...allDocuments(), decision({ legal: doubtful, conditions: [{ ...condition, metOn: '2026-03-01' }] })], 'go'],
    ['closes when the decision expires', [...allDocuments(), decision({ validUntil: '2026-05-31' })], 'GATE_DECISION_EXPIRED rotterdam'],
    ['closes when it is withdrawn', [...allDocuments(), decision(), { kind: 'withdraw', subStudy: 'one', city: 'rotterdam', on: '2026-05-01', reason: 'Doubt' }], 'GATE_NOT_DECIDED rotterdam'],
    ['follows the newest decision', [...allDocuments(), decision({ wanted: { ...ground, verdict: 'no' } }), decision()], 'go'],
    ['closes when a document is revoked', [...allDocuments(), decision(), { kind: 'revoke', id: 'dpia', on: '2026-05-01', reason: 'Flawed' }], 'GATE_DOCUMENT_MISSING dpia'],
    ['closes when the study ends', [...allDocuments(), decision(), { kind: 'end', on: '2026-06-01', reason: 'Done' }], 'GATE_STUDY_ENDED'],
    ['is open until the day of its end', [...allDocuments(), decision(), { kind: 'end', on: '2026-06-02', reason: 'Done' }], 'go'],
    ['wants a paper of each city by name', brp({}, {}), 'GATE_DOCUMENT_MISSING brpDecision'],
    ['takes no paper of another city', brp({}, { cities: ['denhaag'] }), 'GATE_DOCUMENT_MISSING brpDecision'],
    ['takes no paper of tomorrow', brp({ signedOn: '2026-06-02' }, { cities: ['rotterdam'] }), 'GATE_DOCUMENT_NOT_YET brpDecision'],
    ['takes no paper of another register', brp({}, { cities: ['rotterdam'], registers: ['benefits'] }), 'GATE_DOCUMENT_MISSING brpDecision'],
    ['does not ask a population decision for benefits', brp({}, {}), 'go', { register: 'benefits' }],
    ['does not hear a signer without mandate', [...allDocuments(), decision()], 'GATE_NOT_DECIDED rotterdam', { signers: { [last]: 'hague' } }],
    ['does not hear a decider on documents', [...allDocuments(), decision()], 'GATE_DOCUMENT_MISSING researchProtocol', { signers: { 0: 'board' } }],
  ])('%s', (_name, bodies, expected, options = {}) => {
    expect(gate(bodies, options)).toBe(expected);
  }); // prettier-ignore

  test('wants the paper of a source about each register by name', () => {
    const school = studyWith((draft) => (draft.registers[0]!.kind = 'school'));
    const letter = (covers: object) => [...allDocuments(), document('consentLetter', {}, covers), decision()];
    expect(gate(letter({}), { study: school })).toBe('GATE_DOCUMENT_MISSING consentLetter');
    expect(gate(letter({ registers: ['population'] }), { study: school })).toBe('go');
  }); // prettier-ignore

  test('one owner alone needs no joint arrangement', () => {
    const kinds = rulesFor({ registerKind: 'benefits', owners: 1 }).map(({ kind }) => kind);
    expect(kinds).not.toContain('jointArrangement');
    expect(kinds).not.toContain('ethics');
  });
});

describe('two offices that may decide for one city', () => {
  const study = studyWith((draft) => draft.mandates[1]!.cities.push('rotterdam'));
  const no = decision({ wanted: { ...ground, verdict: 'no' } });
  const unknown = decision({ legal: { ...ground, verdict: 'unknown' } });
  const doubtful = { ...ground, verdict: 'yesIf' as const };
  const condition = { text: 'Sign', owner: 'Board', dueOn: '2026-02-01' };
  const conditional = decision({ legal: doubtful, conditions: [condition] });
  const met = decision({ legal: doubtful, conditions: [{ ...condition, metOn: '2025-12-01' }] });
  const withdraw: ControlBody = {
    kind: 'withdraw', subStudy: 'one', city: 'rotterdam', on: '2026-05-01', reason: 'Doubt',
  }; // prettier-ignore
  const papers = allDocuments();

  /** What the gate says after what `board` (a) and `hague` (b) said in turn, and which of it counts for nothing. */
  function said(...turns: readonly (readonly ['a' | 'b', ControlBody])[]): [string, number[]] {
    const bodies = [...papers, ...turns.map(([, body]) => body)];
    const signers = Object.fromEntries(
      turns.map(([office], at) => [papers.length + at, office === 'a' ? 'board' : 'hague']),
    );
    const { problems } = controlState(study, entries(bodies, signers));
    expect(problems.map(({ problem }) => problem)).toEqual(problems.map(() => 'contradicts'));
    const refused = problems.map(({ sequence }) => sequence - papers.length);
    return [gate(bodies, { study, signers }), refused];
  }

  const [a, b] = [(body: ControlBody) => ['a', body] as const, (body: ControlBody) => ['b', body] as const];
  const noGo = 'GATE_NO_GO rotterdam';
  const notDecided = 'GATE_NOT_DECIDED rotterdam';
  const open = 'GATE_CONDITION_OPEN rotterdam';

  test.each<[string, readonly (readonly ['a' | 'b', ControlBody])[], string, number[]]>([
    ['closes what the other opened', [a(decision()), b(no)], noGo, []],
    ['a no is not overruled or withdrawn', [a(no), b(decision()), b(withdraw)], noGo, [1, 2]],
    ['nor in two steps', [a(no), b(no), b(decision()), b(withdraw)], noGo, [3]],
    ['nor by doubt of its own', [a(no), b(unknown), b(decision()), b(decision())], noGo, [3]],
    ['an own no is lifted, and the other stays', [a(no), b(no), a(decision())], noGo, []],
    ['as when it is withdrawn', [a(no), b(no), a(withdraw)], noGo, []],
    ['and goes with the last', [a(no), b(no), a(decision()), b(decision())], 'go', []],
    ['what was opened before does not come back', [a(decision()), b(no), b(withdraw)], notDecided, []],
    ['a no that is said again keeps its place', [a(no), b(no), a(unknown), b(decision()), b(withdraw)], notDecided, [4]],
    ['no condition is passed over', [a(conditional), b(decision()), b(met), b(withdraw)], open, [1, 2, 3]],
    ['nor by a no in between', [a(conditional), b(no), b(decision())], open, []],
    ['hides the no of another', [a(conditional), b(no)], noGo, []],
    ['nor is a no hidden by doubt', [a(conditional), b(unknown)], notDecided, []],
    ['whoever says it first', [a(no), b(conditional), a(conditional)], open, []],
    ['its office says that it is met', [a(conditional), b(decision()), a(met)], 'go', [1]],
    ['a no stands beside a condition', [a(conditional), b(no), a(met)], noGo, []],
    ['a condition that was met holds nothing back', [a(met), b(decision())], 'go', []],
  ])('%s', (_name, turns, outcome, refused) => {
    expect(said(...turns)).toEqual([outcome, refused]);
  });
}); // prettier-ignore

test('records that mean nothing are named, and change nothing', () => {
  const bodies = [
    decision({ subStudy: 'two' }),
    decision({ city: 'utrecht' }),
    document('dpia', {}, { cities: ['utrecht'] }),
    document('dpia', {}, { registers: ['debts'] }),
    { kind: 'revoke', id: 'dpia', on: '2026-01-01', reason: 'None' },
    { kind: 'end', on: '2026-01-01', reason: 'Done' },
    decision(),
  ] as const;
  const state = controlState(studyWith(), entries(bodies));
  expect(state.problems).toEqual([
    ...[0, 1, 2, 3, 4].map((sequence) => ({ sequence, problem: 'unknownReference' })),
    { sequence: 6, problem: 'afterEnd' },
  ]);
  expect([state.documents.size, state.decisions.size]).toEqual([0, 0]);
});

describe('bodies', () => {
  test('are read as they were written', () => {
    for (const body of [decision(), ...allDocuments()]) {
      expect(readControlBody(encodeControlBody(body))).toEqual(body);
    }
  });

  const conditional = { legal: { ...ground, verdict: 'yesIf' as const } };
  test.each([
    ['a yesIf without condition', decision(conditional)],
    ['a condition without yesIf', decision({ conditions: [{ text: 'Sign', owner: 'Board', dueOn: '2026-01-01' }] })],
    ['a decision that ends before it begins', decision({ validUntil: '2025-12-31' })],
    ['a document that ends before it is signed', document('dpia', { validUntil: '2025-12-31' })],
    ['a path for a name', decision({ legal: { ...ground, evidence: [{ name: '../a', sha256: '0'.repeat(64) }] } })],
    ['no reason', decision({ wanted: { ...ground, reason: ' ' } })],
  ])('%s is refused', (_name, body) => {
    expect(() => encodeControlBody(body)).toThrow('CONTROL_BODY');
  }); // prettier-ignore

  test('other bytes are none, and never an error', () => {
    const spaced = new TextEncoder().encode(JSON.stringify(decision(), undefined, 1));
    expect(readControlBody(spaced)).toBeUndefined();
    expect(readControlBody(new Uint8Array(maxControlBody + 1))).toBeUndefined();
    expect(readControlBody(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readControlBody(new TextEncoder().encode(text))).toBeUndefined();
      }),
    );
  });
});

test('a study on real persons needs a coordinator; mandates are for its own cities', () => {
  const problems = (draft: object): string[] => {
    const result = checkStudy(draft);
    return result.ok ? [] : result.problems.map(({ code, place }) => `${code} ${place.path ?? ''}`);
  };
  expect(problems({ ...sampleCoordinatedStudy(), coordinator: undefined })).toEqual([
    'STUDY_MISSING_MEMBER coordinator',
  ]);
  expect(problems({ ...sampleCoordinatedStudy(), koppel: 3 })).toEqual(['STUDY_VALUE koppel']);
  const abroad = sampleCoordinatedStudy();
  abroad.mandates[0]!.cities.push('antwerpen');
  abroad.mandates[1]!.id = 'board';
  expect(problems(abroad)).toEqual([
    'STUDY_DUPLICATE mandates[1]',
    'STUDY_REFERENCE mandates[0].cities[1]',
  ]);
});

describe('the end of a study', () => {
  const study = studyWith();
  const round = { receivedUntil: '2026-05-01', processBy: '2026-05-15' };
  const objections: ControlBody = { kind: 'objections', id: 'may', ...round };
  const end: ControlBody = { kind: 'end', on: '2026-06-01', reason: 'Done' };
  const destroyed: ControlBody = {
    kind: 'destroyed',
    on: '2026-07-01',
    certificate: 'a'.repeat(64),
  };
  const stateOf = (bodies: readonly ControlBody[], signers: Record<number, string>) =>
    controlState(study, entries(bodies, signers));
  const byCoordinator = { 0: COORDINATOR, 1: COORDINATOR, 2: COORDINATOR, 3: COORDINATOR };

  test('a destruction follows the end, once; a later round of objections takes the place of one', () => {
    const moved: ControlBody = { ...objections, processBy: '2026-05-20' };
    const state = stateOf([objections, moved, end, destroyed], byCoordinator);
    expect(state).toMatchObject({ endedOn: '2026-06-01', destroyedOn: '2026-07-01', problems: [] });
    expect([...state.objections.values()]).toEqual([{ ...moved, sequence: 1 }]);
    expect(() => {
      checkGate(study, study.owners[0]!.id, study.owners[0]!.registers[0]!, '2026-01-01', state);
    }).toThrow('GATE_STUDY_DESTROYED');
  });

  test('not before the end, not twice, not by a mandate; no objections after the end', () => {
    const { problems } = stateOf([destroyed, end, objections, destroyed], {
      ...byCoordinator,
      3: study.mandates[0]!.id,
    });
    expect(problems).toEqual([
      { sequence: 0, problem: 'unknownReference' },
      { sequence: 2, problem: 'afterEnd' },
      { sequence: 3, problem: 'noMandate' },
    ]);
    const twice = stateOf([end, destroyed, destroyed], byCoordinator);
    expect(twice.problems).toEqual([{ sequence: 2, problem: 'afterEnd' }]);
  });

  test('objections cannot be dealt with before they came in', () => {
    const backwards = { ...objections, processBy: '2026-04-01' };
    expect(() => encodeControlBody(backwards)).toThrow('CONTROL_BODY');
  });
});
