// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench clusters`: our clusters and those of published methods, on the same pairs. */
import { writeFileSync } from 'node:fs';
import { readFileText, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import {
  measureSet,
  SHIFT,
  type ClustererFigures,
  type SetFigures,
} from '../bench/clusters/measure.ts';
import { febrlClusters, generatedClusters, type ClusterSet } from '../bench/clusters/sets.ts';
import { bareVariants, faultVariants } from '../bench/fault-variants.ts';
import { describeMachine } from '../bench/machine.ts';

/** Records per register of the generated sets. */
const RECORDS = 2000;

const begin = '<!-- the table of ./koppel bench clusters -->';
const end = '<!-- end of the clusters table -->';

/** Sources, how many of them become one that is not unique, and how many persons they share. */
const shapes = [
  { sources: 2 },
  { sources: 3 },
  { sources: 4 },
  { sources: 6 },
  { sources: 6, overlap: 0.15 },
  { sources: 5, joined: 3, overlap: 0.4 },
] as const;

/** What each set is, made when its turn comes: the encodings of all of them take much memory. */
function setsOf(records: number, seeds: readonly string[]): (() => ClusterSet)[][] {
  const variants = [faultVariants()[1]!, bareVariants()[1]!];
  const febrl = febrlClusters();
  return [
    ...variants.flatMap((variant) =>
      shapes.map((shape) =>
        seeds.map((seed) => () => generatedClusters(variant, { ...shape, seed, records })),
      ),
    ),
    ...(febrl === undefined ? [] : [[() => febrl]]),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const columns = ['estimated', 'lower', 'higher', 'best', 'bestThreshold', 'cpuSeconds'] as const;

/** One set over all seeds. */
function meanOf(runs: readonly SetFigures[]): SetFigures {
  const [first] = runs as [SetFigures, ...SetFigures[]];
  const clusterers = first.clusterers.map(({ name }, at): ClustererFigures => {
    const over = (column: (typeof columns)[number]): number =>
      mean(runs.map((run) => run.clusterers[at]![column]));
    const [estimated, lower, higher, best, bestThreshold, cpuSeconds] = columns.map(over) as [
      number, number, number, number, number, number,
    ]; // prettier-ignore
    return { name, estimated, lower, higher, best, bestThreshold, cpuSeconds };
  });
  return { ...first, threshold: mean(runs.map(({ threshold }) => threshold)), clusterers };
}

/** A Markdown table: a row per clusterer, a column per set, F1 at four thresholds in each cell. */
export function clustersTable(sets: readonly SetFigures[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const four = (value: number): string => value.toFixed(4);
  const blocks = sets.map(({ name, threshold, clusterers }) =>
    [
      `**${name}**, threshold estimated at ${threshold.toFixed(3)}`,
      '',
      line(['clusters', 'F1 there', `${SHIFT} lower`, `${SHIFT} higher`, 'best F1', 'at']),
      line(['---', '---', '---', '---', '---', '---']),
      ...clusterers.map(
        (one) =>
        line([
          one.name, four(one.estimated), four(one.lower), four(one.higher), four(one.best),
          one.bestThreshold.toFixed(2),
        ]), // prettier-ignore
      ),
    ].join('\n'),
  );
  return blocks.join('\n\n');
}

/** Puts the tables between their marks in a page. USAGE where the page has no marks. */
function withTables(page: string, tables: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new KoppelError('USAGE', { path: '--write' });
  return `${page.slice(0, from + begin.length)}\n\n${tables}\n\n${page.slice(to)}`;
}

/** `--rows` records per register, `--repeat` seeds, `--write` fills a page's tables. */
export async function benchClusters(context: CommandContext, args: Arguments): Promise<void> {
  const records = args.count('rows', RECORDS);
  const seeds = Array.from({ length: Math.max(1, args.count('repeat', 2)) }, (_, at) => `c${at}`);
  const sets = setsOf(records, seeds);
  const progress = context.reporter.progress('clusters', sets.length);
  const results: SetFigures[] = [];
  for (const makers of sets) {
    const runs: SetFigures[] = [];
    for (const make of makers) runs.push(await measureSet(make()));
    results.push(meanOf(runs));
    progress.update(results.length);
  }
  progress.end();
  const page = args.text('write');
  if (page !== undefined)
    writeFileSync(page, withTables(readFileText(page), clustersTable(results)));
  if (args.flag('json')) {
    context.print(JSON.stringify({ machine: describeMachine(), records, seeds, results }, null, 1));
  } else if (page === undefined) context.print(clustersTable(results));
}
