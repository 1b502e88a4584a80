// SPDX-License-Identifier: EUPL-1.2
/**
 * A profile: a checked specification of an encoding, with a hash over all that decides its bits
 * except the key. Owners whose hashes differ cannot be linked, so the linkage unit compares them.
 */
import { KoppelError } from '@koppel/errors';
import { bytesToHex } from '@noble/hashes/utils.js';
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
import { checkAgainst, warningsOf } from './schemes/check.ts';
import { findScheme, schemes } from './schemes/registry.ts';
import type { Scheme, SchemeWarning } from './schemes/scheme.ts';
import { checkSalt, saltWarnings } from './salt.ts';
import { TOKENISER_VERSION } from './tokens.ts';

export interface EncodingProfile {
  readonly spec: EncodingSpec;
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array;
  /** Bytes per encoding, a multiple of 8. */
  readonly bytes: number;
  /** What an encoder takes of a record, in this order. */
  readonly inputs: readonly FieldInput[];
  /** What those who use it should know: parameters that are weak, a scheme that is withdrawn. */
  readonly warnings: readonly SchemeWarning[];
}

/** SHA-256 in hex over everything that decides what each normalisation makes of a value. */
export const normalisationHashes: Readonly<Record<Normalisation, string>> = {
  'plain-1': normalisationHash,
  'nl-1': dutchNormalisationHash,
  none: bytesToHex(sha256Canonical({ version: 'none' })),
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

/** Values as registered are for schemes that read them by rules of their own. */
function checkNormalisation({ normalisation }: EncodingSpec, scheme: Scheme): void {
  if (normalisation !== 'none' || scheme.tokenise !== undefined) return;
  const path = 'encoding.normalisation';
  throw new KoppelError('ENCODING_PARAMETERS', { path, rule: 'needsNormalising' });
}

/**
 * What of a specification decides the bits, in the one form that has always been hashed: the version
 * of the scheme stands apart, and Dice, by which encodings were compared from the start, is unsaid.
 */
function hashedSpec(spec: EncodingSpec): object {
  const { scheme, parameters, normalisation, fields, similarity, salt } = spec;
  return {
    ...{ scheme, parameters, normalisation, fields },
    ...(similarity === 'hamming' ? { similarity } : {}),
    ...(salt === undefined ? {} : { salt }),
  };
}

/**
 * Checks a specification and fills in defaults.
 * @throws KoppelError ENCODING_BSN, ENCODING_SPEC (not of the right form), ENCODING_SCHEME (unknown),
 *   ENCODING_SCHEME_VERSION, ENCODING_FIELD_DUPLICATE, and where it does not fit the scheme:
 *   ENCODING_PARAMETERS, ENCODING_WEIGHT_KIND, ENCODING_WEIGHT, ENCODING_SIMILARITY,
 *   ENCODING_SALT
 */
export function createProfile(spec: EncodingSpec): EncodingProfile {
  const formed = checkForm(spec);
  checkNames(formed);
  const scheme = findScheme(formed.scheme, formed.version);
  const checked = checkAgainst(scheme, formed);
  checkNormalisation(checked, scheme);
  checkSalt(checked, scheme);
  const hash = sha256Canonical({
    label: 'koppel/v1/encoding/profile',
    spec: hashedSpec(checked),
    schemeVersion: scheme.version,
    normalisation: normalisationHashes[checked.normalisation],
    tokeniserVersion: TOKENISER_VERSION,
  });
  return {
    spec: checked,
    hash,
    bytes: checked.parameters.bits / 8,
    inputs: inputsOf(checked.fields, checked.normalisation),
    warnings: [...warningsOf(scheme, checked, schemes), ...saltWarnings(checked)],
  };
}
