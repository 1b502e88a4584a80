// SPDX-License-Identifier: EUPL-1.2
/**
 * What was worked out of a row of the table, kept in a file of its own, so that a run which was
 * interrupted goes on, and only what changed is worked out anew. Each part stands beside all that its
 * outcome hangs on: a part whose identity is another is not taken. Published figures, no secrets.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { canonicalJson } from '@koppel/study';
import { z } from 'zod';

/** What decides a part's outcome: hashes, versions, seed, sizes. */
export type Identity = Readonly<Record<string, string | number>>;

export interface KeptPart {
  readonly identity: Identity;
  readonly value: unknown;
}

export interface KeptRow {
  /** Every part that there is, by name, whatever its identity. */
  readonly parts: ReadonlyMap<string, KeptPart>;
  /** The value that was kept for this very identity. */
  find(part: string, identity: Identity): unknown;
  /** Keeps a value in the place of what the part was before. DISK_FULL, WRITE_FAILED. */
  keep(part: string, identity: Identity, value: unknown): void;
}

const fileSchema = z.object({
  name: z.string(),
  parts: z.record(
    z.string(),
    z.object({
      identity: z.record(z.string(), z.union([z.string(), z.number()])),
      value: z.unknown(),
    }),
  ),
});

function partsIn(file: string, name: string): Map<string, KeptPart> {
  if (!existsSync(file)) return new Map();
  try {
    const content = fileSchema.parse(JSON.parse(readFileText(file)));
    if (content.name === name) return new Map(Object.entries(content.parts));
  } catch {
    // Said below, as for a file of another row.
  }
  throw new KoppelError('USAGE', { path: '--keep', file });
}

/** A line for each part, so that a change of one shows as one. */
function textOf(name: string, parts: ReadonlyMap<string, KeptPart>): string {
  const lines = [...parts].map(
    ([part, content]) => `${JSON.stringify(part)}: ${JSON.stringify(content)}`,
  );
  return `{"name": ${JSON.stringify(name)}, "parts": {\n${lines.join(',\n')}\n}}\n`;
}

function keptRow(
  parts: Map<string, KeptPart>,
  save: (all: ReadonlyMap<string, KeptPart>) => void,
): KeptRow {
  return {
    parts,
    find(part, identity) {
      const kept = parts.get(part);
      if (kept === undefined) return undefined;
      const isSame = canonicalJson(kept.identity) === canonicalJson(identity);
      return isSame ? kept.value : undefined;
    },
    keep(part, identity, value) {
      parts.set(part, { identity, value });
      save(parts);
    },
  };
}

/** A row that is kept for this run only. */
export function unkeptRow(): KeptRow {
  return keptRow(new Map(), () => undefined);
}

/**
 * A row in `<folder>/<name>.json`, which is written whole after every part.
 * @throws KoppelError USAGE for a file that does not hold this row
 */
export function keptRowIn(folder: string, name: string): KeptRow {
  const file = join(folder, `${name.replaceAll(/[^A-Za-z0-9.]+/g, '-')}.json`);
  return keptRow(partsIn(file, name), (parts) => {
    writeFileWhole(file, textOf(name, parts), { replace: true });
  });
}
