// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMapping, sourceOf } from './mapping.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import { makeStudy, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeAll(async () => {
  place = await makePlace();
  world = await makeStudy(['north']);
});

afterAll(async () => {
  await place.remove();
});

const whole = `
register: benefits
recordId: nr
fields: { surname: naam, birthDate: geboren }
absent: [income]
payload: { scheme: regeling, start: begin, amount: bedrag, works: werkt }
`;

function read(text: string | Uint8Array) {
  const file = place.write('mapping.yaml', text);
  return readMapping(file, world.study.registers[1]!, world.study.encoding);
}

const refused = (text: string | Uint8Array) => refusal(place, () => read(text));
const at = (rest: string): string => `{"file":"mapping.yaml"${rest}}`;

test('a mapping is read, defaults filled in', () => {
  expect(read(whole)).toEqual({
    register: 'benefits',
    charset: 'utf-8',
    delimiter: ',',
    recordId: 'nr',
    fields: { surname: 'naam', birthDate: 'geboren' },
    absent: ['income'],
    payload: { scheme: 'regeling', start: 'begin', amount: 'bedrag', works: 'werkt' },
    ignore: [],
  });
});

test('a variable in another unit than that of the study is named', async () => {
  const register = world.study.registers[1]!;
  const payload = register.payload.map((one) =>
    one.name === 'amount' ? { ...one, unit: 'euro' } : one,
  );
  const readIn = (units: string) =>
    readMapping(
      place.write('mapping.yaml', `${whole}units: ${units}\n`),
      { ...register, payload },
      world.study.encoding,
    );
  expect(readIn('{ amount: euro }').units).toEqual({ amount: 'euro' });
  const problems = await refusal(place, () => readIn('{ amount: cent, start: dag, Jansen: euro }'));
  expect(problems).toEqual([
    `MAPPING_UNIT ${at(',"field":"amount"')}`,
    `MAPPING_UNIT ${at(',"field":"start"')}`,
    `MAPPING_UNIT ${at('')}`,
  ]);
});

test('a field may be mapped by its parts', () => {
  const parts = whole.replace('surname: naam', 'surname: { value: naam }');
  expect(read(parts).fields['surname']).toEqual({ value: 'naam' });
});

test.each(['{ value: naam, nickname: roepnaam }', '{}'])(
  'a field cannot be mapped by the parts %s',
  async (parts) => {
    expect(await refused(whole.replace('naam,', `${parts},`))).toEqual([
      `MAPPING_PART_UNKNOWN ${at(',"field":"surname"')}`,
    ]);
  },
);

test.each<[string, string, string]>([
  ['no YAML', 'fields: {', at('')],
  ['a repeated member', `${whole}recordId: twee\n`, at('')],
  ['nothing', '', at('')],
  ['an unknown member', `${whole}ignored: [x]\n`, at(',"path":"ignored"')],
  ['an unknown character set', `${whole}charset: latin1\n`, at(',"path":"charset"')],
  ['an unknown delimiter', `${whole}delimiter: ":"\n`, at(',"path":"delimiter"')],
  ['a column that is no text', whole.replace('naam', '7'), at(',"path":"fields.surname"')],
  ['no record id', whole.replace('recordId: nr\n', ''), at(',"path":"recordId"')],
  ['a field that is absent and not', whole.replace('[income]', '[income, surname]'), at(',"field":"surname"')],
])('%s is not valid', async (_name, text, place_) => {
  expect(await refused(text)).toEqual([`MAPPING_INVALID ${place_}`]);
}); // prettier-ignore

test('what is missing and what is unknown is told all at once', async () => {
  const text = whole
    .replace('register: benefits', 'register: population')
    .replace('surname: naam', 'bsn: burgerservicenummer')
    .replace('scheme: regeling', 'income: inkomen');
  expect(await refused(text)).toEqual([
    `MAPPING_REGISTER ${at(',"field":"benefits"')}`,
    `MAPPING_FIELD_MISSING ${at(',"field":"surname"')}`,
    `MAPPING_FIELD_UNKNOWN ${at(',"field":"bsn"')}`,
    `MAPPING_FIELD_MISSING ${at(',"field":"scheme"')}`,
    `MAPPING_FIELD_UNKNOWN ${at(',"field":"income"')}`,
  ]);
});

test('a field that is neither mapped nor said to be absent is missing', async () => {
  expect(await refused(whole.replace('absent: [income]\n', ''))).toEqual([
    `MAPPING_FIELD_MISSING ${at(',"field":"income"')}`,
  ]);
});

test('a mapping that is not text or not there is refused', async () => {
  expect(await refused(Uint8Array.of(0xff, 0xfe, 0x41))).toEqual([`FILE_NOT_UTF8 ${at('')}`]);
  const register = world.study.registers[1]!;
  const none = `${place.folder}/none.yaml`;
  expect(await refusal(place, () => readMapping(none, register, world.study.encoding))).toEqual([
    'FILE_MISSING {"file":"none.yaml"}',
  ]);
});

describe('the source section', () => {
  const withSource = (source: string): string => `${whole}source: ${source}\n`;

  test('is a CSV file when left out, as charset and delimiter say', () => {
    expect(sourceOf(read(`${whole}charset: windows-1252\ndelimiter: ";"\n`))).toEqual({
      kind: 'csv',
      charset: 'windows-1252',
      delimiter: ';',
    });
  });

  test.each<[string, object]>([
    ['{ kind: csv, delimiter: "|" }', { kind: 'csv', charset: 'utf-8', delimiter: '|' }],
    ['{ kind: brp }', { kind: 'brp', charset: 'utf-8-bom', delimiter: ';' }],
    ['{ kind: parquet }', { kind: 'parquet', timeZone: 'Europe/Amsterdam' }],
    [
      '{ kind: postgres, table: klant }',
      { kind: 'postgres', table: 'klant', tls: {}, fetchRows: 4096, statementSeconds: 600, timeZone: 'Europe/Amsterdam' },
    ],
  ])('%s is filled in', (source, expected) => {
    expect(sourceOf(read(withSource(source)))).toEqual(expected);
  }); // prettier-ignore

  test.each<[string, string]>([
    ['{ kind: excel }', 'source.kind'],
    ['{ kind: csv, delimiter: ":" }', 'source.delimiter'],
    ['{ kind: postgres }', 'source.table'],
    ['{ kind: postgres, table: a, query: SELECT 1 }', 'source.table'],
    ['{ kind: postgres, schema: a, query: SELECT 1 }', 'source.schema'],
    ['{ kind: postgres, table: a, password: geheim }', 'source.password'],
    ['{ kind: postgres, table: a, tls: false }', 'source.tls'],
    ['{ kind: postgres, table: a, port: 0 }', 'source.port'],
    ['{ kind: parquet, timeZone: Europe/Nowhere }', 'source.timeZone'],
    ['{ kind: parquet, timeZone: "x\'; --" }', 'source.timeZone'],
  ])('%s is not valid', async (source, path) => {
    expect(await refused(withSource(source))).toEqual([`MAPPING_INVALID ${at(`,"path":"${path}"`)}`]);
  }); // prettier-ignore

  test.each(['charset: utf-8', 'delimiter: ";"'])('does not go together with %s', async (more) => {
    const path = more.split(':')[0]!;
    expect(await refused(`${withSource('{ kind: csv }')}${more}\n`)).toEqual([
      `MAPPING_INVALID ${at(`,"path":"${path}"`)}`,
    ]);
  });
});

test('a proposal that nobody confirmed is refused, a confirmed one is read', async () => {
  expect(await refused(`${whole}confirmed: false\n`)).toEqual([`MAPPING_UNCONFIRMED ${at('')}`]);
  expect(read(`${whole}confirmed: true\n`).confirmed).toBe(true);
});
