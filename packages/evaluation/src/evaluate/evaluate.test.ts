// SPDX-License-Identifier: EUPL-1.2
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problems } from '@koppel/console';
import { isKoppelError } from '@koppel/errors';
import { evaluate } from '../commands/evaluate.ts';
import { generatePair, pairTruthTable, toCsv } from '../generator/index.ts';
import { recordedContext } from '../testing/context.ts';
import { candidatesOf } from './encode.ts';
import { readFields } from './fields.ts';
import { collisionEntropy, fieldBits } from './weights.ts';

let folder: string;
const file = (name: string): string => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(file(name), text);
  return file(name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-evaluate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(argv: readonly string[], language: 'en' | 'nl' = 'en'): Promise<string> {
  const { context, printed } = recordedContext(argv, language);
  await evaluate(context);
  return printed.join('');
}

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'accepted';
  } catch (thrown) {
    const error = thrown instanceof Problems ? thrown.list[0] : thrown;
    if (!isKoppelError(error)) throw thrown;
    return `${error.code} ${error.place.field ?? error.place.rule ?? ''}`.trim();
  }
}

const fieldsText = `
- {column: voornamen, type: text}
- {column: geslachtsnaam, type: text, weight: 1}
- {column: geboortedatum, type: date}
- {column: postcode, type: code}
- {column: huisnummer, type: number, weight: 0.5}
`;

type Measures = Readonly<Record<'precision' | 'recall' | 'f1', number>>;
type Range = Readonly<Record<'value' | 'low' | 'high', number>>;

interface Result {
  readonly estimated: Measures & { readonly intervals: Readonly<Record<keyof Measures, Range>> };
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly threshold: number;
  readonly thresholdMethod: string;
  readonly bestF1: number;
  readonly bestThreshold: number;
  readonly records: number;
  readonly pairs: number;
  readonly truePairs: number;
  readonly seconds: number;
}

describe('a generated pair of registers', () => {
  beforeAll(() => {
    const pair = generatePair({ seed: 3, perSide: 1500, overlap: 0.5 });
    write('a.csv', toCsv(pair.a));
    write('b.csv', toCsv(pair.b));
    write('truth.csv', toCsv(pairTruthTable(pair)));
    write('fields.yaml', fieldsText);
  });

  test('is linked well without a threshold, and the same each time', async () => {
    const args = [folder, '--fields', file('fields.yaml'), '--json'];
    const first = JSON.parse(await run(args)) as Result;
    const second = JSON.parse(await run([...args, '--report', file('quality.html')])) as Result;
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
    expect(first.records).toBe(3000);
    expect(first.truePairs).toBe(750);
    expect(first.precision).toBeGreaterThan(0.98);
    expect(first.recall).toBeGreaterThan(0.85);
    expect(first.bestF1).toBeGreaterThanOrEqual(first.f1);
    expect(first.bestF1).toBeGreaterThan(0.95);
    expect(first.thresholdMethod).toBe('selfNull');
    expect(first.f1).toBeGreaterThan(first.bestF1 - 0.01);
    for (const what of ['precision', 'recall', 'f1'] as const) {
      const { value, low, high } = first.estimated.intervals[what];
      expect(first.estimated[what]).toBe(value);
      expect(first[what]).toBeGreaterThanOrEqual(low);
      expect(first[what]).toBeLessThanOrEqual(high);
    }
    const harmonic = (2 * first.precision * first.recall) / (first.precision + first.recall);
    expect(first.f1).toBeCloseTo(harmonic, 10);
    const page = readFileSync(file('quality.html'), 'utf8');
    for (const [what, share] of [
      ['Measured precision', first.precision],
      ['Measured recall', first.recall],
      ['Expected recall', first.estimated.recall],
    ] as const) {
      expect(page).toMatch(new RegExp(`${what}</dt>\\s*<dd>${(100 * share).toFixed(1)}%`));
    }
  });

  test('is linked better when names and addresses are read as Dutch', async () => {
    const dutch = write(
      'dutch.yaml',
      `
- {column: voornamen, type: givenNames}
- {columns: {value: geslachtsnaam, prefix: voorvoegsel}, type: surname}
- {column: geboortedatum, type: date}
- {column: geslacht, type: sex}
- {column: postcode, type: postcode}
- {columns: {value: huisnummer, addition: toevoeging}, type: houseNumber}
`,
    );
    const read = async (fields: string): Promise<Result> =>
      JSON.parse(await run([folder, '--fields', fields, '--json'])) as Result;
    const [plain, better] = [await read(file('fields.yaml')), await read(dutch)];
    expect(better.bestF1).toBeGreaterThan(plain.bestF1);
    expect(better.bestF1).toBeGreaterThan(0.985);
  });

  test('takes a threshold, and tells it in Dutch', async () => {
    const args = [folder, '--fields', file('fields.yaml'), '--threshold', '0.99'];
    const text = await run(args, 'nl');
    expect(text).toMatch(/Drempel\s+0\.990 \(given\)/);
    expect(text).toMatch(/Ware paren\s+750/);
  });

  test('takes a least precision instead of a threshold', async () => {
    const args = [folder, '--fields', file('fields.yaml'), '--json'];
    const strict = JSON.parse(await run([...args, '--target-precision', '0.995'])) as Result;
    const free = JSON.parse(await run(args)) as Result;
    expect(strict.threshold).toBeGreaterThanOrEqual(free.threshold);
    expect(strict.estimated.precision).toBeGreaterThan(0.99);
    for (const wrong of ['0', '1', 'high']) {
      expect(await refusal(() => run([...args, '--target-precision', wrong]))).toBe('USAGE');
    }
  });

  test.each(['0', '1.1', 'high'])('a threshold of %s is refused', async (threshold) => {
    const args = [folder, '--fields', file('fields.yaml'), '--threshold', threshold];
    expect(await refusal(() => run(args))).toBe('USAGE');
  });

  test('is linked by majority votes as well, on their own scale', async () => {
    const saul = [folder, '--fields', file('fields.yaml'), '--json', '--scheme', 'saul'];
    const result = JSON.parse(await run(saul)) as Result;
    expect(result).toMatchObject({
      scheme: 'saul',
      parameters: { bits: 2048, k: 3 },
      similarity: 'hamming',
    });
    expect(result.bestF1).toBeGreaterThan(0.92);
    expect(result.precision).toBeGreaterThan(0.95);
    expect(result.threshold).toBeGreaterThan(0.52);
    expect(result.threshold).toBeLessThan(0.65);
  });

  test('is linked by how each field agrees, on the scale of probabilities', async () => {
    const report = join(folder, 'fields.html');
    const argv = [folder, '--fields', file('fields.yaml'), '--json', '--scheme', 'field-filters'];
    argv.push('--report', report);
    const result = JSON.parse(await run(argv)) as Result;
    expect(result.thresholdMethod).toBe('fellegiSunter');
    expect(result.f1).toBeGreaterThan(0.95);
    expect(result.bestF1 - result.f1).toBeLessThan(0.02);
    const { precision, recall } = result.estimated.intervals;
    expect(precision.low).toBeLessThanOrEqual(result.precision);
    expect(recall.low).toBeLessThanOrEqual(result.recall);
    const page = readFileSync(report, 'utf8');
    for (const text of [
      'Surest link',
      'Nearest to the threshold',
      'Missed pair',
      'geboortedatum: ',
    ])
      expect(page).toContain(text);
    // Three of each kind but the last two, of which there may be fewer.
    const shown = page.match(/<figure><svg/g)!.length;
    expect(shown).toBeGreaterThan(6);
    expect(shown).toBeLessThan(13);
  });

  test('is refused a scheme or parameter that cannot be', async () => {
    const args = [folder, '--fields', file('fields.yaml')];
    expect(await refusal(() => run([...args, '--scheme', 'simhash']))).toBe('USAGE');
    expect(await refusal(() => run([...args, '--k', '3']))).toBe('USAGE');
    const votes = ['--scheme', 'saul', '--k', '9'];
    expect(await refusal(() => run([...args, ...votes]))).toBe('ENCODING_PARAMETERS tooHigh');
  });

  test('of two fields is not in parts: it is refused when asked for, and else left out', async () => {
    const two = write('two.yaml', '- {column: geslachtsnaam, type: text}\n- {column: postcode, type: code}\n');
    const parts = (number: number) => ['--scheme', 'saul', '--bits', String(768 * number), '--parts', String(number)];
    const asked = [[], ['--second-round']].flatMap((more) => [2, 3].map((number) => [...parts(number), ...more]));
    for (const more of asked) {
      const told = await refusal(() => run([folder, '--fields', two, ...more]));
      expect(told).toBe('ENCODING_PARAMETERS tooFewFields');
    }
    expect(candidatesOf(2)).toEqual({ bits: 12_288, k: 4 });
    expect(candidatesOf(3)).toMatchObject({ parts: 3 });
  }); // prettier-ignore

  test('the best threshold is found again when it is given', async () => {
    const args = [folder, '--fields', file('fields.yaml'), '--json'];
    const { bestF1, bestThreshold } = JSON.parse(await run(args)) as Result;
    const given = ['--threshold', String(bestThreshold)];
    const again = JSON.parse(await run([...args, ...given])) as Result;
    expect(again.f1).toBeCloseTo(bestF1, 10);
  });
});

describe('one file', () => {
  test('is deduplicated by entity', async () => {
    const solo = mkdtempSync(join(tmpdir(), 'koppel-solo-'));
    const pair = generatePair({ seed: 4, perSide: 400, overlap: 0.5 });
    const rows = [...pair.a.rows, ...pair.b.rows];
    writeFileSync(join(solo, 'a.csv'), toCsv({ header: pair.a.header, rows }));
    const fields = write('solo.yaml', fieldsText);
    const result = JSON.parse(await run([solo, '--fields', fields, '--json'])) as Result;
    expect(result.records).toBe(800);
    expect(result.truePairs).toBe(200);
    expect(result.bestF1).toBeGreaterThan(0.9);
    rmSync(solo, { recursive: true });
  });

  test('of a few rows falls back to a fixed threshold and says so', async () => {
    const few = mkdtempSync(join(tmpdir(), 'koppel-few-'));
    const text = 'rid,entity_id,naam\n1,a,Jansen\n2,a,Jansen\n3,b,Bakker\n';
    writeFileSync(join(few, 'a.csv'), text);
    const fields = write('few.yaml', '- {column: naam, type: text}\n');
    const result = JSON.parse(await run([few, '--fields', fields, '--json'])) as Result;
    expect(result).toMatchObject({ f1: 1, pairs: 1, thresholdMethod: 'fallback' });
    rmSync(few, { recursive: true });
  });
});

describe('bad input', () => {
  const fieldsCases: [string, string, string][] = [
    ['no YAML', '- {column: [', 'EVALUATE_FIELDS'],
    ['no list', 'column: naam', 'EVALUATE_FIELDS'],
    ['an unknown type', '- {column: naam, type: phonetic}', 'EVALUATE_FIELDS'],
    ['a weight of zero', '- {column: naam, type: text, weight: 0}', 'EVALUATE_FIELDS'],
    ['a part that its type lacks', '- {columns: {prefix: p}, type: text}', 'EVALUATE_FIELDS parts'],
    ['no main part', '- {columns: {prefix: p}, type: surname}', 'EVALUATE_FIELDS parts'],
    [
      'a column twice, as parts',
      '- {columns: {value: n, prefix: n}, type: surname}',
      'EVALUATE_FIELDS columnTwice',
    ],
    [
      'a column twice',
      '- {column: n, type: text}\n- {column: n, type: code}',
      'EVALUATE_FIELDS columnTwice',
    ],
    ['the entity', '- {column: entity_id, type: code}', 'EVALUATE_SCORING_COLUMN entity_id'],
    ['a national number', '- {column: BSN, type: code}', 'EVALUATE_SCORING_COLUMN BSN'],
  ];
  test.each(fieldsCases)('fields with %s', async (_, text, expected) => {
    expect(await refusal(() => readFields(write('bad.yaml', text)))).toBe(expected);
  });

  test.each([
    ['- {col: naam, type: text}', '0.column'],
    ['- {column: naam, type: text}\n- {column: n, type: phonetic}', '1.type'],
    ['- {columns: {value: n}, type: surname, weight: 0}', '0.weight'],
    ['column: naam', undefined],
  ])('fields as %j: the answer says where', (text, path) => {
    const place = { file: write('place.yaml', text), ...(path !== undefined && { path }) };
    expect(() => readFields(file('place.yaml'))).toThrow(expect.objectContaining({ place }));
  });

  test('no folder at all, and a field that the files lack', async () => {
    const fields = write('other.yaml', '- {column: shoeSize, type: number}\n');
    expect(await refusal(() => run(['--fields', fields]))).toBe('USAGE');
    expect(await refusal(() => run([folder, '--fields', fields]))).toBe('EVALUATE_COLUMN shoeSize');
    const parts = '- {columns: {value: geslachtsnaam, partner: lover}, type: surname}';
    const absent = write('absent.yaml', parts);
    expect(await refusal(() => run([folder, '--fields', absent]))).toBe('EVALUATE_COLUMN lover');
  });
});

describe('weights', () => {
  test('collision entropy is log2 of the number of equally frequent values, within its bounds', () => {
    const equally = (number: number) => Array.from({ length: 4096 }, (_, at) => `v${at % number}`);
    expect(collisionEntropy(equally(64))).toBeCloseTo(6, 10);
    expect(collisionEntropy(equally(2))).toBe(3);
    expect(collisionEntropy(equally(4096))).toBe(10);
    expect(collisionEntropy([])).toBe(3);
    expect(collisionEntropy(['', '-', ...equally(64)])).toBeCloseTo(6, 10);
  });

  test('a doubled weight doubles the bits of a field against another', () => {
    const column = Array.from({ length: 100 }, (_, at) => `v${at}`);
    const data = { file: 'x', count: 100, has: () => true, column: () => column };
    const field = (weight: number) => ({ column: 'c', type: 'text', weight }) as const;
    const [single, double] = fieldBits([field(1), field(2)], [data], 2048);
    expect(double! / single!).toBeCloseTo(2, 1);
    expect(single! + double!).toBeCloseTo(0.35 * 2048, -1);
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const withShared = existsSync(shared) ? test : test.skip;

describe('published data sets (skipped where they are not beside the clone)', () => {
  const febrl = ['given_name', 'surname', 'address_1', 'address_2', 'suburb']
    .map((column) => `- {column: ${column}, type: text}`)
    .concat(
      ['street_number', 'postcode', 'state'].map((column) => `- {column: ${column}, type: code}`),
    )
    .concat('- {column: date_of_birth, type: date}')
    .join('\n');

  withShared.each([
    ['febrl4', 0.999],
    ['febrl3', 0.995],
  ])('%s reaches F1 %d without labels', async (name, least) => {
    const fields = write('febrl.yaml', febrl);
    const text = await run([join(shared, name), '--fields', fields, '--json']);
    expect((JSON.parse(text) as Result).f1).toBeGreaterThanOrEqual(least);
  });
});
