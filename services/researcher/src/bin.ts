#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The researcher's tool. */
import { main } from '@koppel/console';
import { assemble } from './commands/assemble.ts';
import { check, release } from './commands/check.ts';
import { destroy } from './commands/destroy.ts';
import { doctor } from './commands/doctor.ts';
import { key } from './commands/key.ts';
import { serve } from './commands/serve.ts';
import { status } from './commands/status.ts';
import { twin } from './commands/twin.ts';
import { weights } from './commands/weights.ts';
import { help } from './help.ts';

await main({
  name: 'koppel-researcher',
  help,
  commands: { assemble, check, destroy, doctor, key, release, serve, status, twin, weights },
});
