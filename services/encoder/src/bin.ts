#!/usr/bin/env node
// SPDX-License-Identifier: EUPL-1.2
/** The encoder of a data owner. */
import { main } from '@koppel/console';
import { audit } from './commands/audit.ts';
import { doctor } from './commands/doctor.ts';
import { destroy } from './commands/destroy.ts';
import { key } from './commands/key.ts';
import { ledger } from './commands/ledger.ts';
import { map } from './commands/map.ts';
import { objections } from './commands/objections.ts';
import { profile } from './commands/profile.ts';
import { prove } from './commands/prove.ts';
import { receipts } from './commands/receipts.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { sketch } from './commands/sketch.ts';
import { status } from './commands/status.ts';
import { suggest } from './commands/suggest.ts';
import { help } from './help.ts';

await main({
  name: 'koppel-encoder',
  help,
  commands: {
    destroy,
    key,
    map: (context) => map(context),
    profile,
    audit,
    suggest: (context) => suggest(context),
    run,
    receipts,
    doctor,
    serve,
    status,
    ledger,
    objections,
    prove,
    sketch,
  },
});
