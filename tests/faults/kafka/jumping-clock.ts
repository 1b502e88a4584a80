// SPDX-License-Identifier: EUPL-1.2
/**
 * Loaded before a program (`--import`): its clock jumps, a few times a second, by up to twelve hours
 * forward and back, as that of a machine whose time service has gone wrong.
 */
const RealDate = Date;
const most = 12 * 3600 * 1000;
const everyMs = 300;

/** Jumps follow from the moment, so that two readings at once agree. */
function offset(): number {
  const part = Math.floor(RealDate.now() / everyMs);
  return (((part * 2_654_435_761) % 2 ** 32) / 2 ** 32 - 0.5) * 2 * most;
}

globalThis.Date = class extends RealDate {
  constructor(...args: [] | ConstructorParameters<typeof RealDate>) {
    if (args.length === 0) super(RealDate.now() + offset());
    else super(...args);
  }

  static override now(): number {
    return RealDate.now() + offset();
  }
} as DateConstructor;
