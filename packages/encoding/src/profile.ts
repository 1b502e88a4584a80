// SPDX-License-Identifier: EUPL-1.2
/**
 * A profile: a checked specification of an encoding, with a hash over all that decides its bits
 * except the key. Owners whose hashes differ cannot be linked, so the linkage unit compares them.
 */
import { KoppelError } from '@koppel/errors';
import {
  encodingSchema,
  fieldOfCitizenNumber,
  sha256Canonical,
  type EncodingSpec,
  type Normalisation,
} from '@koppel/study';
import { dutchNormalisationHash } from './dutch/nl-1.ts';
import { inputsOf, type FieldInput } from './inputs.ts';
import { normalisationHash } from './normalise.ts';
import { findScheme } from './schemes.ts';
import { TOKENISER_VERSION } from './tokens.ts';

export interface EncodingProfile {
  readonly spec: EncodingSpec;
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array;
  /** Bytes per encoding, a multiple of 8. */
  readonly bytes: number;
  /** What an encoder takes of a record, in this order. */
  readonly inputs: readonly FieldInput[];
}

/** SHA-256 in hex over everything that decides what each normalisation makes of a value. */
export const normalisationHashes: Readonly<Record<Normalisation, string>> = {
  'plain-1': normalisationHash,
  'nl-1': dutchNormalisationHash,
};

/** `fields[2].weight`, as a study's file would be read. */
function pathText(path: readonly PropertyKey[]): string {
  return ['encoding', ...path.map(String)]
    .join('.')
    .replace(/\.(\d+)(?=\.|$)/g, (_, index: string) => `[${index}]`);
}

function checkForm(spec: EncodingSpec): EncodingSpec {
  const forbidden = fieldOfCitizenNumber(spec);
  if (forbidden !== undefined) {
    throw new KoppelError('ENCODING_BSN', { path: `encoding.fields[${forbidden}]` });
  }
  const parsed = encodingSchema.safeParse(spec);
  if (!parsed.success) {
    throw new KoppelError('ENCODING_SPEC', { path: pathText(parsed.error.issues[0]!.path) });
  }
  return parsed.data;
}

function checkNames(spec: EncodingSpec): void {
  const names = spec.fields.map(({ name }) => name);
  const repeated = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (repeated === -1) return;
  const path = `encoding.fields[${repeated}].name`;
  throw new KoppelError('ENCODING_FIELD_DUPLICATE', { field: names[repeated]!, path });
}

/**
 * Checks a specification and fills in defaults.
 * @throws KoppelError ENCODING_BSN, ENCODING_SPEC (not of the right form), ENCODING_SCHEME (unknown),
 *   ENCODING_FIELD_DUPLICATE, and what the scheme says: ENCODING_PARAMETERS, ENCODING_WEIGHT
 */
export function createProfile(spec: EncodingSpec): EncodingProfile {
  const checked = checkForm(spec);
  checkNames(checked);
  const scheme = findScheme(checked.scheme);
  const bytes = scheme.validate(checked);
  const hash = sha256Canonical({
    label: 'koppel/v1/encoding/profile',
    spec: checked,
    schemeVersion: scheme.version,
    normalisation: normalisationHashes[checked.normalisation],
    tokeniserVersion: TOKENISER_VERSION,
  });
  return { spec: checked, hash, bytes, inputs: inputsOf(checked.fields, checked.normalisation) };
}
