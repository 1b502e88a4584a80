#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The linkage unit of a trusted third party. */
import { main } from '@koppel/console';
import { destroy } from './commands/destroy.ts';
import { doctor } from './commands/doctor.ts';
import { key } from './commands/key.ts';
import { log } from './commands/log.ts';
import { report } from './commands/report.ts';
import { review } from './commands/review.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { status } from './commands/status.ts';
import { worker } from './commands/worker.ts';
import { help } from './help.ts';

await main({
  name: 'koppel-linkage',
  help,
  commands: { destroy, doctor, key, log, report, review, run, serve, status, worker },
});
