// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from '../../encoder.ts';
import { isMissing, normalise } from '../../normalise.ts';
import { createProfile } from '../../profile.ts';
import { referenceSaul } from '../../testing/reference-saul.ts';
import { sampleFields, sampleKey } from '../../testing/sample-spec.ts';
import { saulSpec, voting } from '../../testing/saul-spec.ts';
import { tokenise } from '../../tokens.ts';
import { expectedAgreement } from './parameters.ts';

const { surname, street, givenName } = sampleFields;

type Values = readonly (string | undefined)[];

function encode(spec: EncodingSpec, records: readonly Values[], encodingKey = sampleKey) {
  const encoder = createRecordEncoder(createProfile(spec), encodingKey);
  const { bytes } = encoder.profile;
  const filters = records.map((values) => {
    const filter = new Uint8Array(bytes);
    encoder.encodeInto(values, filter, 0);
    return filter;
  });
  encoder.dispose();
  return filters;
}

function ones(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) for (let rest = byte; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/** The share of bits in which two encodings agree. */
function agreement(left: Uint8Array, right: Uint8Array): number {
  return 1 - ones(left.map((byte, at) => byte ^ right[at]!)) / (8 * left.length);
}

const name = fc
  .stringMatching(/^[a-zéøß' -]{0,14}[b-w]$/)
  .filter((text) => !isMissing(normalise(text)));
const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10).replaceAll('-', ''));
const code = fc.stringMatching(/^[1-9][0-9]{0,3} ?[A-W]{0,2}$/);
const longCode = fc.stringMatching(/^[1-9][A-W0-9]{15,20}$/);
const amount = fc.integer({ min: -20_000, max: 20_000 }).map(String);
const longName = fc.stringMatching(/^[a-z]{31,90}b$/);
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const person = fc.tuple(
  optional(name),
  optional(name),
  optional(fc.oneof(name, longName)),
  optional(date),
  optional(fc.oneof(code, longCode)),
  optional(amount),
);

describe('an encoding', () => {
  const votes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 6, maxLength: 6 });

  test('is what the definition says, for every record, length, k and weight', () => {
    const parameters = fc.constantFrom(
      { k: 1, bits: 256 },
      { k: 2, bits: 384 },
      { k: 3, bits: 512 },
      { k: 4, bits: 1024 },
      { k: 3, bits: 768, parts: 3 },
      { k: 2, bits: 512, parts: 2 },
    );
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 3 }),
        parameters,
        votes,
        (records, chosen, each) => {
          const fields = voting().map((field, at) => ({
            ...field,
            weight: { votesPerToken: each[at]! },
          }));
          const spec = saulSpec(fields, chosen);
          // Each record twice: a value that comes again takes another way.
          const all = records.flatMap((record) => [record, record]);
          const expected = all.map((values) => referenceSaul(spec, sampleKey, values));
          expect(encode(spec, all)).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('is the same for so many tokens that they do not fit anywhere', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const random = Array.from({ length: 990 }, (_, at) => letters[(at * at * 7 + at * 3) % 26]!);
    const long = random.join('');
    // Twenty-one bytes of a letter each: none of its tokens is short.
    const wide = Array.from({ length: 90 }, (_, at) => String.fromCodePoint(0x20000 + at)).join('');
    const fields: FieldSpec[] = [
      { ...surname, weight: { votesPerToken: 15 } },
      { ...street, q: 4, weight: { votesPerToken: 1 } },
      { ...givenName, weight: { votesPerToken: 1 } },
    ];
    const spec = saulSpec(fields, { k: 3, bits: 256 });
    const inParts = saulSpec(fields, { k: 3, bits: 768, parts: 3 });
    const records: Values[] = [
      [long, wide, 'Anna'],
      ['Jansen', wide, 'Anna'],
      [long, undefined, 'Anna'],
      ['Jansen', 'Dorpsstraat', 'Anna'],
    ];
    const expected = records.map((values) => referenceSaul(spec, sampleKey, values));
    expect(encode(spec, [...records, ...records])).toEqual([...expected, ...expected]);
    const parted = records.map((values) => referenceSaul(inParts, sampleKey, values));
    expect(encode(inParts, [...records, ...records])).toEqual([...parted, ...parted]);
  });

  test('in parts says of a field that one leaves out nothing there, and others have their own signs', () => {
    const spec = saulSpec(voting(), { k: 3, bits: 768, parts: 3 });
    const [one, other, all] = encode(spec, [
      ['Anna', 'Jansen', 'Dorpsstraat', '19800101', '12', '5'],
      ['Bert', 'Visser', 'Dorpsstraat', '19800101', '12', '5'],
      ['Anna', 'Jansen', 'Dorpsstraat', '19800101', '12', '5'],
    ]);
    const part = (code: Uint8Array, at: number): Uint8Array =>
      code.subarray(32 * at, 32 * (at + 1));
    expect(part(one!, 0)).toEqual(part(other!, 0));
    expect(part(one!, 1)).not.toEqual(part(other!, 1));
    expect(part(one!, 2)).not.toEqual(part(other!, 2));
    expect(all).toEqual(one);
    // The very same fields in two parts: all of one value.
    const [alone] = encode(spec, [['Anna', '', '', '', '', '']]);
    expect(part(alone!, 1)).not.toEqual(part(alone!, 2));
  });

  test('does not depend on the order of records, or of tokens', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 2, maxLength: 6 }), (records) => {
        const spec = saulSpec(voting(), { k: 3, bits: 256 });
        const filters = encode(spec, records);
        expect(encode(spec, [...records].reverse()).reverse()).toEqual(filters);
      }),
      { numRuns: 20 },
    );
    // The same tokens in the other field of the group.
    const spec = saulSpec(voting([givenName, surname]));
    const [one, other] = encode(spec, [
      ['Anna', 'Jansen'],
      ['Jansen', 'Anna'],
    ]);
    expect(one).toEqual(other);
  });

  test('of a record without a token is one and the same, and says that no field is there', () => {
    const spec = saulSpec();
    const encoder = createRecordEncoder(createProfile(spec), sampleKey);
    const filter = new Uint8Array(256);
    const nothing = ['', undefined, 'onbekend', '', 'x', ''];
    expect(encoder.encodeInto(nothing, filter, 0).presence).toBe(0);
    expect(filter).toEqual(referenceSaul(spec, sampleKey, []));
    const first = filter.slice();
    expect(encoder.encodeInto(['Anna'].concat(Array(5).fill('')), filter, 0).presence).toBe(1);
    encoder.encodeInto(nothing, filter, 0);
    expect(filter).toEqual(first);
    encoder.dispose();
  });
});

describe('encodings of many', () => {
  const syllables = ['ba', 'de', 'ki', 'lo', 'mu', 'ras', 'ten', 'vos', 'win', 'zee'];
  const words = (seed: number, parts: number): string =>
    Array.from({ length: parts }, (_, at) => syllables[Math.floor(seed / 10 ** at) % 10]!).join('');
  const people: Values[] = Array.from({ length: 200 }, (_, at) => [
    words(at * 7919, 3),
    words(at * 104_729, 4),
    words(at * 1299, 4),
    `19${String(10 + (at % 80))}${String(1 + (at % 12)).padStart(2, '0')}11`,
    String(1000 + 13 * at),
    String(100 * at),
  ]);
  const spec = saulSpec();
  const filters = encode(spec, people);
  const bits = 2048;

  test('set half of their bits, and each bit in half of them', () => {
    const total = filters.reduce((sum, filter) => sum + ones(filter), 0);
    const share = total / (filters.length * bits);
    // Bits of one record are as good as independent; records have something in common.
    expect(Math.abs(share - 0.5)).toBeLessThan(0.01);
    const columns = Array.from({ length: bits }, (_, p) =>
      filters.reduce((sum, filter) => sum + ((filter[p >> 3]! >> (p & 7)) & 1), 0),
    );
    const spread = columns.reduce((sum, count) => sum + (count / 200 - 0.5) ** 2, 0) / bits;
    expect(Math.sqrt(spread)).toBeLessThan(0.06);
  });

  test('agree as much as theory says of the tokens that they share', () => {
    const fields = voting([surname]);
    const base = 'abcdefghijklmnopqrstuvw';
    const tokensOf = (value: string): Set<string> =>
      new Set(tokenise(value, fields[0]!, [], 'plain-1').tokens);
    // Many bits, so that chance is small; any k.
    for (const k of [1, 2, 3]) {
      const large = saulSpec(fields, { k, bits: 32_768 });
      const others = [1, 3, 6, 10, 16].map(
        (n) => base.slice(0, -n) + 'zyxzyxzyxzyxzyxz'.slice(0, n),
      );
      const [first, ...rest] = encode(large, [[base], ...others.map((other) => [other])]);
      rest.forEach((filter, at) => {
        const [a, b] = [tokensOf(base), tokensOf(others[at]!)];
        const common = [...a].filter((token) => b.has(token)).length;
        const cosine = common / Math.sqrt(a.size * b.size);
        const expected = expectedAgreement(cosine, k);
        // The normal approximation of sums of some 24 signs, and chance of 1/512 per standard deviation.
        expect(Math.abs(agreement(first!, filter) - expected)).toBeLessThan(0.03);
      });
    }
  });

  test('agree by chance only under another key, and between different people', () => {
    const wrong = encode(
      spec,
      people,
      sampleKey.map((byte) => byte ^ 1),
    );
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const sigma = 1 / (2 * Math.sqrt(bits));
    const crossed = filters.map((filter, at) => agreement(filter, wrong[at]!));
    expect(Math.abs(mean(crossed) - 0.5)).toBeLessThan(4 * sigma);
    expect(Math.max(...crossed)).toBeLessThan(0.5 + 5.5 * sigma);
    const typo = people.map(([given, last, ...rest]) => [given, `${last!.slice(0, -1)}x`, ...rest]);
    const same = encode(spec, typo).map((filter, at) => agreement(filter, filters[at]!));
    expect(Math.min(...same)).toBeGreaterThan(0.7);
  });
});

describe('parameters', () => {
  function refusal(spec: EncodingSpec): object {
    try {
      createProfile(spec);
    } catch (thrown) {
      if (thrown instanceof KoppelError) return { code: thrown.code, ...thrown.place };
      throw thrown;
    }
    throw new Error('accepted');
  }
  const path = 'encoding.parameters';

  test.each([
    [{ k: 0, bits: 2048 }, `${path}.k`, 'tooLow'],
    [{ k: 9, bits: 2048 }, `${path}.k`, 'tooHigh'],
    [{ k: 2.5, bits: 2048 }, `${path}.k`, 'notWhole'],
    [{ k: 3, bits: 128 }, `${path}.bits`, 'tooLow'],
    [{ k: 3, bits: 320 }, `${path}.bits`, 'multiple'],
    [{ k: 8, bits: 1024 }, `${path}.k`, 'signalLost'],
    [{ k: 3, bits: 2048, parts: 3 }, `${path}.bits`, 'multiple'],
    [{ k: 1, bits: 256, parts: 2 }, `${path}.bits`, 'tooLow'],
    [{ k: 3, bits: 2688, parts: 7 }, `${path}.parts`, 'tooHigh'],
    [{ k: 3, bits: 1920, parts: 1 }, `${path}.parts`, 'tooLow'],
    [{ bits: 2048 }, `${path}.k`, 'missing'],
  ])('%j are refused', (parameters, at, rule) => {
    const spec = saulSpec(voting(), parameters as { k: number; bits: number });
    expect(refusal(spec)).toEqual({ code: 'ENCODING_PARAMETERS', path: at, rule });
  });

  test('a part of a single field is refused', () => {
    const spec = saulSpec(voting([surname, givenName, street]), { k: 3, bits: 1024, parts: 2 });
    expect(refusal(spec)).toEqual({
      code: 'ENCODING_PARAMETERS',
      path: `${path}.parts`,
      rule: 'tooLow',
    });
  });

  test.each([2, 3, 8])('of two fields no code in %d parts can be', (parts) => {
    const parameters = { k: 3, bits: 768 * parts, parts };
    const spec = saulSpec(voting([surname, givenName]), parameters);
    expect(refusal(spec)).toEqual({
      code: 'ENCODING_PARAMETERS',
      path: `${path}.parts`,
      rule: 'tooFewFields',
    });
  });

  test('what is compared by Dice, or weighs in bits, is refused', () => {
    expect(refusal({ ...saulSpec(), similarity: 'dice' })).toEqual({
      code: 'ENCODING_SIMILARITY',
      path: 'encoding.similarity',
      rule: 'needsHamming',
    });
    expect(refusal(saulSpec([surname]))).toEqual({
      code: 'ENCODING_WEIGHT_KIND',
      field: 'surname',
      path: 'encoding.fields[0].weight',
      rule: 'bitsPerToken',
    });
  });

  test.each([
    [{ k: 3, bits: 2048 }, 1, []],
    [{ k: 4, bits: 8192 }, 1, []],
    [{ k: 3, bits: 4096 }, 1, []],
    [{ k: 1, bits: 2048 }, 1, ['singleVote']],
    [{ k: 2, bits: 2048 }, 1, ['similarityLeaks']],
    [{ k: 3, bits: 16_384 }, 1, ['similarityLeaks']],
    [{ k: 4, bits: 6144, parts: 3 }, 1, ['inParts']],
    [{ k: 5, bits: 2048 }, 1, ['signalWeak']],
    [{ k: 3, bits: 2048 }, 2, ['unequalVotes']],
  ])('%j with %i votes per token are warned of: %j', (parameters, votes, rules) => {
    const { warnings } = createProfile(saulSpec(voting(undefined, votes), parameters));
    expect(warnings.map(({ rule }) => rule)).toEqual(rules);
  });

  test('other numbers are other profiles', () => {
    const specs = [
      saulSpec(),
      saulSpec(voting(), { k: 4, bits: 2048 }),
      saulSpec(voting(), { k: 3, bits: 4096 }),
      saulSpec(voting(), { k: 3, bits: 6144, parts: 3 }),
      saulSpec(voting(undefined, 2)),
    ];
    expect(new Set(specs.map((spec) => String(createProfile(spec).hash))).size).toBe(5);
  });
});
