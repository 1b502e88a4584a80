// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { faultTable, ruleTable } from '../commands/bench-faults.ts';
import { faultVariants, ruleVariants } from './fault-variants.ts';
import { benchFaults, benchRules, faultClasses } from './faults.ts';

test('a fault costs what it touches, and the Dutch rules win some of it back', async () => {
  const told: number[] = [];
  const onRow = (done: number): void => void told.push(done);
  const rows = await benchFaults({
    records: 400,
    seeds: ['one'],
    variants: faultVariants(),
    onRow,
  });
  expect(rows.map(({ fault }) => fault)).toEqual(faultClasses);
  expect(told).toEqual(faultClasses.map((_, at) => at + 1));
  const row = (name: string) => rows.find(({ fault }) => fault === name)!;
  // Without faults the fields agree but for the forms of the systems, and every pair is found.
  expect(row('none').affected).toBe(0);
  expect(row('none').variants['nl-1']!.bestF1).toBeGreaterThan(0.995);
  expect(row('all').variants['nl-1']!.bestF1).toBeLessThan(row('none').variants['nl-1']!.bestF1);
  for (const name of ['partnerName', 'initialsOnly', 'prefixMoved']) {
    const { affected, variants } = row(name);
    expect(affected).toBeGreaterThan(0.01);
    expect(affected).toBeLessThan(0.5);
    expect(variants['nl-1']!.similarity).toBeGreaterThan(variants['plain-1']!.similarity);
  }
  const [head, line, ...body] = faultTable(rows).split('\n');
  expect(head).toContain('best F1, nl-1');
  expect(line).toMatch(/^\| --- \|/);
  expect(body).toHaveLength(faultClasses.length);
}, 240_000);

test('a rule is worth what is lost without it', async () => {
  const variants = ruleVariants();
  const rows = await benchRules({ records: 400, seeds: ['one'], variants });
  expect(rows.map(({ name }) => name)).toEqual(variants.map(({ name }) => name));
  for (const { bestF1 } of rows) expect(bestF1).toBeGreaterThan(0.9);
  expect(ruleTable(rows)).toContain(`| ${rows[1]!.name} |`);
}, 240_000);
