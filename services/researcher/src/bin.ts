#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The researcher's tool. */
import { main } from '@koppel/console';
import { help } from './help.ts';

await main({
  name: 'koppel-researcher',
  help,
  // Loaded when asked for: a program starts in two thirds of the time.
  commands: {
    assemble: async (context) => (await import('./commands/assemble.ts')).assemble(context),
    check: async (context) => (await import('./commands/check.ts')).check(context),
    destroy: async (context) => (await import('./commands/destroy.ts')).destroy(context),
    doctor: async (context) => (await import('./commands/doctor.ts')).doctor(context),
    key: async (context) => (await import('./commands/key.ts')).key(context),
    release: async (context) => (await import('./commands/check.ts')).release(context),
    serve: async (context) => (await import('./commands/serve.ts')).serve(context),
    status: async (context) => (await import('./commands/status.ts')).status(context),
    twin: async (context) => (await import('./commands/twin.ts')).twin(context),
    weights: async (context) => (await import('./commands/weights.ts')).weights(context),
  },
});
