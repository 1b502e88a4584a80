// SPDX-License-Identifier: EUPL-1.2
/** After disposal nothing of a record can be found in the memory of the process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const index = new URL('./index.ts', import.meta.url).href;
const sample = new URL('./testing/sample-spec.ts', import.meta.url).href;

/**
 * Encodes records whose values are made in the process, so that its program does not hold them, and
 * writes two heap snapshots: with the encoder at work, to see that the search can find a value, and
 * with it disposed of. The encoder itself is alive in both.
 */
const program = `
import { writeHeapSnapshot } from 'node:v8';
const [folder, index, sample] = process.argv.slice(1);
const { createProfile, createRecordEncoder } = await import(index);
const { sampleSpec, sampleKey } = await import(sample);
const encoder = createRecordEncoder(createProfile(sampleSpec()), sampleKey);
const hidden = (codes) => String.fromCharCode(...codes.map((code) => code - 1));
function encodeAll() {
  const name = hidden([82, 120, 102, 115, 117, 122, 118, 106, 112, 113]);
  const filter = new Uint8Array(encoder.profile.bytes);
  for (let row = 0; row < 3000; row += 1) {
    const text = [...name, 'abcdefghij'[row % 10]].join('');
    const values = [text, text + 'é', text + ' ' + row, '19530728', '3011 AB', '15' + row];
    encoder.encodeInto(values, filter, 0);
  }
}
encodeAll();
writeHeapSnapshot(folder + '/during');
encoder.dispose();
encoder.profile.bytes.toString();
for (let i = 0; i < 3; i += 1) gc();
writeHeapSnapshot(folder + '/after');
if (encoder.profile === undefined) throw new Error('gone');
`;

/** The name above, and what normalisation makes of it. */
const canaries = ['Qwertyuiop', 'qwertyuiop'];

test('no value is left in the heap', () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-dispose-'));
  try {
    execFileSync(
      execPath,
      ['--expose-gc', '--input-type=module', '-e', program, folder, index, sample],
      { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: 'pipe' },
    );
    const found = (file: string): string[] => {
      const snapshot = readFileSync(join(folder, file), 'utf8');
      return canaries.filter((canary) => snapshot.includes(canary));
    };
    expect(found('during')).not.toEqual([]);
    expect(found('after')).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
