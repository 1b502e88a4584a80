// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-linkage serve`: takes in, answers and links until it is asked to stop, or until the term of
 * the study is over and the configuration asks that everything goes then.
 */
import { existsSync } from 'node:fs';
import { requireStudyHere } from '@koppel/accountability';
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { wipe } from '@koppel/keys';
import { isKoppelError } from '@koppel/errors';
import { checkExit, checkText, host, stopSignal } from '@koppel/serve';
import { withState } from '../locked-state.ts';
import { readStudyFile } from '../read-study.ts';
import { configureUnit, type UnitConfig } from '../serve/config.ts';
import { environmentOf, findingsOf } from '../serve/examine.ts';
import { LinkageService } from '../serve/service.ts';
import { checkUnitKey, openUnitKey, wipeSecrets } from '../unit-key.ts';
import { destroy } from './destroy.ts';

/** As `destroy` by hand with all that the service knows of; its certificate is the last that is printed. */
async function destroyAll(config: UnitConfig, context: CommandContext, id: string): Promise<void> {
  const { study, keys, state, log, report, events } = config;
  context.reporter.event('retentionOver', { study: id });
  const options = { study, keys, state, log, confirm: id };
  const named = [report, events].filter((place) => place !== undefined && existsSync(place));
  await destroy({
    ...context,
    argv: [
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      '--json',
      ...(named as string[]),
    ],
    environment: environmentOf(config, context),
  });
}

/** With `--check` only tells what it would use, and gives the exit code of what is wrong. */
export async function serve(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, { config: 'string', check: 'boolean' });
  const { config, settings } = configureUnit(args.text('config'), context.environment);
  if (args.flag('check')) {
    const { findings, settings: broker } = await findingsOf(config, context);
    const how = { language: context.language, json: args.flag('json') };
    context.print(checkText([...settings, ...broker], findings, how));
    return checkExit(findings);
  }
  const over = new AbortController();
  const signal = AbortSignal.any([stopSignal(context), over.signal]);
  const read = readStudyFile(config.study);
  try {
    requireStudyHere(config.keys, read);
  } catch (thrown) {
    // What was begun when the term was over, and cut off, goes on.
    const goesOn =
      config.retention.after === 'destroy' && isKoppelError(thrown, 'DESTRUCTION_UNFINISHED');
    if (!goesOn) throw thrown;
    await destroyAll(config, context, read.study.id);
    return undefined;
  }
  const passphrase = await readPassphrase(environmentOf(config, context), context.language);
  const secrets = await openUnitKey(config.keys, passphrase);
  wipe(passphrase);
  checkUnitKey(read.study, secrets, config.keys);
  const { http, stopSeconds } = config;
  try {
    await withState(config.state, read.specHash, async (state) => {
      const service = new LinkageService({
        config, context, read, secrets, state, signal,
        onTermOver: () => {
          over.abort();
        },
      }); // prettier-ignore
      const hosting = { http, stopSeconds, pollSeconds: config.intake.pollSeconds };
      try {
        await host(service, hosting, { context, signal, names: { study: read.study.id } });
      } finally {
        await service.close();
      }
    });
  } finally {
    wipeSecrets(secrets);
  }
  if (over.signal.aborted) await destroyAll(config, context, read.study.id);
  return undefined;
}
