// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage serve`: takes in, answers and links until it is asked to stop. */
import { requireStudyHere } from '@koppel/accountability';
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { wipe } from '@koppel/keys';
import { checkExit, checkText, host, stopSignal } from '@koppel/serve';
import { withState } from '../locked-state.ts';
import { readStudyFile } from '../read-study.ts';
import { configureUnit } from '../serve/config.ts';
import { environmentOf, findingsOf } from '../serve/examine.ts';
import { LinkageService } from '../serve/service.ts';
import { checkUnitKey, openUnitKey, wipeSecrets } from '../unit-key.ts';

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
  const signal = stopSignal(context);
  const read = readStudyFile(config.study);
  requireStudyHere(config.keys, read);
  const passphrase = await readPassphrase(environmentOf(config, context), context.language);
  const secrets = await openUnitKey(config.keys, passphrase);
  wipe(passphrase);
  checkUnitKey(read.study, secrets, config.keys);
  const { http, stopSeconds } = config;
  try {
    await withState(config.state, read.specHash, async (state) => {
      const service = new LinkageService({ config, context, read, secrets, state, signal });
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
  return undefined;
}
