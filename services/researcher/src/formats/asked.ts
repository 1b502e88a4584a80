// SPDX-License-Identifier: EUPL-1.2
/** The formats that a command is asked for. */
import { KoppelError } from '@koppel/errors';
import { formats, type Format } from './writer.ts';

const isFormat = (name: string): name is Format => (formats as readonly string[]).includes(name);

/** Names divided by commas, in one order; all when there is no such option. USAGE for another name. */
export function formatsOf(text: string | undefined): readonly Format[] {
  if (text === undefined) return formats;
  const names = text.split(',').map((name) => name.trim());
  if (!names.every(isFormat)) throw new KoppelError('USAGE', { path: '--formats' });
  return formats.filter((format) => names.includes(format));
}
