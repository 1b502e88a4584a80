// SPDX-License-Identifier: EUPL-1.2
/** The shape of one entry of the catalogue: constant text only, in both languages. */

/** What went wrong decides the exit code, so that a scheduler can tell the cases apart. */
export type ErrorKind = 'usage' | 'input' | 'refused' | 'environment' | 'internal';

/** The exit code of a service for each kind of error. 0 is success. */
export const exitCodes: Readonly<Record<ErrorKind, number>> = {
  usage: 2,
  input: 3,
  refused: 4,
  environment: 5,
  internal: 70,
};

/** One sentence for what is wrong and one for what to do, in English and Dutch. No placeholders. */
export interface Message {
  readonly kind: ErrorKind;
  readonly en: string;
  readonly nl: string;
  readonly remedyEn: string;
  readonly remedyNl: string;
}

export type Messages = Readonly<Record<string, Message>>;
