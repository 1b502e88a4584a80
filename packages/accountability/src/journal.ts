// SPDX-License-Identifier: EUPL-1.2
/** What was found to be erased, kept while erasing goes on. It names files and no content. */
import { existsSync } from 'node:fs';
import { readFileText, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { z } from 'zod';
import { fileKinds, topicOutcomes } from './certificate.ts';

const count = z.int().min(0);

const schema = z.strictObject({
  koppelDestruction: z.literal(1),
  study: z.string(),
  begunAt: z.iso.datetime(),
  shared: z.boolean(),
  keys: z.array(z.strictObject({ name: z.string(), fingerprint: z.string() })),
  files: z.array(z.strictObject({ kind: z.enum(fileKinds), file: z.string(), bytes: count })),
  topics: z.array(
    z.strictObject({
      topic: z.string(),
      entries: count.optional(),
      outcome: z.enum(topicOutcomes),
    }),
  ),
});

export type Journal = z.output<typeof schema>;

/** The journal of a try that was broken off, if there was one. FILE_EXISTS when it is another's. */
export function readJournal(file: string, study: string): Journal | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const read = schema.parse(JSON.parse(readFileText(file)));
    if (read.study === study) return read;
  } catch {
    // Told below: it was written whole, so somebody changed it.
  }
  throw new KoppelError('FILE_EXISTS', { file });
}

export function writeJournal(file: string, journal: Journal): void {
  writeFileWhole(file, JSON.stringify(journal), { replace: true, mode: 0o600 });
}
