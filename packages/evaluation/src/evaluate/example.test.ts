// SPDX-License-Identifier: EUPL-1.2
/** The encoding that `examples/dutch` recommends, on generated registers that nothing was tuned on. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { measureFill, presets } from '@koppel/encoding';
import { encodingSchema } from '@koppel/study';
import { parse } from 'yaml';
import { faultVariants } from '../bench/fault-variants.ts';
import { encodeRegister, truePairs } from '../bench/faults.ts';
import { generateRegisters } from '../generator/index.ts';
import { bestThreshold } from './score.ts';

test('the recommended encoding links generated registers better than plain-1, a third full', async () => {
  const city = 'Utrecht';
  const generated = generateRegisters({
    seed: 'example',
    registers: [
      { owner: 'a', city, register: 'population', records: 1500 },
      { owner: 'b', city, register: 'benefits', records: 1500, overlap: 0.5 },
    ],
  });
  const f1: number[] = [];
  for (const variant of faultVariants()) {
    const sources = generated.files.map((file) => encodeRegister(variant, file));
    f1.push((await bestThreshold(sources, truePairs(generated))).f1);
    if (variant.spec.normalisation !== 'nl-1') continue;
    const { mean } = measureFill(sources[0]!.filters, sources[0]!.filterBytes);
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(0.5);
  }
  expect(f1[1]).toBeGreaterThan(f1[0]!);
  expect(f1[1]).toBeGreaterThan(0.99);
});

test('the preset for filters is the recommended encoding', () => {
  const example = new URL('../../../../examples/dutch/encoding.yaml', import.meta.url);
  const spec = encodingSchema.parse(parse(readFileSync(example, 'utf8')));
  expect(presets.find(({ id }) => id === 'clk')!.encoding).toEqual(spec);
});
