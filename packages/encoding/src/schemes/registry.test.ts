// SPDX-License-Identifier: EUPL-1.2
/** What every scheme must be, and what becomes of studies that name one. */
import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { createProfile } from '../profile.ts';
import { dutchFields, dutchSpec } from '../testing/dutch-spec.ts';
import { sampleFields, sampleSpec } from '../testing/sample-spec.ts';
import { checkAgainst, warningsOf } from './check.ts';
import { clk } from './clk/clk.ts';
import { completeParameters, type ParameterRule } from './parameters.ts';
import { findAmong, findScheme, schemes } from './registry.ts';
import type { Scheme } from './scheme.ts';

function refusal(act: () => unknown): object {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof KoppelError) return { code: thrown.code, ...thrown.place };
    throw thrown;
  }
  throw new Error('not refused');
}

const texts = { en: 'A reason.', nl: 'Een reden.' };
const second: Scheme = { ...clk, version: 2, keyDomain: 'clk-2/' };
const third: Scheme = { ...clk, version: 3, keyDomain: 'clk-3/', deprecated: texts };
const spec = sampleSpec();

describe.each(schemes.map((scheme) => [scheme.id, scheme.version, scheme] as const))(
  '%s %i',
  (id, version, scheme) => {
    test('is found by its id and version, and is the only one of them', () => {
      expect(findScheme(id, version)).toBe(scheme);
      expect(schemes.filter((one) => one.id === id && one.version === version)).toHaveLength(1);
    });

    test('says what it withstands, and what not, in both languages', () => {
      const { withstands, doesNotWithstand, deprecated } = scheme;
      for (const text of [withstands, doesNotWithstand, deprecated ?? texts]) {
        expect(text.en).toMatch(/^[A-Z].*\.$/s);
        expect(text.nl).toMatch(/^[A-Z].*\.$/s);
        expect(text.nl).not.toBe(text.en);
      }
    });

    test('has keys of its own', () => {
      const isFirst = id === 'clk' && version === 1;
      expect(scheme.keyDomain).toBe(isFirst ? '' : `${id}-${version}/`);
    });
  },
);

describe('a version', () => {
  test('that a study does not name is the first, for ever', () => {
    expect(findAmong([second, clk], 'clk')).toBe(clk);
    expect(findAmong([second, clk], 'clk', 2)).toBe(second);
    const named = createProfile({ ...spec, version: 1 });
    expect(named.hash).toEqual(createProfile(spec).hash);
    expect(named.spec.version).toBe(1);
  });

  test('that this program does not have is refused, with the reason', () => {
    const code = 'ENCODING_SCHEME_VERSION';
    const path = 'encoding.version';
    expect(refusal(() => createProfile({ ...spec, version: 2 }))).toEqual({
      code,
      path,
      rule: 'newer',
    });
    const old = refusal(() => findAmong([second], 'clk'));
    expect(old).toEqual({ code, path, rule: 'withdrawn' });
  });

  test('no scheme, no version', () => {
    const refused = refusal(() => findAmong([], 'clk', 1));
    expect(refused).toEqual({ code: 'ENCODING_SCHEME', path: 'encoding.scheme' });
  });
});

describe('warnings', () => {
  const rules = (scheme: Scheme, among: readonly Scheme[]): string[] =>
    warningsOf(scheme, spec, among).map(({ rule }) => rule);

  test('tell that a scheme is withdrawn, and why', () => {
    expect(rules(clk, [clk])).toEqual([]);
    expect(warningsOf(third, spec, [clk, second, third])).toEqual([
      { rule: 'schemeDeprecated', text: texts, path: 'encoding.scheme' },
    ]);
  });

  test('tell that there is a newer version', () => {
    expect(rules(second, [clk, second, third])).toEqual(['schemeVersionOld']);
    expect(rules({ ...second, deprecated: texts }, [third])).toEqual([
      'schemeDeprecated',
      'schemeVersionOld',
    ]);
  });

  test('come with a profile', () => {
    expect(createProfile(spec).warnings).toEqual([]);
  });

  test('tell of a clk that is too full, or too short', () => {
    const warned = (fields: readonly FieldSpec[], bits?: number): string[] =>
      createProfile(sampleSpec(fields, bits)).warnings.map(({ rule, path }) => `${rule} ${path}`);
    const weighing = (bitsPerField: number): FieldSpec[] =>
      Object.values(sampleFields).map((field) => ({ ...field, weight: { bitsPerField } }));
    expect(warned(weighing(150))).toEqual([]);
    expect(warned(weighing(250))).toEqual(['fillHigh encoding.fields']);
    expect(warned(weighing(400))).toEqual(['fillUseless encoding.fields']);
    expect(warned(weighing(50), 512)).toEqual([]);
    expect(warned(weighing(25), 256)).toEqual(['filterShort encoding.parameters.bits']);
    expect(warned(weighing(1), 64)).toEqual(['filterShort encoding.parameters.bits']);
    const more: FieldSpec = { ...weighing(1)[2]!, name: 'more' };
    expect(warned([...weighing(1), more], 64)).toEqual([
      'fewerBitsThanTokens encoding.parameters.bits',
      'fillHigh encoding.fields',
    ]);
    expect(createProfile(dutchSpec(Object.values(dutchFields))).warnings).toEqual([]);
  });
});

describe('refused is', () => {
  test('a weight of a kind that the scheme cannot follow', () => {
    const voting = { ...sampleFields.street, weight: { votesPerToken: 1 } };
    expect(refusal(() => createProfile(sampleSpec([sampleFields.surname, voting])))).toEqual({
      code: 'ENCODING_WEIGHT_KIND',
      field: 'street',
      path: 'encoding.fields[1].weight',
      rule: 'votesPerToken',
    });
  });

  test('a comparison that says nothing of such encodings', () => {
    const balanced: Scheme = { ...clk, similarities: () => ['hamming'] };
    const sparse: Scheme = { ...clk, similarities: () => ['dice'] };
    const hamming: EncodingSpec = { ...spec, similarity: 'hamming' };
    const place = { code: 'ENCODING_SIMILARITY', path: 'encoding.similarity' };
    for (const dice of [spec, { ...spec, similarity: 'dice' as const }]) {
      expect(refusal(() => checkAgainst(balanced, dice))).toEqual({
        ...place,
        rule: 'needsHamming',
      });
      expect(checkAgainst(sparse, dice)).toEqual(dice);
    }
    expect(refusal(() => checkAgainst(sparse, hamming))).toEqual({ ...place, rule: 'needsDice' });
    expect(checkAgainst(balanced, hamming)).toEqual(hamming);
  });
});

test('comparing by Dice is the same profile, said or unsaid; by Hamming another', () => {
  const { hash } = createProfile(spec);
  expect(createProfile({ ...spec, similarity: 'dice' }).hash).toEqual(hash);
  expect(createProfile({ ...spec, similarity: 'hamming' }).hash).not.toEqual(hash);
});

describe('a table of parameters', () => {
  const rules = {
    bits: { kind: 'whole', least: 64, most: 512, form: { multipleOf: 64 } },
    rounds: { kind: 'whole', least: 1, most: 8, default: 3 },
    share: { kind: 'number', least: 0, most: 0.5, default: 0.1 },
    mode: { kind: 'choice', values: ['fast', 'slow'], default: 'fast' },
    folded: { kind: 'flag', default: false },
    reason: { kind: 'text', least: 3, default: 'none' },
  } as const satisfies Record<string, ParameterRule>;

  test('fills in what is left out', () => {
    expect(completeParameters({ bits: 128, rounds: 2, mode: 'slow' }, rules)).toEqual({
      ...{ bits: 128, rounds: 2, share: 0.1, mode: 'slow', folded: false, reason: 'none' },
    });
  });

  test.each([
    [{ extra: 1 }, 'extra', 'unknown'],
    [{ toString: 1 }, 'toString', 'unknown'],
    [{ bits: 100 }, 'bits', 'multiple'],
    [{ bits: 576 }, 'bits', 'tooHigh'],
    [{ rounds: 0 }, 'rounds', 'tooLow'],
    [{ rounds: 1.5 }, 'rounds', 'notWhole'],
    [{ rounds: true }, 'rounds', 'notNumber'],
    [{ share: 0.6 }, 'share', 'tooHigh'],
    [{ share: -0.1 }, 'share', 'tooLow'],
    [{ mode: 'other' }, 'mode', 'notOffered'],
    [{ folded: 1 }, 'folded', 'notTrueOrFalse'],
    [{ reason: 1 }, 'reason', 'notText'],
    [{ reason: '  a ' }, 'reason', 'tooShort'],
  ])('refuses %j', (change, name, rule) => {
    const parameters = { bits: 128, ...change } as EncodingSpec['parameters'];
    expect(refusal(() => completeParameters(parameters, rules))).toEqual({
      code: 'ENCODING_PARAMETERS',
      path: `encoding.parameters.${name}`,
      rule,
    });
  });

  test('refuses one that is missing', () => {
    const needed = { ...rules, extra: { kind: 'flag' } } as const;
    expect(refusal(() => completeParameters({ bits: 128 }, needed))).toEqual(
      expect.objectContaining({ path: 'encoding.parameters.extra', rule: 'missing' }),
    );
  });
});
