// SPDX-License-Identifier: EUPL-1.2
/** `writeMany` as a process of its own: folder, then a Writing as JSON. Prints each durable append. */
import { openEmbeddedLog } from '../embedded-log.ts';
import { writeMany, type Writing } from './writer.ts';

const [folder, writing] = process.argv.slice(2) as [string, string];
const port = await openEmbeddedLog(folder, { create: true });
await writeMany(port, JSON.parse(writing) as Writing, (append) => {
  process.stdout.write(`${append}\n`);
});
await port.close();
