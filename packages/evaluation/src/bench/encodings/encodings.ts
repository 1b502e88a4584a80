// SPDX-License-Identifier: EUPL-1.2
/**
 * Every encoding against every data set and every attack: what it is worth, what it costs, and what
 * it gives away. Seeded: the same options give the same figures, but for times.
 */
import { createProfile } from '@koppel/encoding';
import type { Attacked } from './attack.ts';
import type { EncodingCase } from './cases.ts';
import { unkeptRow, type KeptRow } from './kept.ts';
import type { Speed } from './measure.ts';
import { partsOf, QUALITY, type PartOfRow, type RowData } from './parts.ts';

export interface EncodingRow {
  readonly name: string;
  /** Highest F1 at any threshold, by data set. */
  readonly f1: Readonly<Record<string, number>>;
  readonly speed: Speed | undefined;
  readonly attacks: readonly Attacked[];
  /** What the registry warns of, by rule. */
  readonly warnings: readonly string[];
}

export interface EncodingsOptions extends RowData {
  readonly cases: readonly EncodingCase[];
  /** Of the cases, those of which may be worked out what is not kept; the others are shown as kept. */
  readonly isRun: (one: EncodingCase) => boolean;
  /** What earlier runs kept of a row. */
  readonly keptOf?: (one: EncodingCase) => KeptRow;
  /** Beginnings of the names of parts that are worked out also where they are kept: times, say. */
  readonly anew?: readonly string[];
  /** Told the fraction that is done, 0–1, ascending. */
  readonly onProgress: (fraction: number) => void;
}

interface Work {
  readonly one: EncodingCase;
  readonly kept: KeptRow;
  readonly parts: readonly PartOfRow[];
}

interface Task {
  readonly part: PartOfRow;
  readonly kept: KeptRow;
}

function tasksOf({ kept, parts }: Work, anew: readonly string[]): Task[] {
  const isDue = ({ name, identity }: PartOfRow): boolean =>
    kept.find(name, identity) === undefined || anew.some((start) => name.startsWith(start));
  return parts.filter((part) => part.isWanted && isDue(part)).map((part) => ({ part, kept }));
}

/** A row from the outcomes of its parts, by name. */
export function rowOf(
  name: string,
  outcomes: Iterable<readonly [part: string, value: unknown]>,
): Omit<EncodingRow, 'warnings'> {
  const f1: Record<string, number> = {};
  const attacks: Attacked[] = [];
  let speed: Speed | undefined;
  for (const [part, value] of outcomes) {
    if (part.startsWith(QUALITY)) f1[part.slice(QUALITY.length)] = value as number;
    else if (part === 'speed') speed = value as Speed;
    else attacks.push(value as Attacked);
  }
  return { name, f1, speed, attacks };
}

/** What is kept, where that is still what the parts would give. */
function currentRow({ one, kept, parts }: Work, data: RowData): EncodingRow {
  // Of published data that are not at hand here, what was found where they were.
  const published = [...kept.parts].filter(([name]) => name.startsWith(QUALITY));
  const outcomes = new Map<string, unknown>(
    data.sets.length === 0 ? published.map(([name, { value }]) => [name, value]) : [],
  );
  for (const { name, identity } of parts) {
    const value = kept.find(name, identity);
    if (value !== undefined) outcomes.set(name, value);
  }
  const spec = one.specOf(data.generated.base);
  const warnings = createProfile(spec).warnings.map(({ rule }) => rule);
  return { ...rowOf(one.name, outcomes), warnings };
}

/** Works out what is wanted and not kept, part by part. Rows of which nothing is there are left out. */
export async function benchEncodings(options: EncodingsOptions): Promise<EncodingRow[]> {
  const { cases, isRun, keptOf = unkeptRow, anew = [], onProgress } = options;
  const all = cases.map((one): Work => {
    return { one, kept: keptOf(one), parts: partsOf(one, options) };
  });
  const tasks = all.filter(({ one }) => isRun(one)).flatMap((work) => tasksOf(work, anew));
  let done = 0;
  for (const { part, kept } of tasks) {
    kept.keep(part.name, part.identity, await part.run());
    onProgress(++done / tasks.length);
  }
  onProgress(1);
  return all.filter(({ kept }) => kept.parts.size > 0).map((work) => currentRow(work, options));
}
