// SPDX-License-Identifier: EUPL-1.2
/**
 * How long the code of a record is that goes to the linkage unit: its encoding, and behind it, where
 * the study asks for that and has a ground, the token of its citizen service number. Pure.
 */
/** Bytes of the token of a number; all zero where a record has no valid one. */
export const BSN_TOKEN_BYTES = 16;

/** Of a study, what its codes follow from. */
interface Coded {
  readonly encoding: { readonly parameters: { readonly bits: number } };
  readonly bsnTokens?: true | undefined;
}

/** Bytes of the encoding alone. */
export function encodingBytes({ encoding }: Coded): number {
  return encoding.parameters.bits / 8;
}

/** Bytes of the whole code. */
export function codeBytes(study: Coded): number {
  return encodingBytes(study) + (study.bsnTokens === true ? BSN_TOKEN_BYTES : 0);
}
