// SPDX-License-Identifier: EUPL-1.2
/** What reading a value under `nl-1` yields: tokens, and the same for people to look at. */
import type { FieldRule } from '../tokens/tokenised.ts';

/**
 * What a form is. `sameAs` is a name that this one may stand for. The text of a `note` is one of
 * `assignedDate`, `defaultPostcode`, `initialsOnly`, `letterAddress`, `partnerUnused`.
 */
export type FormName =
  | 'text'
  | 'name'
  | 'prefix'
  | 'partner'
  | 'partnerPrefix'
  | 'givenName'
  | 'sameAs'
  | 'initials'
  | 'machineReadable'
  | 'date'
  | 'code'
  | 'number'
  | 'addition'
  | 'note';

/** One thing that a value became. For the owner's own eyes: it holds what the register holds. */
export interface Form {
  readonly name: FormName;
  readonly text: string;
}

export interface Reading {
  /** Distinct; none for a value that is missing. */
  readonly tokens: readonly string[];
  readonly forms: readonly Form[];
  readonly rule?: FieldRule;
}

export const missing: Reading = { tokens: [], forms: [] };

/** A list without its repeats, in the order of the first of each. */
export function distinct(tokens: readonly string[]): string[] {
  return [...new Set(tokens)];
}

/** The main part of a field and the others in their order; those left out are empty. */
export type Parts = readonly [string, ...string[]];
