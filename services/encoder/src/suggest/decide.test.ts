// SPDX-License-Identifier: EUPL-1.2
/** The suggestion: what must never come out of it, whatever is answered. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, type Answers } from './decide.ts';

const answers: fc.Arbitrary<Answers> = fc.record({
  linkageUnit: fc.constantFrom('none', 'others', 'population', 'unknown'),
  insider: fc.constantFrom('no', 'yes', 'unknown'),
  loss: fc.constantFrom('none', 'some'),
  size: fc.constantFrom('small', 'large'),
  interoperable: fc.constantFrom('no', 'yes'),
  stable: fc.constantFrom(undefined, 'birthDate'),
});

const usual: Answers = {
  linkageUnit: 'none',
  insider: 'no',
  loss: 'none',
  size: 'large',
  interoperable: 'no',
  stable: undefined,
};

describe('a suggestion', () => {
  test('is never a Bloom filter where there may be a register or an insider', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { preset } = decide(given);
        const isFeared = given.linkageUnit !== 'none' || given.insider !== 'no';
        if (isFeared) expect(['saul', 'saulStrong']).toContain(preset);
      }),
    );
  });

  test('always says why and warns of something', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { reasons, warnings } = decide(given);
        expect(reasons.length).toBeGreaterThan(0);
        expect(warnings.length).toBeGreaterThan(0);
        expect(new Set([...reasons, ...warnings]).size).toBe(reasons.length + warnings.length);
      }),
    );
  });

  test('salts only what is hardened, and only by the field that was named', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { preset, saltBy } = decide(given);
        expect(saltBy).toBe(preset === 'clkHardened' ? given.stable : undefined);
      }),
    );
  });

  test.each([
    [{}, 'clk', ['noRegisterMustHold']],
    [{ loss: 'some' }, 'saul', ['noCryptanalysis']],
    [
      { loss: 'some', interoperable: 'yes', stable: 'birthDate' },
      'clkHardened',
      ['noRegisterMustHold', 'hardeningLimits', 'saltLoses'],
    ],
    [{ linkageUnit: 'population' }, 'saul', ['lossUnavoidable', 'noCryptanalysis']],
    [{ linkageUnit: 'unknown', insider: 'yes', loss: 'some' }, 'saulStrong', ['noCryptanalysis']],
    [
      { linkageUnit: 'others', insider: 'unknown', loss: 'some', size: 'small' },
      'saul',
      ['strongTooLarge', 'noCryptanalysis'],
    ],
    [
      { insider: 'yes', interoperable: 'yes' },
      'saul',
      ['lossUnavoidable', 'notInteroperable', 'noCryptanalysis'],
    ],
  ] as const)('%j: %s', (change, preset, warnings) => {
    expect(decide({ ...usual, ...change })).toMatchObject({ preset, warnings });
  });
});
