#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The linkage unit of a trusted third party. */
import { main } from '@koppel/console';
import { help } from './help.ts';

await main({
  name: 'koppel-linkage',
  help,
  // Loaded when asked for: a program starts in two thirds of the time.
  commands: {
    destroy: async (context) => (await import('./commands/destroy.ts')).destroy(context),
    doctor: async (context) => (await import('./commands/doctor.ts')).doctor(context),
    key: async (context) => (await import('./commands/key.ts')).key(context),
    log: async (context) => (await import('./commands/log.ts')).log(context),
    report: async (context) => (await import('./commands/report.ts')).report(context),
    review: async (context) => (await import('./commands/review.ts')).review(context),
    run: async (context) => (await import('./commands/run.ts')).run(context),
    serve: async (context) => (await import('./commands/serve.ts')).serve(context),
    status: async (context) => (await import('./commands/status.ts')).status(context),
    worker: async (context) => (await import('./commands/worker.ts')).worker(context),
  },
});
