// SPDX-License-Identifier: EUPL-1.2
/** The data sets with truth that a bench runs on, as its command line asks for them. */
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { febrlSets, generatedSets } from '../bench/thresholds/sets.ts';

/**
 * `--only` keeps the sets whose name begins with one of these.
 * @param separator what stands between two of them
 * @param persons of a generated set, where `--rows` does not say it
 * @throws USAGE when none is left
 */
export function benchSets(
  context: CommandContext,
  args: Arguments,
  { separator, persons }: { readonly separator: string; readonly persons: number },
): ReturnType<typeof febrlSets> {
  const only = args.text('only')?.split(separator);
  const febrl = febrlSets();
  if (febrl.length === 0) context.reporter.event('dataSkipped');
  const generated = generatedSets(args.count('rows', persons), args.count('seed', 1));
  const sets = [...febrl, ...generated].filter(
    ({ name }) => only === undefined || only.some((start) => name.startsWith(start)),
  );
  if (sets.length === 0) throw new KoppelError('USAGE', { path: '--only' });
  return sets;
}
