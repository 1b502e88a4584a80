// SPDX-License-Identifier: EUPL-1.2
/** Every command of `koppel-study`, by its name. */
import type { Command } from '@koppel/console';
import { acknowledgements } from './commands/acknowledgements.ts';
import { check } from './commands/check.ts';
import { decide } from './commands/decide.ts';
import { doctor } from './commands/doctor.ts';
import { certificate, destroy } from './commands/destroy.ts';
import { guide } from './commands/guide.ts';
import { init } from './commands/init.ts';
import { key } from './commands/key.ts';
import { line } from './commands/line.ts';
import { log } from './commands/log.ts';
import { overlap } from './commands/overlap.ts';
import { document, end, objections, revoke, withdraw } from './commands/records.ts';
import { report } from './commands/report.ts';
import { status } from './commands/status.ts';
import { evidence, verdict } from './commands/verdict.ts';

export const commands: Readonly<Record<string, Command>> = {
  acknowledgements,
  certificate,
  check,
  decide,
  destroy,
  doctor,
  document,
  end,
  evidence,
  guide,
  init,
  key,
  line,
  log,
  overlap,
  objections,
  report,
  revoke,
  status,
  verdict,
  withdraw,
};
