// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether the encoding that a study names can be used, before anything is read, and what its users
 * should know of it. Only an owner's program can tell: the linkage unit's knows no encoding.
 */
import type { Reporter } from '@koppel/console';
import { createProfile, type EncodingProfile } from '@koppel/encoding';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';

/**
 * Tells each warning of the profile.
 * @param file that of the study
 * @throws KoppelError as createProfile, with the file
 */
export function checkEncoding(
  file: string,
  encoding: EncodingSpec,
  reporter: Reporter,
): EncodingProfile {
  const profile = profileOf(file, encoding);
  for (const warning of profile.warnings) reporter.warning(warning);
  return profile;
}

function profileOf(file: string, encoding: EncodingSpec): EncodingProfile {
  try {
    return createProfile(encoding);
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    throw new KoppelError(thrown.code, { file, ...thrown.place });
  }
}
