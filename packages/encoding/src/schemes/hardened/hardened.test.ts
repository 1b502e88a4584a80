// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { EncodingSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from '../../encoder.ts';
import { createGroupPrf } from '../../prf.ts';
import { createProfile } from '../../profile.ts';
import { filterBitsOf, referenceHardened } from '../../testing/reference-hardened.ts';
import { positionsIn, referencePositions } from '../../testing/reference.ts';
import { TokenList } from '../../token-list.ts';
import { findScheme } from '../registry.ts';
import { sampleFields, sampleKey } from '../../testing/sample-spec.ts';

type Parameters = EncodingSpec['parameters'];
type Values = readonly (string | undefined)[];

const { givenName, surname, birthDate } = sampleFields;
const fields = [givenName, surname, { ...birthDate, weight: { bitsPerToken: 8 } }];

/** Each hardening with parameters that it may have. */
const kinds: readonly (readonly [string, fc.Arbitrary<Record<string, number>>])[] = [
  ['clk-balance', fc.constant({})],
  ['clk-blip', fc.record({ noise: fc.double({ min: 1 / 256, max: 0.5, noNaN: true }) })],
  ['clk-diffuse', fc.record({ mixedBits: fc.integer({ min: 2, max: 32 }) })],
  ['clk-fold', fc.record({ folds: fc.integer({ min: 1, max: 3 }) })],
  [
    'clk-rehash',
    fc.record({
      windowBits: fc.integer({ min: 4, max: 7 }),
      step: fc.constantFrom(2, 4),
      positions: fc.integer({ min: 1, max: 4 }),
    }),
  ],
  ['clk-resample', fc.constant({})],
  ['clk-rule90', fc.constant({})],
];
const usual: Readonly<Record<string, object>> = {
  'clk-blip': { noise: 0.1 },
  'clk-diffuse': { mixedBits: 5 },
};
const linear = ['clk-diffuse', 'clk-fold', 'clk-resample', 'clk-rule90'];

function specOf(scheme: string, parameters: Parameters): EncodingSpec {
  const similarity = scheme === 'clk-balance' ? { similarity: 'hamming' as const } : {};
  return { scheme, parameters, normalisation: 'plain-1', fields: [...fields], ...similarity };
}

function usualSpec(scheme: string, bits = 1024): EncodingSpec {
  return createProfile(specOf(scheme, { bits, ...usual[scheme] })).spec;
}

function encoder(spec: EncodingSpec, encodingKey = sampleKey) {
  const made = createRecordEncoder(createProfile(spec), encodingKey);
  return (values: Values): Uint8Array => {
    const target = new Uint8Array(made.profile.bytes).fill(0xff);
    made.encodeInto(values, target, 0);
    return target;
  };
}

/** How many positions are in one of the two only. */
function differing(left: ReadonlySet<number>, right: ReadonlySet<number>): number {
  const both = [...left].filter((position) => right.has(position)).length;
  return left.size + right.size - 2 * both;
}

const agreement = (left: Uint8Array, right: Uint8Array): number => {
  const [a, b] = [positionsIn(left), positionsIn(right)];
  return 1 - differing(a, b) / (8 * left.length);
};

const name = fc.stringMatching(/^[b-w]{2,10}$/);
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const person = fc.tuple(
  fc.option(name, { nil: undefined }),
  fc.option(name, { nil: undefined }),
  fc.option(day, { nil: undefined }),
);

test.each<[string, Record<string, number>, string[]]>([
  ['clk-blip', { noise: 0.1 }, []],
  ['clk-blip', { noise: 0.5 }, ['muchNoise']],
  ['clk-diffuse', { mixedBits: 4 }, ['mixesFew']],
  ['clk-diffuse', { mixedBits: 5 }, []],
  ['clk-diffuse', { mixedBits: 17 }, ['mixesMany']],
  ['clk-rehash', { windowBits: 8, step: 8, positions: 4 }, []],
  ['clk-rehash', { windowBits: 8, step: 8, positions: 8 }, ['rehashedFull']],
])('%s with %o is warned of as %o', (scheme, parameters, rules) => {
  const { warnings } = createProfile(specOf(scheme, { bits: 1024, ...parameters }));
  expect(warnings.map(({ rule }) => rule)).toEqual(rules);
});

describe.each(kinds)('%s', (scheme, parameters) => {
  test('is what its formula says, for every record and parameter', () => {
    const bits = fc.constantFrom(512, 1024);
    fc.assert(
      fc.property(
        parameters,
        bits,
        fc.array(person, { minLength: 1, maxLength: 3 }),
        (p, l, all) => {
          const { spec } = createProfile(specOf(scheme, { bits: l, ...p }));
          const encode = encoder(spec);
          for (const values of all) {
            expect(positionsIn(encode(values))).toEqual(referenceHardened(spec, sampleKey, values));
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test('of a record that says nothing is empty', () => {
    expect(encoder(usualSpec(scheme))(['', undefined, '']).every((byte) => byte === 0)).toBe(true);
  });

  test('keeps near records nearer than far ones', () => {
    const encode = encoder(usualSpec(scheme));
    const [one, near, far] = [
      ['Anna', 'Jansen', '19530728'],
      ['Anna', 'Janssen', '19530728'],
      ['Kees', 'Bakker', '20011224'],
    ].map(encode);
    expect(agreement(one!, near!)).toBeGreaterThan(agreement(one!, far!) + 0.1);
  });

  test('leaves nothing of the key when it is wiped', () => {
    const spec = usualSpec(scheme);
    const prf = createGroupPrf(sampleKey);
    const streams = spec.fields.map(() => prf.ofType(1));
    const coder = findScheme(scheme).create(spec, streams, prf.ofType(0));
    const tokens = new TokenList();
    const encode = (): Uint8Array => {
      tokens.fill(['_a', 'an', 'na']);
      coder.addTokens(0, tokens);
      const target = new Uint8Array(spec.parameters.bits / 8);
      coder.finish(target, 0);
      return target;
    };
    const before = encode();
    expect(encode()).toEqual(before);
    coder.addTokens(0, tokens);
    coder.wipe();
    // Folding keeps nothing, and works on.
    if (scheme === 'clk-fold') expect(encode()).toEqual(before);
    else if (scheme === 'clk-blip') expect(encode).toThrow('destroyed');
    else expect(encode()).not.toEqual(before);
  });

  test('under another key, and beside plain clk, is unrelated', () => {
    const values = ['Annabel', 'van den Berg', '19530731'];
    const spec = usualSpec(scheme);
    const other = sampleKey.map((byte) => byte ^ 1);
    const [mine, theirs] = [encoder(spec)(values), encoder(spec, other)(values)];
    expect(Math.abs(agreement(mine, theirs) - 0.5)).toBeLessThan(0.13);
    const plain = referencePositions({ ...spec, scheme: 'clk' }, sampleKey, values);
    const domain = spec.fields.map((field) => ({ ...field, group: `${scheme}-1/${field.group}` }));
    const inner = referencePositions({ ...spec, fields: domain }, sampleKey, values);
    expect([...inner].filter((position) => plain.has(position)).length).toBeLessThan(
      0.75 * inner.size,
    );
  });
});

test('a balanced encoding has half of its bits, and agrees as the filters do', () => {
  const spec = usualSpec('clk-balance');
  const encode = encoder(spec);
  const domain = spec.fields.map((field) => ({ ...field, group: `clk-balance-1/${field.group}` }));
  const filterSpec = { ...spec, fields: domain, parameters: { bits: filterBitsOf(spec) } };
  fc.assert(
    fc.property(fc.tuple(name, name, day), fc.tuple(name, name, day), (left, right) => {
      const [a, b] = [encode(left), encode(right)];
      expect(positionsIn(a).size).toBe(512);
      const [x, y] = [left, right].map((values) =>
        referencePositions(filterSpec, sampleKey, values),
      );
      const differ = differing(x!, y!);
      expect(agreement(a, b)).toBeCloseTo(1 - differ / 512, 10);
    }),
    { numRuns: 20 },
  );
});

test.each(linear)('%s is linear, as its label admits', (scheme) => {
  const spec = usualSpec(scheme);
  const encode = encoder(spec);
  fc.assert(
    fc.property(name, name, day, day, (first, second, one, other) => {
      // Four corners of a rectangle: names × dates. What the corners differ in cancels out, but for
      // positions that a name and a date share.
      const corners = [
        [first, first, one],
        [first, first, other],
        [second, second, one],
        [second, second, other],
      ].map((values) => encode(values));
      const sum = corners[0]!.map(
        (byte, at) => byte ^ corners[1]![at]! ^ corners[2]![at]! ^ corners[3]![at]!,
      );
      expect(positionsIn(sum).size).toBeLessThan(0.4 * 8 * sum.length);
    }),
    { numRuns: 10 },
  );
});

test('noise replaces the share that it should, the same for the same record', () => {
  const share = 0.25;
  const spec = createProfile(specOf('clk-blip', { bits: 1024, noise: share })).spec;
  const domain = spec.fields.map((field) => ({ ...field, group: `clk-blip-1/${field.group}` }));
  const encode = encoder(spec);
  let changed = 0;
  const people = fc.sample(fc.tuple(name, name, day), { seed: 5, numRuns: 60 });
  for (const values of people) {
    const noisy = encode(values);
    expect(encode(values)).toEqual(noisy);
    const filter = referencePositions({ ...spec, fields: domain }, sampleKey, values);
    changed += differing(positionsIn(noisy), filter);
  }
  // Half of those that are replaced come out as they were. 60 · 1,024 coins: σ is 0.0013.
  expect(Math.abs(changed / (people.length * 1024) - share / 2)).toBeLessThan(0.007);
});
