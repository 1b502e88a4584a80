// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder run`: one register, from its rows to sealed batches on the log. */
import { resolve } from 'node:path';
import { parseArguments, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openEmbeddedLog } from '@koppel/transport';
import { openSession } from '../context.ts';
import { runRegister } from '../register-run.ts';
import { runSummary } from '../run-summary.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  report: 'string',
  'accept-rejected': 'boolean',
  full: 'boolean',
  'release-now': 'boolean',
} as const;

/** Where the report goes, if anywhere. USAGE when that is a file which the run itself reads. */
function reportFile(args: Arguments): string | undefined {
  const report = args.text('report');
  const read = ['study', 'mapping', 'input', 'keys'].map((name) => resolve(args.required(name)));
  if (report !== undefined && read.includes(resolve(report))) {
    throw new KoppelError('USAGE', { path: '--report' });
  }
  return report;
}

export async function run(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const session = await openSession(args, context);
  try {
    const port = await openEmbeddedLog(args.required('log'));
    try {
      const { reporter } = context;
      const result = await runRegister(
        { session, port, reporter },
        {
          register: args.required('register'),
          mappingFile: args.required('mapping'),
          inputFile: args.text('input'),
          stateFolder: args.text('state') ?? defaultStateFolder(args.required('keys')),
          reportFile: reportFile(args),
          acceptRejected: args.flag('accept-rejected'),
          full: args.flag('full'),
          releaseNow: args.flag('release-now'),
        },
      );
      context.print(runSummary(result, context.language, args.flag('json')));
    } finally {
      await port.close();
    }
  } finally {
    session.close();
  }
}
