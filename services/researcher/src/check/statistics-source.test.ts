// SPDX-License-Identifier: EUPL-1.2
/** Values that count as none in a file of SPSS are looked at by how they begin, whatever columns are called. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowWriter } from '../formats/writer.ts';
import { makeStudy } from '../testing/study.ts';
import { withStore } from '../testing/stores.ts';
import { readStatistics } from './statistics-source.ts';

const numbers = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);

/** A file with one column of texts, of which those that begin with `start` count as none. */
function savOf(name: string, texts: readonly string[], start: string): Uint8Array {
  const variable = { kind: 'text', name, label: '', bytes: 24 } as const;
  const parts: Uint8Array[] = [];
  const schema = { stem: 'one', label: '', variables: [{ variable, unit: '' }] };
  const writer = rowWriter('sav', schema, texts.length, (bytes) => parts.push(bytes.slice()));
  writer.write(texts.map((text) => [text]));
  writer.end();
  const whole = Buffer.concat(parts);
  const content = Buffer.concat([
    numbers(name.length), Buffer.from(name), Buffer.from([1]), numbers(8),
    Buffer.from(start.padEnd(8)),
  ]); // prettier-ignore
  const record = Buffer.concat([numbers(7, 22, 1, content.length), content]);
  const at = whole.indexOf(numbers(999, 0));
  return Buffer.concat([whole.subarray(0, at), record, whole.subarray(at)]);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-starts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function read(name: string, texts: readonly string[], start: string): Promise<void> {
  const file = join(folder, 'one.sav');
  writeFileSync(file, savOf(name, texts, start));
  const { study } = await makeStudy();
  await withStore(study, (store) =>
    readStatistics(store, 'one', file, 'sav', undefined, { unit: '', k: 3 }),
  );
}

const alone = ['Somebody whom one knows', 'of a crowd', 'of a crowd', 'of a crowd', 'another'];

test.each(['answer', 'value', 'Value', 'labelled'])(
  'in a column %s: what begins as fewer than k do is refused, and as k do is not',
  async (name) => {
    await expect(read(name, alone, 'Somebody')).rejects.toMatchObject({
      code: 'STATISTICS_READ',
      place: { rule: 'hidden' },
    });
    await read(name, alone, 'of a cro');
  },
);
