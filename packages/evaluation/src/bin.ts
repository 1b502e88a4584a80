#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** What the launcher starts: demo, bench and evaluate. */
import { main } from '@koppel/console';
import { bench } from './commands/bench.ts';
import { demo } from './commands/demo.ts';
import { evaluate } from './commands/evaluate.ts';
import { help } from './help.ts';

await main({ name: 'koppel', help, commands: { bench, demo, evaluate } });
