// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { codesTable } from '../commands/bench-codes-table.ts';
import { benchCodes } from './codes.ts';

test('codes are searched at every threshold, and what is missed is counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-codes-'));
  try {
    const result = await benchCodes({ sizes: [200], repeat: 2, folder });
    expect(result.rows).toHaveLength(8);
    expect(result.rows.map(({ missed }) => missed)).toEqual(Array(8).fill(0));
    expect(result.rows[0]!.pairs).toBe(200);
    expect(result.top.pairs).toBeGreaterThan(50);
    expect(codesTable(result)).toMatch(/random ≥ 0.58 .* of 200 missed/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
