// SPDX-License-Identifier: EUPL-1.2
/**
 * The certificates of destruction that the parties gave, held against the study: each for this version,
 * signed with the key that the study names for that party, and one for every party.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificateHash,
  certifiedParties,
  keyFingerprint,
  readCertificate,
  type Certificate,
} from '@koppel/accountability';
import { readFileBytes } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { StudyFolder } from '../study-folder.ts';

export interface Collected {
  /** One per party at most, in the order of the study. */
  readonly certificates: readonly GivenCertificate[];
  readonly missing: readonly string[];
  /** Why a file does not count. */
  readonly problems: readonly KoppelError[];
}

export interface GivenCertificate {
  readonly certificate: Certificate;
  /** SHA-256 of its file. */
  readonly sha256: string;
}

export const certificatesFolder = (folder: string): string => join(folder, 'certificates');

/** Of a key that the study does not name: what that party reads out by telephone. */
export function unnamedPrint({ signPublicKey }: Certificate): string {
  return keyFingerprint('sign', new TextEncoder().encode(signPublicKey));
}

function check(
  file: string,
  content: Uint8Array,
  { study, specHash }: StudyFolder,
  acceptedPrint: string | undefined,
): Certificate {
  const certificate = readCertificate(file, content);
  const { party, role, signPublicKey } = certificate;
  const named = certifiedParties(study).find((one) => one.party === party && one.role === role);
  const isOurs =
    certificate.study === study.id &&
    certificate.specHash === Buffer.from(specHash).toString('hex');
  if (!isOurs || named === undefined) throw new KoppelError('CERTIFICATE_OTHER', { file });
  const isTrue =
    named.signPublicKey === undefined
      ? unnamedPrint(certificate) === acceptedPrint
      : named.signPublicKey === signPublicKey;
  if (isTrue) return certificate;
  const rule = named.signPublicKey === undefined ? 'unnamedKey' : 'otherKey';
  throw new KoppelError('CERTIFICATE_SIGNATURE', { file, field: party, rule });
}

/**
 * Reads every certificate of a folder. Of two of one party the later counts.
 * @param acceptedPrint fingerprint of a key that the study does not name, confirmed by other means
 */
export function collectCertificates(
  folder: StudyFolder,
  from: string,
  acceptedPrint: string | undefined,
): Collected {
  const problems: KoppelError[] = [];
  const given = new Map<string, GivenCertificate>();
  const names = existsSync(from) ? readdirSync(from).sort() : [];
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const file = join(from, name);
    try {
      const content = readFileBytes(file);
      const certificate = check(file, content, folder, acceptedPrint);
      const before = given.get(certificate.party)?.certificate;
      if (before !== undefined && before.completedAt >= certificate.completedAt) continue;
      given.set(certificate.party, { certificate, sha256: certificateHash(content) });
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      problems.push(thrown);
    }
  }
  const parties = certifiedParties(folder.study).map(({ party }) => party);
  return {
    certificates: parties.flatMap((party) => given.get(party) ?? []),
    missing: parties.filter((party) => !given.has(party)),
    problems,
  };
}
