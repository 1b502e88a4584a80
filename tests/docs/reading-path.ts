// SPDX-License-Identifier: EUPL-1.2
/**
 * The reading path of an auditor, as `docs/auditor/leesroute.md` lists it: a numbered table row per
 * file, with its number of lines.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Stop {
  /** From the root of the project. */
  readonly path: string;
  /** Lines as the document says. */
  readonly stated: number;
  /** Lines in the file. */
  readonly lines: number;
}

/** `| 3 | [prepare.ts](../../services/encoder/src/prepare.ts) | 128 | …` */
const rowPattern = /^\| \d+ \| \[[^\]]+\]\(\.\.\/\.\.\/([^)]+)\) \| (\d+) \|/gm;
const totalPattern = /\*\*(\d+) regels\*\*/;

function countLines(file: string): number {
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}

/** The files of the path in their order. */
export function readStops(root: string, text: string): Stop[] {
  return [...text.matchAll(rowPattern)].map(([, path, stated]) => ({
    path: path!,
    stated: Number(stated),
    lines: countLines(join(root, path!)),
  }));
}

/** The total that the document states; NaN when it states none. */
export function statedTotal(text: string): number {
  return Number(totalPattern.exec(text)?.[1]);
}

/** The document with every count and the total as they are now. */
export function withCounts(root: string, text: string): string {
  const stops = readStops(root, text);
  let at = 0;
  const total = stops.reduce((sum, { lines }) => sum + lines, 0);
  return text
    .replace(rowPattern, (row, _path, stated: string) => {
      const lines = String(stops[at++]!.lines);
      return row.replace(new RegExp(`\\| ${stated} \\|$`), `| ${lines} |`);
    })
    .replace(totalPattern, `**${String(total)} regels**`);
}
