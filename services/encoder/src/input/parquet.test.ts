// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { writeParquet } from '../testing/parquet.ts';
import { openParquet } from './parquet.ts';

let place: Place;
let made = 0;

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
});

async function write(select: string, options = ''): Promise<string> {
  const file = `${place.folder}/${(made += 1)}.parquet`;
  await writeParquet(file, select, options);
  return file;
}

const spec = { kind: 'parquet', timeZone: 'Europe/Amsterdam' } as const;

async function read(file: string, wanted?: readonly string[]): Promise<string[][]> {
  const options = { environment: {}, wanted: wanted && new Set(wanted) };
  const source = await openParquet(file, spec, options);
  try {
    const rows: string[][] = [];
    for await (const batch of source.batches()) rows.push(...batch.rows.map((row) => [...row]));
    return rows;
  } finally {
    await source.close();
  }
}

const refused = (file: string, wanted?: readonly string[]): Promise<string[]> =>
  refusal(place, () => read(file, wanted));

describe('values become text', () => {
  test.each<[string, string]>([
    ['(-128)::TINYINT', '-128'],
    ['255::UTINYINT', '255'],
    ['(-32768)::SMALLINT', '-32768'],
    ['65535::USMALLINT', '65535'],
    ['(-2147483648)::INTEGER', '-2147483648'],
    ['4294967295::UINTEGER', '4294967295'],
    ['9223372036854775807::BIGINT', '9223372036854775807'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['1234.50::DECIMAL(9,2)', '1234.50'],
    ['-0.05::DECIMAL(9,2)', '-0.05'],
    ['7::DECIMAL(4,0)', '7'],
    ['-12345678901234567.89::DECIMAL(19,2)', '-12345678901234567.89'],
    ["'1234567890123456789012345678.0123456789'::DECIMAL(38,10)", '1234567890123456789012345678.0123456789'],
    ['true', '1'],
    ['false', '0'],
    ["DATE '1968-02-29'", '1968-02-29'],
    ["DATE '0001-01-01'", '0001-01-01'],
    ["DATE '9999-12-31'", '9999-12-31'],
    ["DATE '12000-01-01'", '3663382'],
    ["TIMESTAMP '1960-05-06 00:00:00'", '1960-05-06'],
    ["TIMESTAMP '1960-05-06 07:08:09.987'", '1960-05-06 07:08:09'],
    ["TIMESTAMP_MS '2001-02-03 23:59:59.999'", '2001-02-03 23:59:59'],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", '1969-12-31 23:59:59'],
    // Midnight in the Netherlands, in winter and in summer time.
    ["TIMESTAMPTZ '1980-01-01 23:00:00+00'", '1980-01-02'],
    ["TIMESTAMPTZ '1990-07-01 22:00:00+00'", '1990-07-02'],
    ["TIMESTAMPTZ '1990-07-02 00:00:00+00'", '1990-07-02 02:00:00'],
    ['123456782::DOUBLE', '123456782'],
    ['0.1::DOUBLE', '0.1'],
    ['0.1::FLOAT', '0.1'],
    ['16777217::FLOAT', '16777216'],
    ['3.4028235e38::FLOAT', '3.4028235e+38'],
    ["'NaN'::DOUBLE", ''],
    ["'12345678-9abc-def0-1234-56789abcdef0'::UUID", '12345678-9abc-def0-1234-56789abcdef0'],
    ["'V'::ENUM('M', 'V')", 'V'],
    ["'Čapek Ğül 王'", 'Čapek Ğül 王'],
    ["''", ''],
    ['NULL::VARCHAR', ''],
    ['NULL::DATE', ''],
    ['NULL::BOOLEAN', ''],
    ['NULL::DECIMAL(38,3)', ''],
  ])('%s', async (value, text) => {
    expect(await read(await write(`SELECT 1 AS id, ${value} AS v`))).toEqual([['1', text]]);
  }); // prettier-ignore

  test.each(['[1, 2]', "{'a': 1}", "MAP {'a': 1}", "TIME '12:00:00'", "INTERVAL '1' DAY"])(
    '%s has none: it is refused by its place where the mapping takes it, and not otherwise',
    async (value) => {
      const file = await write(`SELECT 1 AS id, 'x' AS name, ${value} AS v, 'y' AS town`);
      const name = file.replace(`${place.folder}/`, '');
      expect(await refused(file, ['id', 'v'])).toEqual([
        `INPUT_PARQUET_TYPE {"file":"${name}","column":3}`,
      ]);
      expect(await read(file, ['id', 'town'])).toEqual([['1', '', '', 'y']]);
      expect(await read(file)).toEqual([['1', 'x', '', 'y']]);
    },
  );

  test('a file without any column that has one is refused', async () => {
    const file = await write('SELECT [i] AS list FROM range(3) t(i)');
    expect((await refused(file)).join()).toMatch(/^INPUT_PARQUET_TYPE /);
  });

  test('bytes that are no text are refused by their place', async () => {
    const file = await write("SELECT 'x' AS id, '\\xFF\\xFE'::BLOB AS v");
    expect((await refused(file)).join()).toMatch(/^INPUT_PARQUET_TYPE .*"column":2\}$/);
    expect(await read(await write("SELECT 'x' AS id, 'abc'::BLOB AS v"))).toEqual([['x', 'abc']]);
  });
});

const people =
  "SELECT i AS nr, CASE WHEN i % 5 = 0 THEN NULL ELSE 'Naam ' || (i % 50) END AS name, " +
  "DATE '1950-01-01' + (i % 9000)::INTEGER AS born FROM range(20000) t(i)";

test.each([
  'UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'LZ4_RAW', 'BROTLI', 'ZSTD, PARQUET_VERSION V2', 'SNAPPY, ROW_GROUP_SIZE 2048',
])('a file with compression %s is read', async (compression) => {
  const rows = await read(await write(people, `, COMPRESSION ${compression}`));
  expect(rows).toHaveLength(20_000);
  expect(rows[1]).toEqual(['1', 'Naam 1', '1950-01-02']);
  expect(rows[10_000]).toEqual(['10000', '', '1952-09-27']);
  expect(rows.map(([nr]) => nr)).toEqual(Array.from({ length: 20_000 }, (_, at) => String(at)));
}); // prettier-ignore

test('a row group of more rows than are held at a time is read whole', async () => {
  // Some hundreds of megabytes as text, in one row group: the reader takes it in stretches.
  const select = "SELECT i AS nr, repeat('x', 100) || i AS long FROM range(700000) t(i)";
  const file = await write(select, ', ROW_GROUP_SIZE 1000000, COMPRESSION ZSTD');
  const source = await openParquet(file, spec, { environment: {} });
  let row = 0;
  for await (const batch of source.batches()) {
    for (const [nr, long] of batch.rows) {
      if (nr !== String(row) || long !== `${'x'.repeat(100)}${row}`) throw new Error('another row');
      row += 1;
    }
  }
  await source.close();
  expect(row).toBe(700_000);
});

describe('a file that is damaged', () => {
  const codeOf = async (bytes: Uint8Array): Promise<string> => {
    const file = place.write('damaged.parquet', bytes);
    return (await refused(file)).join();
  };
  const damaged = 'INPUT_PARQUET {"file":"damaged.parquet"}';

  test.each<[string, Uint8Array]>([
    ['empty', new Uint8Array()],
    ['another sort of file', Buffer.from('id,name\n1,Jansen\n')],
    ['nothing but its mark', Buffer.from('PAR1PAR1')],
    ['zeros', new Uint8Array(10_000)],
  ])('%s', async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe(damaged);
  });

  test('cut off anywhere', async () => {
    const whole = readFileSync(await write(people, ', COMPRESSION SNAPPY'));
    for (let part = 1; part < 20; part += 1) {
      expect(await codeOf(whole.subarray(0, Math.floor((whole.length * part) / 20)))).toBe(damaged);
    }
  });

  test('its middle cut out', async () => {
    const whole = readFileSync(await write(people, ', COMPRESSION ZSTD'));
    const half = Math.floor(whole.length / 2);
    const shorter = Buffer.concat([whole.subarray(0, half - 2000), whole.subarray(half)]);
    expect(await codeOf(shorter)).toBe(damaged);
  });

  test('with any one byte changed gives rows or a code of ours, and no value in it', async () => {
    const select = "SELECT i AS nr, 'Jansen' || i AS name FROM range(200) t(i)";
    const whole = readFileSync(await write(select, ', COMPRESSION SNAPPY'));
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= 0xa5;
      // Without a checksum in the file a changed letter is another name, and nobody can tell.
      expect(await codeOf(bytes)).toMatch(/^(?:accepted|INPUT_PARQUET(?:_TYPE)? \{[^J]*\})$/);
    }
  });
});
