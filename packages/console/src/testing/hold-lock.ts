// SPDX-License-Identifier: EUPL-1.2
/** A process that takes a lock, says so, and keeps it until it is killed. For tests only. */
import { argv, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { withKernelLock } from '../kernel-lock.ts';

await withKernelLock(argv[2]!, { waitMs: 0 }, async () => {
  stdout.write('held\n');
  await sleep(60_000);
});
