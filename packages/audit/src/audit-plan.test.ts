// SPDX-License-Identifier: EUPL-1.2
/** What an audit plans: stagings that fit the persons, and a clear no where they do not suffice. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attackEntries } from './attacks.ts';
import { personsNeeded, planAudit, type AuditRequest } from './audit-plan.ts';
import { leastTargets } from './least.ts';

const attacks = [...attackEntries.values()];

const requests: fc.Arbitrary<AuditRequest> = fc.record({
  persons: fc.integer({ min: 1, max: 60_000 }),
  attacks: fc.subarray(attacks, { minLength: 1 }),
  knownPairs: fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 }),
  overlaps: fc.uniqueArray(
    fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
    { minLength: 1, maxLength: 4 },
  ),
});

describe('a plan', () => {
  test('has every level once, as planned or as skipped', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { planned, skipped } = planAudit(request);
        const levels = request.attacks.reduce((sum, { varies }) => {
          if (varies === 'nothing') return sum + 1;
          return sum + (varies === 'overlap' ? request.overlaps : request.knownPairs).length;
        }, 0);
        expect(planned.length + skipped.length).toBe(levels);
      }),
    );
  });

  test('takes no more persons than there are, and leaves as many targets as an attack must have', () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const one of planAudit(request).planned) {
          const { encoded, population, both, knownPairs = 0, attack } = one;
          expect(encoded + population - both).toBeLessThanOrEqual(request.persons);
          expect(both).toBeLessThanOrEqual(Math.min(encoded, population));
          expect(both - knownPairs).toBeGreaterThanOrEqual(leastTargets[attack]);
        }
      }),
    );
  });

  test('says how many persons a skipped attack needs: with those it is planned', () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const level of planAudit(request).skipped) {
          expect(level.needed).toBeGreaterThan(request.persons);
          expect(level.needed).toBe(personsNeeded(level));
          const more = planAudit({ ...request, persons: level.needed });
          expect(more.skipped).not.toContainEqual(level);
          const fewer = planAudit({ ...request, persons: level.needed - 1 });
          expect(fewer.skipped).toContainEqual(level);
        }
      }),
    );
  });

  test('stages an overlap as the share of the encodings that the attacker holds', () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const { overlap, encoded, both, knownPairs, attack } of planAudit(request).planned) {
          const expected = overlap * encoded;
          const { varies } = attackEntries.get(attack)!;
          if (varies === 'overlap') expect(Math.abs(both - expected)).toBeLessThan(2);
          if (varies === 'knownPairs') expect(knownPairs).toBeGreaterThan(0);
        }
      }),
    );
  });
});
