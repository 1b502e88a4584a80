// SPDX-License-Identifier: EUPL-1.2
/** Loaded before a program (`--import`): moves its clock to the day that KOPPEL_TEST_DAY names. */
import { env } from 'node:process';

const offset = Date.parse(`${env['KOPPEL_TEST_DAY'] ?? ''}T12:00:00Z`) - Date.now();
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args: [] | ConstructorParameters<typeof RealDate>) {
    if (args.length === 0) super(RealDate.now() + offset);
    else super(...args);
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
} as DateConstructor;
