#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The linkage unit of a trusted third party. */
import { main } from '@koppel/console';
import { doctor } from './commands/doctor.ts';
import { key } from './commands/key.ts';
import { report } from './commands/report.ts';
import { review } from './commands/review.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { worker } from './commands/worker.ts';
import { help } from './help.ts';

const commands = { doctor, key, report, review, run, serve, worker };
await main({ name: 'koppel-linkage', help, commands });
