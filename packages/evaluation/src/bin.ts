#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** What the launcher starts: demo, bench, evaluate and rehearse. */
import { main } from '@koppel/console';
import { bench } from './commands/bench.ts';
import { demo } from './commands/demo.ts';
import { evaluate } from './commands/evaluate.ts';
import { rehearse } from './commands/rehearse.ts';
import { help } from './help.ts';

await main({ name: 'koppel', help, commands: { bench, demo, evaluate, rehearse } });
