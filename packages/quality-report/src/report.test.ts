// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, HistoryFigures, QualityReport } from './model.ts';
import { publishable, publishCount } from './publishable.ts';
import { sampleReport } from './testing/sample.ts';
import { warningsOn } from './warnings.ts';
import { wilson } from './wilson.ts';

const schemaFile = join(import.meta.dirname, '..', 'quality-report.schema.json');
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** What a reader of the file gets. */
const asRead = (report: QualityReport): unknown => JSON.parse(JSON.stringify(report));

const earlier: HistoryFigures = {
  linkage: 'ef'.repeat(16), day: '2026-01-31', threshold: 0.8, records: 470, linked: 233,
  persons: 355, links: 117, precision: 0.98, recall: null, events: { appeared: 12, merged: 3 },
}; // prettier-ignore

let estimated: QualityReport;
let measured: QualityReport;
let given: QualityReport;
beforeAll(async () => {
  estimated = await sampleReport({ facts: { history: [earlier] } });
  measured = await sampleReport({
    withTruth: true,
    facts: { specHash: null, linkage: null },
  });
  given = await sampleReport({ threshold: 0.8 });
});

test('every form of a report is what the schema says', () => {
  for (const report of [estimated, measured, given]) {
    for (const form of [report, publishable(report)]) {
      expect(validate(asRead(form)) ? [] : validate.errors).toEqual([]);
    }
  }
  const method = { ...estimated.method, similarity: 'looks' };
  expect(validate({ ...(asRead(estimated) as object), method })).toBe(true);
  expect(validate({ ...(asRead(estimated) as object), extra: 1 })).toBe(false);
  expect(validate({ ...(asRead(estimated) as object), links: -1 })).toBe(false);
});

test('counts agree with each other', () => {
  const { registers, clusters, persons, links } = estimated;
  expect(registers.map(({ records }) => records)).toEqual([240, 236, 0]);
  for (const { records, linked, unlinked } of registers) {
    expect(Number(linked) + Number(unlinked)).toBe(records);
  }
  expect(links).toBe(registers[0]!.linked);
  expect(persons).toBe(476 - Number(links));
  expect(clusters.between).toEqual([{ a: 'north/people', b: 'south/help', links }]);
  const pattern = clusters.patterns.find((one) => one.registers.length === 2);
  expect(pattern).toEqual({
    registers: ['north/people', 'south/help'],
    clusters: links,
    records: 2 * Number(links),
  });
});

test('measured shares stand beside the expected ones, at every threshold that was counted', () => {
  const { measured: found, sensitivity, expected, links } = measured;
  expect(found).toMatchObject({ truePairs: 120 });
  expect(found!.recall.value).toBe(Number(found!.trueLinks) / 120);
  expect(found!.recall.value).toBeGreaterThan(0.9);
  expect(found!.precision).toEqual(wilson(Number(found!.trueLinks), Number(links)));
  expect(expected!.precision.low).toBeLessThanOrEqual(found!.precision.value);
  for (const { basis, measured: shares } of sensitivity) {
    expect(shares === null).toBe(basis === 'estimated');
  }
  expect(given.expected).toBeNull();
  expect(given.measured).toBeNull();
});

/** Every count of persons, records or pairs in a report. */
function cellsOf(report: QualityReport): (Cell | null)[] {
  const { similarities: s, probabilities: p, clusters: c } = report;
  const intervals = [report.expected, ...report.sensitivity.map(({ expected }) => expected)]
    .flatMap((one) => (one === null ? [] : [one.falseLinks, one.missedLinks]))
    .flatMap(({ value, low, high }) => [value, low, high]);
  return [
    report.persons, report.links, report.candidatePairs, c.alone, c.largest, ...intervals,
    report.measured?.truePairs ?? null, report.measured?.trueLinks ?? null,
    ...report.registers.flatMap((one) => [
      one.records, one.linked, one.unlinked, one.withoutEncoding, one.repeated, one.duplicates,
      one.tied, one.received?.rows ?? null,
    ]),
    ...report.sensitivity.flatMap(({ links, persons, lost, gained }) => [
      links, persons, lost, gained,
    ]),
    ...s.links, ...s.notLinked, ...s.nearest, ...s.nearestFalse, ...s.strangers,
    ...(p === null ? [] : [...p.links, ...p.notLinked]),
    ...c.sizes.map(({ clusters }) => clusters),
    ...c.patterns.flatMap(({ clusters, records }) => [clusters, records]),
    ...c.between.map(({ links }) => links),
    ...report.history.flatMap((one) => [
      one.records, one.linked, one.persons, one.links, ...Object.values(one.events ?? {}),
    ]),
  ]; // prettier-ignore
}

test('the publishable form tells no count below ten, and none exactly', () => {
  for (const report of [estimated, measured, given]) {
    const told = publishable(report);
    expect(told.publishable).toBe(true);
    const cells = cellsOf(told);
    expect(cells.length).toBeGreaterThan(200);
    for (const cell of cells) {
      const isTold = cell === null || cell === '<10' || (cell >= 10 && cell % 10 === 0);
      expect(isTold).toBe(true);
    }
    // No number of the whole form is left anywhere, also where a count would be new.
    const text = JSON.stringify(told, (key, value: unknown) =>
      ['method', 'received', 'history', 'guild'].includes(key) ? undefined : value,
    );
    const odd = (text.match(/(?<=[:[,])\d+(?=[,\]}])/g) ?? []).map(Number);
    const sizes = told.clusters.sizes.map(({ size }) => size);
    expect(odd.filter((n) => n % 10 !== 0 && n !== 1 && !sizes.includes(n))).toEqual([]);
    expect(told.clusters.sizes.every(({ clusters }, at) => at === 0 || clusters !== '<10')).toBe(
      true,
    );
  }
  expect([0, 9, 10, 14, 15, 1004].map(publishCount)).toEqual(['<10', '<10', 10, 10, 20, 1000]);
  expect(publishCount('<10')).toBe('<10');
});

test('a record more or less changes no told count but by ten', () => {
  for (let count = 0; count < 200; count += 1) {
    const [one, more] = [publishCount(count), publishCount(count + 1)];
    const steps = [one, more].map((cell) => (typeof cell === 'number' ? cell : 0));
    expect([0, 10]).toContain(steps[1]! - steps[0]!);
  }
});

test('of linked and unlinked records only one is told of itself', () => {
  const [register] = estimated.registers;
  const told = (linked: number, unlinked: number) => {
    const records = linked + unlinked;
    const one = { ...register!, records, linked, unlinked };
    const [made] = publishable({ ...estimated, registers: [one] }).registers;
    return [made!.records, made!.linked, made!.unlinked];
  };
  // Whoever knows that there are 35 records cannot tell whether all are linked.
  for (let few = 0; few < 10; few += 1) {
    expect(told(35 - few, few)).toEqual([40, 40, '<10']);
    expect(told(few, 35 - few)).toEqual([40, '<10', 40]);
  }
  expect(told(37, 24)).toEqual([60, 40, 20]);
  expect(told(35, 10)).toEqual([50, 40, 10]);
  expect(told(3, 4)).toEqual(['<10', '<10', '<10']);
});

test('warnings say what a reader must know', () => {
  const codes = (report: QualityReport): string[] =>
    report.warnings.map(({ code, register }) => (register === null ? code : `${code} ${register}`));
  expect(codes(given)).toEqual([
    'noEstimate',
    'refusedBatches south/help',
    'registerMissing south/work',
  ]);
  const change = (more: Partial<QualityReport>): string[] =>
    codes({ ...estimated, warnings: warningsOn({ ...estimated, ...more }) });
  const share = { value: 0.8, low: 0.5, high: 1 };
  const expected = { ...estimated.expected!, precision: share, recall: share };
  expect(change({ expected })).toEqual(expect.arrayContaining(['lowPrecision', 'wideInterval']));
  expect(change({ links: 0 })).toContain('nothingLinked');
  const used = estimated.sensitivity.find(({ basis }) => basis === 'used')!;
  const moved = { ...used, basis: 'counted' as const, lost: Number(used.links) / 10 };
  expect(change({ sensitivity: [used, moved] })).toContain('sensitive');
  expect(change({ sensitivity: [used, { ...moved, lost: 1 }] })).not.toContain('sensitive');
  const { method, registers, clusters } = estimated;
  const search = { ...method.search, reached: false };
  expect(change({ method: { ...method, search, decidedGreedily: 1 } })).toEqual(
    expect.arrayContaining(['searchNotReached', 'decidedGreedily']),
  );
  const [first] = registers;
  const received = { ...first!.received!, passedOver: 1 };
  const bad = { ...first!, linked: 0, withoutEncoding: 9, repeated: 9, tied: 9, received };
  expect(change({ registers: [bad] })).toEqual(
    expect.arrayContaining(
      ['registerUnlinked', 'withoutEncoding', 'repeatedEncodings', 'tied', 'passedOver'].map(
        (code) => `${code} north/people`,
      ),
    ),
  );
  const several = {
    registers: [{ ...first!, unique: false }],
    clusters: { ...clusters, largest: 5 },
  };
  expect(change(several)).toContain('largeCluster');
});

test('an interval of a share is the one of Wilson', () => {
  const { value, low, high } = wilson(8, 10);
  expect(value).toBe(0.8);
  // Brown, Cai and DasGupta 2001, and every table since.
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
  expect(wilson(10, 10).high).toBeCloseTo(1);
});
