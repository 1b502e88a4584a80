#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The coordinator of a study, and those who decide about it. No data, and no key that opens any. */
import { main } from '@koppel/console';
import { commands } from './commands.ts';
import { help } from './help.ts';

await main({ name: 'koppel-study', help, commands });
