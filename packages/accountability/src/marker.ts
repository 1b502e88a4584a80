// SPDX-License-Identifier: EUPL-1.2
/** The files that say that a study is being, or has been, destroyed here; they lie beside the key file. */
import { existsSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type { ReadStudy } from '@koppel/study';

/** What names a study at one version, beside a key file: its files of another version are others. */
export function besideKeys(keyFile: string, { study, specHash }: ReadStudy): string {
  const version = Buffer.from(specHash.subarray(0, 4)).toString('hex');
  return `${keyFile}.${study.id}.${version}`;
}

export interface DestructionFiles {
  /** What was found and what is done: as long as destroying goes on. */
  readonly journal: string;
  /** The certificate before the last key is gone. */
  readonly pending: string;
  /** The certificate. */
  readonly certificate: string;
  readonly page: (language: 'en' | 'nl') => string;
}

export function destructionFiles(keyFile: string, read: ReadStudy): DestructionFiles {
  const base = besideKeys(keyFile, read);
  return {
    journal: `${base}.destruction.json`,
    pending: `${base}.destroyed.pending`,
    certificate: `${base}.destroyed.json`,
    page: (language) => `${base}.destroyed.${language}.html`,
  };
}

/**
 * Throws DESTRUCTION_DONE or DESTRUCTION_UNFINISHED where this party has erased the study, or begun to:
 * nothing may be made again of what must not be there.
 */
export function requireStudyHere(keyFile: string, read: ReadStudy): void {
  const { journal, pending, certificate } = destructionFiles(keyFile, read);
  if (existsSync(journal) || existsSync(pending)) {
    throw new KoppelError('DESTRUCTION_UNFINISHED', { file: journal });
  }
  if (existsSync(certificate)) throw new KoppelError('DESTRUCTION_DONE', { file: certificate });
}
