// SPDX-License-Identifier: EUPL-1.2
/** The embedded log: as a log port, and with several processes that may be killed. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openEmbeddedLog, readAll } from './index.ts';
import {
  collect,
  describeLogPort,
  expectWhole,
  refusalOf,
  text,
} from './testing/log-port-suite.ts';
import type { Writing } from './testing/writer.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'koppel-transport-'));
const topic = 'koppel.study.batches.owner';

describeLogPort('the embedded log', () => {
  const folder = newFolder();
  return Promise.resolve({
    open: () => openEmbeddedLog(folder, { create: true }),
    remove: () => {
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  });
});

let folder: string;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const writerProcess = fileURLToPath(new URL('./testing/writer-process.ts', import.meta.url));

interface Writer {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** One line per durable append. */
  readonly lines: Interface;
}

function startWriter(writing: Writing): Writer {
  const child = spawn(process.execPath, [writerProcess, folder, JSON.stringify(writing)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

describe('several processes', () => {
  test('that make the log and append at once lose nothing', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const writers = names.map((writer) => startWriter({ topic, writer, appends: 200, values: 2 }));
    const codes = await Promise.all(
      writers.map(async ({ child }) => (await once(child, 'exit')) as [number | null]),
    );
    expect(codes.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const port = await openEmbeddedLog(folder);
    let offset = 0;
    for await (const entry of readAll(port, topic, 0)) expect(entry.offset).toBe(offset++);
    expectWhole(await collect(readAll(port, topic, 0)), names, 200, 2);
    await port.close();
    expect(readdirSync(folder)).toEqual(['koppel-log.sqlite']);
  });

  test('killed while they append leave whole appends, among them all that were durable', async () => {
    const values = 50;
    for (const acknowledged of [1, 3, 8, 20, 45]) {
      const writer = `w${acknowledged}`;
      const { child, lines } = startWriter({ topic, writer, appends: 1_000_000, values });
      let durable = 0;
      for await (const line of lines) {
        durable = Number(line) + 1;
        if (durable === acknowledged) child.kill('SIGKILL');
      }
      expect(durable).toBeGreaterThanOrEqual(acknowledged);
      const port = await openEmbeddedLog(folder);
      const all = await collect(readAll(port, topic, 0));
      const own = all.filter((value) => value.startsWith(`${writer} `));
      expect(own.length).toBeGreaterThanOrEqual(durable * values);
      expectWhole(own, [writer], Math.ceil(own.length / values), values);
      await port.append(topic, [text('after')]);
      await port.close();
    }
  });
});

describe('a lock held by another', () => {
  test('is waited for', async () => {
    const { child, lines } = startWriter({ topic, writer: 'a', appends: 100, values: 20 });
    await once(lines, 'line');
    const port = await openEmbeddedLog(folder);
    for (let append = 0; append < 100; append += 1) await port.append(topic, [text(`${append}`)]);
    if (child.exitCode === null) await once(child, 'exit');
    expect(await port.end(topic)).toBe(2100);
    await port.close();
  });
});

describe('a folder', () => {
  test('without a log is no log, unless one is to be made', async () => {
    expect(await refusalOf(() => openEmbeddedLog(folder))).toBe('LOG_MISSING');
    const deeper = join(folder, 'made', 'on', 'demand');
    expect(await refusalOf(() => openEmbeddedLog(deeper))).toBe('LOG_MISSING');
    expect(readdirSync(folder)).toEqual([]);
    const port = await openEmbeddedLog(deeper, { create: true });
    await port.append(topic, [text('a')]);
    await port.close();
    const again = await openEmbeddedLog(deeper, { create: true });
    expect(await again.end(topic)).toBe(1);
    await again.close();
  });
});
