// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluationKey } from '../encode.ts';
import { evaluate } from '../../commands/evaluate.ts';
import { generatePair, pairTruthTable, toCsv } from '../../generator/index.ts';
import { recordedContext } from '../../testing/context.ts';
import { LookOwner } from './owner.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-second-'));
  const pair = generatePair({ seed: 11, perSide: 700, overlap: 0.5 });
  writeFileSync(join(folder, 'a.csv'), toCsv(pair.a));
  writeFileSync(join(folder, 'b.csv'), toCsv(pair.b));
  writeFileSync(join(folder, 'truth.csv'), toCsv(pairTruthTable(pair)));
  const fields = `
- {column: voornamen, type: text}
- {column: geslachtsnaam, type: text}
- {column: geboortedatum, type: date}
- {column: postcode, type: code}
- {column: huisnummer, type: number}
`;
  writeFileSync(join(folder, 'fields.yaml'), fields);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(...more: readonly string[]): Promise<string> {
  const argv = [folder, '--fields', join(folder, 'fields.yaml'), ...more];
  const { context, printed } = recordedContext(argv);
  await evaluate(context);
  return printed.join('');
}

interface Result {
  readonly f1: number;
  readonly scheme: string;
  readonly thresholdMethod: string;
  readonly decidedBy: string;
  readonly reliability?: { readonly expectedCalibrationError: number };
  readonly secondRound?: Readonly<
    Record<
      'looks' | 'looksPerRecord' | 'bytesPerLook' | 'looksPerSecond' | 'candidateRecall',
      number
    >
  >;
}

describe('a second round', () => {
  test('decides better than the code that finds its candidates', async () => {
    const page = join(folder, 'decided.html');
    const [one, two] = [
      JSON.parse(await run('--json', '--scheme', 'saul')) as Result,
      JSON.parse(await run('--json', '--second-round', '--report', page)) as Result,
    ];
    // By what decided, and on its scale: Hamming similarities begin at a half.
    const told = readFileSync(page, 'utf8');
    expect(told).toContain('field by field, in a second round');
    expect(told).not.toContain('Hamming');
    expect(one.secondRound).toBeUndefined();
    expect(two.scheme).toBe('saul');
    expect(two.f1).toBeGreaterThan(one.f1);
    expect(two.f1).toBeGreaterThan(0.97);
    // Ten looks between the registers, and ten within each, for 700 records a side.
    const rarityClasses = true;
    expect(two.secondRound).toMatchObject({ looksPerRecord: 10, looks: 1400 * 20, rarityClasses });
    // Five filters of 64 bytes, the number, and two bits of rarity a field.
    expect(two.secondRound!.bytesPerLook).toBe(5 * 64 + 4 + 2);
    expect(two.secondRound!.candidateRecall).toBeGreaterThan(0.95);
    expect([one.decidedBy, two.decidedBy]).toEqual(['firstRound', 'secondRound']);
    expect(one.reliability).toBeUndefined();
    expect(two.reliability!.expectedCalibrationError).toBeLessThan(0.05);
  });

  test('that refuses the data leaves them to the first, and says so', async () => {
    const few = mkdtempSync(join(tmpdir(), 'koppel-few-'));
    try {
      const pair = generatePair({ seed: 12, perSide: 150, overlap: 0.02 });
      writeFileSync(join(few, 'a.csv'), toCsv(pair.a));
      writeFileSync(join(few, 'b.csv'), toCsv(pair.b));
      writeFileSync(join(few, 'truth.csv'), toCsv(pairTruthTable(pair)));
      const argv = [few, '--fields', join(folder, 'fields.yaml'), '--second-round'];
      const json = recordedContext([...argv, '--json']);
      await evaluate(json.context);
      const found = JSON.parse(json.printed.join('')) as Result;
      // By what the first round's code and no second one decides with.
      expect(found).toMatchObject({ decidedBy: 'firstRound', thresholdMethod: 'fallback' });
      expect(found.secondRound).toBeUndefined();
      // A short code refuses as well, and sooner.
      const words = recordedContext([...argv, '--bits', '2048', '--k', '3']);
      await evaluate(words.context);
      expect(words.printed.join('')).toMatch(
        /^Decided by the first round alone, as the second refused LINKAGE_THRESHOLD_UNKNOWN$/m,
      );
    } finally {
      rmSync(few, { recursive: true });
    }
  });

  test('is told in words, and takes other looks and another first round', async () => {
    const page = join(folder, 'report.html');
    const more = ['--looks', '5', '--scheme', 'clk', '--no-rarity', '--report', page];
    const text = await run('--second-round', ...more);
    expect(text).toMatch(/Expected calibration error +0\.0\d+\n/);
    expect(readFileSync(page, 'utf8')).toContain('Are the probabilities right?');
    expect(text).toMatch(/Looks \(second round\) +14000\n/);
    expect(text).toMatch(/True pairs that were looked at +1\.0000\n/);
  });

  test.each([
    ['--looks', '5'],
    ['--no-rarity', '--json'],
    ['--second-round', '--scheme', 'field-filters'],
    ['--second-round', '--scheme', 'clk', '--parts', '3'],
  ])('refuses what makes no sense: %s %s', async (...more) => {
    await expect(run(...more)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('refuses too many looks', async () => {
    await expect(run('--second-round', '--looks', '41')).rejects.toMatchObject({
      code: 'LINKAGE_LOOKS',
    });
  });
});

test('an owner answers for its own records only', () => {
  const spec = {
    scheme: 'field-filters',
    parameters: { bits: 128, fieldBits: 64 },
    fields: [
      { name: 'one', group: 'a' },
      { name: 'other', group: 'b' },
    ],
  } as never;
  const source = {
    ...{ name: 'a', unique: true, count: 1, tokens: new Uint8Array(16) },
    ...{ filters: new Uint8Array(16).fill(3), filterBytes: 16 },
  };
  const owner = new LookOwner(source, spec, {
    encodingKey: evaluationKey(),
    specHash: new Uint8Array(32),
  });
  const answer = owner.answerer(new Uint8Array(32).fill(1));
  const numbers = Uint32Array.of(5);
  expect(answer({ numbers, tokens: new Uint8Array(16) }).filters).toHaveLength(16);
  expect(() => answer({ numbers, tokens: new Uint8Array(16).fill(1) })).toThrow('LINKAGE_ANSWERS');
});
