#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The encoder of a data owner. */
import { main } from '@koppel/console';
import { help } from './help.ts';

await main({
  name: 'koppel-encoder',
  help,
  // Loaded when asked for: a program starts in two thirds of the time.
  commands: {
    answer: async (context) => (await import('./commands/answer.ts')).answer(context),
    audit: async (context) => (await import('./commands/audit.ts')).audit(context),
    destroy: async (context) => (await import('./commands/destroy.ts')).destroy(context),
    doctor: async (context) => (await import('./commands/doctor.ts')).doctor(context),
    key: async (context) => (await import('./commands/key.ts')).key(context),
    ledger: async (context) => (await import('./commands/ledger.ts')).ledger(context),
    looks: async (context) => (await import('./commands/looks.ts')).looks(context),
    map: async (context) => (await import('./commands/map.ts')).map(context),
    objections: async (context) => (await import('./commands/objections.ts')).objections(context),
    profile: async (context) => (await import('./commands/profile.ts')).profile(context),
    prove: async (context) => (await import('./commands/prove.ts')).prove(context),
    receipts: async (context) => (await import('./commands/receipts.ts')).receipts(context),
    run: async (context) => (await import('./commands/run.ts')).run(context),
    serve: async (context) => (await import('./commands/serve.ts')).serve(context),
    sketch: async (context) => (await import('./commands/sketch.ts')).sketch(context),
    status: async (context) => (await import('./commands/status.ts')).status(context),
    suggest: async (context) => (await import('./commands/suggest.ts')).suggest(context),
  },
});
