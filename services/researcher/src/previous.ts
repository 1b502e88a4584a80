// SPDX-License-Identifier: EUPL-1.2
/** An earlier data set: which result it was made of, so that what changed since can be told. */
import { join } from 'node:path';
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { hex } from './bytes.ts';
import type { AnyResult } from './results.ts';
import type { Session } from './session.ts';

interface Stated {
  readonly study: unknown;
  readonly specHash: unknown;
  readonly result: unknown;
}

function statedIn(file: string): Stated {
  const text = readFileText(file);
  try {
    const stated: unknown = JSON.parse(text);
    if (typeof stated === 'object' && stated !== null) return stated as Stated;
  } catch {
    // Told below, without what the file holds.
  }
  throw new KoppelError('RELEASE_DAMAGED', { file });
}

/** Whether the data set in a folder is of another version of the study. FILE_MISSING, RELEASE_DAMAGED. */
export function isOtherVersion(
  folder: string,
  { study, specHash }: Pick<Session, 'study' | 'specHash'>,
): boolean {
  const stated = statedIn(join(folder, 'quality.json'));
  return stated.study === study.id && stated.specHash !== hex(specHash);
}

/**
 * The result of the data set in a folder: of several that had the same outcome the last.
 * FILE_MISSING, RELEASE_DAMAGED; RELEASE_UNKNOWN when it is of another study, another version of it,
 * or of a result that is not on the log.
 */
export function previousResult(
  folder: string,
  { study, specHash }: Session,
  results: readonly AnyResult[],
): AnyResult {
  const file = join(folder, 'quality.json');
  const stated = statedIn(file);
  const isOfThis = stated.study === study.id && stated.specHash === hex(specHash);
  const found = results.findLast(({ result }) => hex(result) === stated.result);
  if (!isOfThis || found === undefined) throw new KoppelError('RELEASE_UNKNOWN', { file });
  return found;
}
