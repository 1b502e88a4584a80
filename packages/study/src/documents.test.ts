// SPDX-License-Identifier: EUPL-1.2
/** Every paper that the law asks for, per kind of register and mode: without it, nothing runs. */
import { describe, expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import type { ControlBody, ControlDocument } from './control-schema.ts';
import { COORDINATOR, controlState } from './control-state.ts';
import { registerKinds, rulesFor, type RegisterKind } from './document-rules.ts';
import { checkGate } from './gate.ts';
import type { DocumentKind } from './gate-schema.ts';
import { checkStudy } from './parse.ts';
import type { CoordinatedStudy } from './schema.ts';
import { sampleCoordinatedStudy, sampleStudy } from './testing/sample-study.ts';

const today = '2026-06-01';

interface Mode {
  readonly registerKind: RegisterKind;
  readonly owners: 1 | 2;
  readonly bsnTokens: boolean;
}

const modes: Mode[] = registerKinds.flatMap((registerKind) =>
  ([1, 2] as const).flatMap((owners) =>
    [false, true].map((bsnTokens) => ({ registerKind, owners, bsnTokens })),
  ),
);

function studyOf({ registerKind, owners, bsnTokens }: Mode): CoordinatedStudy {
  const draft = sampleCoordinatedStudy();
  draft.registers[0]!.kind = registerKind;
  const all = sampleStudy().owners.slice(0, owners);
  const result = checkStudy({ ...draft, owners: all, ...(bsnTokens && { bsnTokens }) });
  if (!result.ok || result.value.study.koppel !== 2) throw new Error('study');
  return result.value.study;
}

function paper(kind: DocumentKind, per: 'study' | 'city' | 'register'): ControlDocument {
  const dates = { signedOn: '2026-01-01', validUntil: '2026-12-31' };
  const named = { kind, version: '1', owner: 'Board', signer: 'Secretary', sha256: '0'.repeat(64) };
  const covers = {
    ...(per === 'city' && { cities: ['rotterdam'] }),
    ...(per === 'register' && { registers: ['population'] }),
  };
  return { kind: 'document', id: kind.toLowerCase(), document: { ...named, ...dates }, covers };
}

const ground = { verdict: 'yes' as const, reason: 'Sufficient', evidence: [] };
const go: ControlBody = {
  kind: 'decision', subStudy: 'one', city: 'rotterdam',
  theoretical: ground, practical: ground, legal: ground, wanted: ground,
  conditions: [], against: [], decidedOn: '2026-01-01', validUntil: '2026-12-31',
}; // prettier-ignore

function gate(study: CoordinatedStudy, papers: readonly ControlDocument[]): string {
  const entries = [...papers, go].map((body, sequence) => {
    return { sequence, signer: body.kind === 'decision' ? 'board' : COORDINATOR, body };
  });
  try {
    checkGate(study, 'rotterdam', 'population', today, controlState(study, entries));
    return 'go';
  } catch (thrown) {
    return isKoppelError(thrown) ? `${thrown.code} ${thrown.place.field ?? ''}` : 'other';
  }
}

describe.each(modes)('$registerKind of $owners owner(s), tokens of numbers: $bsnTokens', (mode) => {
  const study = studyOf(mode);
  const papers = rulesFor(mode).map(({ kind, per }) => paper(kind, per));

  test('opens with all, and closes with each one missing, expired, not yet valid or of others', () => {
    expect(gate(study, papers)).toBe('go');
    papers.forEach((one, nth) => {
      const { kind } = one.document;
      const withOther = (other: ControlDocument): string => gate(study, papers.with(nth, other));
      const dated = (dates: object): string =>
        withOther({ ...one, document: { ...one.document, ...dates } });
      expect([
        gate(study, papers.toSpliced(nth, 1)),
        dated({ validUntil: '2026-05-31' }),
        dated({ signedOn: '2026-06-02' }),
        withOther({ ...one, covers: { ...one.covers, cities: ['denhaag'] } }),
        withOther({ ...one, covers: { ...one.covers, registers: ['benefits'] } }),
      ]).toEqual([
        `GATE_DOCUMENT_MISSING ${kind}`,
        `GATE_DOCUMENT_EXPIRED ${kind}`,
        `GATE_DOCUMENT_NOT_YET ${kind}`,
        `GATE_DOCUMENT_MISSING ${kind}`,
        `GATE_DOCUMENT_MISSING ${kind}`,
      ]);
    });
  });
});

test('a rehearsal with tokens of numbers needs their ground too', () => {
  const gateOf = (documents: object[]): string => {
    const draft = sampleStudy();
    const all = [...draft.documents, ...documents];
    const result = checkStudy({ ...draft, bsnTokens: true, documents: all });
    if (!result.ok) throw result.problems[0] ?? new Error('study');
    try {
      checkGate(result.value.study, 'rotterdam', 'benefits', today);
      return 'go';
    } catch (thrown) {
      return isKoppelError(thrown) ? `${thrown.code} ${thrown.place.field ?? ''}` : 'other';
    }
  };
  expect(gateOf([])).toBe('GATE_DOCUMENT_MISSING bsnGround');
  const bsnGround = { ...sampleStudy().documents[0]!, kind: 'bsnGround' };
  expect(gateOf([{ ...bsnGround, validUntil: '2026-05-31' }])).toBe('GATE_DOCUMENT_EXPIRED bsnGround');
  expect(gateOf([bsnGround])).toBe('go');
}); // prettier-ignore

test('each kind of register asks for what the law asks of it', () => {
  const asked = (registerKind: RegisterKind): string[] =>
    rulesFor({ registerKind, owners: 2 })
      .filter(({ when }) => Array.isArray(when))
      .map(({ kind }) => kind);
  expect(Object.fromEntries(registerKinds.map((kind) => [kind, asked(kind)]))).toEqual({
    population: ['brpDecision'],
    benefits: [],
    trajectories: [],
    debt: ['ethics'],
    care: ['ethics'],
    school: ['consentLetter'],
    wages: ['consentLetter'],
    health: ['consentLetter', 'ethics'],
    other: [],
  });
});
