// SPDX-License-Identifier: EUPL-1.2
/** What `serve --check` looks at, at an owner. */
import { KoppelError } from '@koppel/errors';
import {
  examine,
  examineFile,
  examineLog,
  type Environment,
  type Finding,
  type Setting,
} from '@koppel/serve';
import { readStudyFile } from '../context.ts';
import type { ServeConfig } from './config.ts';

/** The study knows this owner and these registers; the files that are named are there. */
export async function findingsOf(
  config: ServeConfig,
  environment: Environment,
): Promise<{ readonly findings: Finding[]; readonly settings: Setting[] }> {
  const { study: file, owner, keys, log, exclusions, registers } = config;
  const study = await examine('study', () => {
    const known = readStudyFile(file).study.owners.find(({ id }) => id === owner);
    const all = registers.every(({ register }) => known?.registers.includes(register) === true);
    if (!all) throw new KoppelError('GATE_OWNER_NOT_COVERED', { file, path: 'registers' });
  });
  const files = new Map([['keys', keys]]);
  if (exclusions !== 'none') files.set('exclusions', exclusions);
  for (const { register, mapping, input } of registers) {
    files.set(`${register}: mapping`, mapping);
    if (input !== undefined) files.set(`${register}: input`, input);
  }
  const there = [...files].map(([what, one]) => examineFile(what, one));
  const { findings, settings } = await examineLog(log, environment);
  return { findings: [...study, ...(await Promise.all(there)).flat(), ...findings], settings };
}
