// SPDX-License-Identifier: EUPL-1.2
/** The key file of who signs on a control topic: the coordinator or a mandate. One signing key. */
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { inFile, KoppelError } from '@koppel/errors';
import { openKeyFile, sealKeyFile } from '@koppel/keys';
import { generateSigningKeyPair, signingPublicKey } from '@koppel/keys/sign';
import { COORDINATOR, encodePublicKey, type CoordinatedStudy } from '@koppel/study';

export function newSignerSecret(): Uint8Array {
  return generateSigningKeyPair().secretKey;
}

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, FILE_MISSING. */
export async function openSignerKey(file: string, passphrase: Uint8Array): Promise<Uint8Array> {
  const { sign } = await inFile(file, openKeyFile(passphrase, 'signer', readFileBytes(file)));
  if (sign === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { file });
  return sign;
}

/** FILE_EXISTS where there is a key file already. */
export async function saveSignerKey(
  file: string,
  passphrase: Uint8Array,
  sign: Uint8Array,
): Promise<void> {
  writeFileWhole(file, await sealKeyFile(passphrase, 'signer', { sign }), { mode: 0o600 });
}

/** The line that goes into the study under `coordinator` or a mandate. */
export function publicKeyLine(sign: Uint8Array): string {
  return `signPublicKey: ${encodePublicKey(signingPublicKey(sign))}\n`;
}

/** CONTROL_NO_MANDATE for a signer whom the study does not have, KEY_NOT_THIS_PARTY for another key. */
export function checkSignerKey(
  { coordinator, mandates }: CoordinatedStudy,
  signer: string,
  { sign, file }: { readonly sign: Uint8Array; readonly file: string },
): void {
  const named = signer === COORDINATOR ? coordinator : mandates.find(({ id }) => id === signer);
  if (named === undefined) throw new KoppelError('CONTROL_NO_MANDATE', { field: signer });
  if (encodePublicKey(signingPublicKey(sign)) !== named.signPublicKey) {
    throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
  }
}
