// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventKinds, eventReasons, reviewStates } from '@koppel/wire';
import type { PayloadVariable, Study } from '@koppel/study';
import { parse } from 'csv-parse/sync';
import { dataSchema } from '../formats/data-schema.ts';
import { makeStudy } from '../testing/study.ts';
import { codebookPage } from './codebook-page.ts';
import { codebookTable } from './codebook-table.ts';
import { dataPackage } from './data-package.ts';
import { ddiDocument } from './ddi.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

let study: Study;

/** A code list of words with one that is missing, and a label that is markup. */
const marked: PayloadVariable = {
  name: 'marked', label: '<b>"Marked" & more</b>', type: 'code',
  codes: [{ value: 'a', label: 'A <i>' }, { value: 'b', label: 'B' }],
}; // prettier-ignore

beforeAll(async () => {
  const world = await makeStudy();
  const [population, benefits] = world.study.registers;
  const registers = [population!, { ...benefits!, payload: [...benefits!.payload, marked] }];
  study = { ...world.study, registers } as Study;
});

const tableOf = (language: 'en' | 'nl', hasEvents: boolean): string[][] =>
  parse(codebookTable(dataSchema({ ...study, language }, language, hasEvents)));

describe.each(['en', 'nl'] as const)('the codebook in %s', (language) => {
  test('names every variable of every file, with its closed list', () => {
    const [header, ...rows] = tableOf(language, true);
    expect(header).toEqual(['file', 'variable', 'type', 'unit', 'value', 'label', 'missing', 'spss', 'stata']);
    for (const { stem, variables } of dataSchema(study, language, true)) {
      const named = rows.filter(([file, , type]) => file === stem && type !== 'value');
      expect(named.map(([, name]) => name)).toEqual(variables.map(({ variable }) => variable.name));
    }
    const valuesOf = (file: string, column: string): unknown[] =>
      rows
        .filter(([name, one, type]) => name === file && one === column && type === 'value')
        .map(([, , , , value]) => value);
    expect(valuesOf('benefits', 'review')).toEqual([...reviewStates]);
    expect(valuesOf('persons', 'review')).toEqual([...reviewStates]);
    expect(valuesOf('events', 'kind')).toEqual([...eventKinds]);
    expect(valuesOf('events', 'reasons')).toEqual([...eventReasons, 'unknown']);
    expect(rows.every((row) => row[5] !== '')).toBe(true);
    expect(rows.some((row) => row[5]!.includes('Kans'))).toBe(language === 'nl');
  });

  test('is a page that escapes what the study says', () => {
    const schema = dataSchema(study, language, false);
    const page = codebookPage(study, schema, language, { rows: new Map([['persons', 3]]) });
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain('&lt;b&gt;&quot;Marked&quot; &amp; more&lt;/b&gt;');
    expect(page).not.toContain('<b>');
    expect(page).toContain('Stata 2');
    expect(page).toMatch(/(rows|rijen): 3/);
    expect(codebookPage(study, schema, language, { isTwin: true })).toMatch(/real person|echt mens/);
  });
}); // prettier-ignore

test('the codebook has rows as it always had, then what SPSS and Stata call them', () => {
  const own = tableOf('en', false).filter(([file, name]) => file === 'benefits' && ['scheme', 'amount'].includes(name!));
  expect(own).toEqual([
    ['benefits', 'scheme', 'code', '', '', 'Scheme', '', 'scheme', 'scheme'],
    ['benefits', 'scheme', 'value', '', 'A', 'Label A', '', 'A', '1'],
    ['benefits', 'scheme', 'value', '', 'B', 'Label B', '', 'B', '2'],
    ['benefits', 'amount', 'number', 'euro', '', 'Amount', '', 'amount', 'amount'],
  ]);
}); // prettier-ignore

test('the descriptor says of every field its type, rules and codes', () => {
  const schema = dataSchema(study, 'en', true);
  const files = new Map([['benefits', { rows: 2, bytes: 10, hash: `sha256:${'0'.repeat(64)}` }]]);
  const text = dataPackage(study, schema, { version: '1', files });
  const { resources, ...about } = JSON.parse(text) as {
    resources: { name: string; path: string; rows?: number; schema: { fields: object[] } }[];
  };
  expect(about).toMatchObject({ profile: 'tabular-data-package', name: 'sample', version: '1' });
  expect(resources.map(({ path }) => path)).toEqual(['persons.csv', 'population.csv', 'benefits.csv', 'events.csv']);
  const benefits = resources.find(({ name }) => name === 'benefits')!;
  expect(benefits.rows).toBe(2);
  expect(benefits.schema).toMatchObject({
    missingValues: [''],
    foreignKeys: [{ fields: 'pseudonym', reference: { resource: 'persons', fields: 'pseudonym' } }],
  });
  expect(benefits.schema.fields).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'amount', type: 'number', unit: 'euro', constraints: { minimum: 0, maximum: 5000 } }),
      expect.objectContaining({ name: 'start', type: 'date' }),
      expect.objectContaining({ name: 'scheme', type: 'string', constraints: { enum: ['A', 'B'] } }),
      expect.objectContaining({ name: 'works', type: 'boolean', trueValues: ['1'] }),
    ]),
  );
}); // prettier-ignore

const installed = fileURLToPath(
  new URL('../../../../.koppel/statistics/venv/bin/python', import.meta.url),
);
const python = env['KOPPEL_STATISTICS_PYTHON'] ?? installed;
const hasPython = spawnSync(python, ['-c', 'import lxml']).status === 0;

describe('DDI', () => {
  const described = (title: string): string => {
    const schema = dataSchema(study, 'en', true);
    const rows = new Map([['persons', 12]]);
    return ddiDocument({ ...study, title }, schema, { version: '1', rows });
  };

  // The structure that is used, kept by hand after the field-level documentation of DDI 2.5.
  (hasPython ? test : test.skip)('has the elements, their order and the values that 2.5 allows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'koppel-ddi-'));
    const file = join(folder, 'ddi.xml');
    const structure = fileURLToPath(new URL('../../vectors/ddi-2-5-part.xsd', import.meta.url));
    const program = `
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
document = etree.parse(sys.argv[2])
print(schema.validate(document), schema.error_log.filter_from_errors())
first = document.find('.//{*}var')
first.append(first.find('{*}location'))
print(schema.validate(document))
`;
    writeFileSync(file, described('A & B <c> "d" \u0000\ud800'));
    const { stdout, stderr } = spawnSync(python, ['-c', program, structure, file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe('');
    // What it accepts here it refuses in another order.
    expect(stdout.split(/\s+/)).toEqual(['True', 'False', '']);
  });

  test('escapes texts, leaves out what XML cannot hold, and gives the same bytes', () => {
    const text = described('A & B <c> "d" \u0000\ud800');
    expect(text).toContain('<titl>A &amp; B &lt;c&gt; &quot;d&quot; </titl>');
    expect(text).toContain('<catgry missing="N">\n<catValu>A</catValu>\n<labl>Label A</labl>');
    expect(text).toContain('<caseQnty>12</caseQnty>');
    expect(text).toBe(described('A & B <c> "d" \u0000\ud800'));
  });
}); // prettier-ignore
