// SPDX-License-Identifier: EUPL-1.2
/**
 * Loaded before a program (`--import`): moves its clock to noon (UTC) of the day that
 * KOPPEL_TEST_DAY names, or to the moment that KOPPEL_TEST_MOMENT names (ISO 8601).
 */
import { env } from 'node:process';

const moment = env['KOPPEL_TEST_MOMENT'] ?? `${env['KOPPEL_TEST_DAY'] ?? ''}T12:00:00Z`;
const offset = Date.parse(moment) - Date.now();
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
