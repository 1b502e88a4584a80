// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches everything that the parties of a line wrote or said, but for what an owner itself put in
 * its own folder: its registers, its mappings, its passphrase.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partiesOf, type Line } from '../support/line.ts';
import type { Finished } from '../support/program.ts';
import { filesUnder } from '../support/snapshot.ts';
import type { Finding, Searcher } from './search/searcher.ts';

/** Where something was found that should not be there. */
export interface Leak extends Omit<Finding, 'at'> {
  readonly where: string;
}

/** What the programs of a test said, kept so that it can be searched. */
export class Ear {
  readonly heard: Finished[] = [];
  readonly listen = (finished: Finished): void => {
    this.heard.push(finished);
  };
}

function leaksIn(searcher: Searcher, where: string, bytes: Uint8Array): Leak[] {
  return searcher.find(bytes).map(({ label, form }) => ({ where, label, form }));
}

/** Everything that was said on either stream. */
export function leaksInWords(searcher: Searcher, { heard }: Ear): Leak[] {
  return heard.flatMap(({ stdout, stderr }) => [
    ...leaksIn(searcher, 'standard output', stdout),
    ...leaksIn(searcher, 'standard error', stderr),
  ]);
}

/** Every file under a folder whose path is not excepted. */
export function leaksInFiles(
  searcher: Searcher,
  folder: string,
  except: readonly string[] = [],
): Leak[] {
  return filesUnder(folder)
    .filter((path) => !except.includes(join(folder, path)))
    .flatMap((path) => leaksIn(searcher, path, readFileSync(join(folder, path))));
}

/** The files that the parties put in their folders themselves. */
export function ownInput(line: Line): string[] {
  const registers = ['population', 'benefits', 'trajectories'];
  return [
    ...partiesOf(line).map(({ folder }) => join(folder, 'passphrase')),
    ...line.owners.flatMap(({ folder }) => [
      ...registers.flatMap((name) => [join(folder, `${name}.csv`), join(folder, `${name}.yaml`)]),
      join(folder, 'broken.csv'),
      join(folder, 'broken.yaml'),
    ]),
  ];
}
