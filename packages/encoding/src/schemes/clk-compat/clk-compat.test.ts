// SPDX-License-Identifier: EUPL-1.2
import { createHmac, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from '../../encoder.ts';
import { createProfile } from '../../profile.ts';
import { askClkhash, clkhashCase, pythonWithClkhash } from '../../testing/clkhash.ts';
import { compatCase, compatFilters, compatSpec } from '../../testing/compat.ts';
import { sampleKey } from '../../testing/sample-spec.ts';

interface Vectors {
  encodings: {
    name: string;
    spec: EncodingSpec;
    records: string[][];
    schema: object;
    secret: string;
    rows: string[][];
    filters: string[];
  }[];
  mustFail: { name: string; spec: EncodingSpec; code: string; path: string; rule?: string }[];
}

const file = new URL('../../../vectors/clkhash.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

describe('clkhash made these', () => {
  test.each(vectors.encodings)('$name', ({ spec, secret, records, schema, rows, filters }) => {
    expect(compatFilters(spec, secret, records)).toEqual(filters);
    expect(clkhashCase(spec, secret, records)).toEqual({ schema, secret, rows });
  });

  test.each(vectors.mustFail)('refused: $name', ({ spec, code, path, rule }) => {
    let thrown: unknown;
    try {
      createProfile(spec);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(KoppelError);
    const { code: given, place } = thrown as KoppelError;
    expect({ code: given, path: place.path, rule: place.rule }).toEqual({ code, path, rule });
  });
});

const why = pythonWithClkhash === undefined ? ' (no Python with clkhash is on this machine)' : '';
const withClkhash = pythonWithClkhash === undefined ? test.skip : test;

withClkhash(`clkhash itself makes the same of any records${why}`, () => {
  const seed = randomInt(2 ** 31);
  const cases = fc.sample(compatCase, { seed, numRuns: 60 });
  const asked = cases.map(({ spec, secret, records }) => clkhashCase(spec, secret, records));
  const answers = askClkhash(pythonWithClkhash!, asked);
  cases.forEach(({ spec, secret, records }, at) => {
    const told = { seed, at, filters: compatFilters(spec, secret, records) };
    expect(told).toEqual({ seed, at, filters: answers[at] });
  });
});

describe('in an encoder', () => {
  const text = { type: 'text', q: 2, weight: { bitsPerField: 100 } };
  const common = { onInvalid: 'reject' };
  const encode = (spec: EncodingSpec, values: readonly (string | undefined)[]) => {
    const encoder = createRecordEncoder(createProfile(spec), sampleKey);
    const filter = new Uint8Array(encoder.profile.bytes);
    const encoded = encoder.encodeInto(values, filter, 0);
    // Once more, from what it kept.
    const again = filter.slice().fill(0xff);
    encoder.encodeInto(values, again, 0);
    expect(again).toEqual(filter);
    encoder.dispose();
    return { ...encoded, filter: Buffer.from(filter).toString('hex') };
  };
  const own = (at: number, field: object) => ({
    ...common,
    name: `f${at}`,
    group: `f${at}`,
    ...field,
  });

  test('the secret is 64 hexadecimal digits that follow from the encoding key', () => {
    const spec = compatSpec([text], { bits: 1024 });
    // HKDF-Expand to the key of the scheme's own stream, and one digest of that.
    const groupKey = createHmac('sha256', sampleKey)
      .update('koppel/v1/encoding/group/clk-compat-1//scheme')
      .update(Uint8Array.of(1))
      .digest();
    const secret = createHmac('sha256', groupKey)
      .update(Uint8Array.of(0, 0, 0))
      .update('clkhash secret')
      .digest('hex');
    expect(encode(spec, ['Jansen']).filter).toBe(
      compatFilters(spec, Buffer.from(secret).toString('hex'), [['Jansen']])[0],
    );
  });

  test('values are encoded as registered, or as plain words', () => {
    const raw = { ...compatSpec([text]), fields: [own(0, text)] } as EncodingSpec;
    const plain: EncodingSpec = { ...raw, normalisation: 'plain-1' };
    expect(encode(raw, ['Ö. Jansen']).filter).not.toBe(encode(raw, ['o jansen']).filter);
    expect(encode(plain, ['Ö. Jansen']).filter).toBe(encode(raw, ['o jansen']).filter);
    expect(encode(raw, ['onbekend']).presence).toBe(1);
    expect(encode(plain, ['onbekend']).presence).toBe(0);
    expect(encode(raw, ['']).presence).toBe(0);
    const others = [
      { type: 'code', prefixes: [], weight: { bitsPerToken: 20 } },
      { type: 'number', distance: 10, steps: 2, weight: { bitsPerToken: 10 } },
      { type: 'date', weight: { bitsPerToken: 10 } },
    ];
    const rawOthers = compatSpec(others);
    const plainOthers: EncodingSpec = { ...rawOthers, normalisation: 'plain-1' };
    expect(encode(plainOthers, ['3011 AB', ' 12 ', ' 1953-07-28 ']).filter).toBe(
      encode(rawOthers, ['3011ab', '12', '19530728']).filter,
    );
  });

  test('a value that clkhash would refuse breaks a rule', () => {
    const spec = compatSpec([
      { type: 'number', distance: 10, steps: 2, weight: { bitsPerToken: 10 } },
      { type: 'date', weight: { bitsPerToken: 10 } },
      text,
    ]);
    const rules = (values: string[]) => encode(spec, values).problems.map(({ rule }) => rule);
    expect(rules(['1e3', '1953', 'a'.repeat(1001)])).toEqual([
      'numberFormat',
      'dateFormat',
      'tooLong',
    ]);
    expect(rules(['12345678901234.5', '1953-02-30', 'a'])).toEqual(['dateImpossible']);
    expect(rules(['999999999999999.25', '1953-00-01', 'a'])).toEqual(['dateImpossible']);
    expect(rules(['12', '1953-07-28', 'a'])).toEqual([]);
  });

  test('a token that shares out no bits is left out', () => {
    const spec = compatSpec([{ ...text, weight: { bitsPerField: 2 } }]);
    const bits = [...Buffer.from(encode(spec, ['Jansen']).filter, 'hex')];
    expect(bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)).toBe(
      2,
    );
  });
});
