// SPDX-License-Identifier: EUPL-1.2
/** The one error class of the project. It carries a code and a place, never a value. */
import { catalogue, type ErrorCode } from './catalogue.ts';
import { exitCodes } from './message.ts';

/** Where it went wrong. Names come from the study or the command line, never from a register. */
export interface Place {
  /** A path that the user gave. */
  readonly file?: string;
  /** Row ordinal in that file, 1-based, the header not counted. */
  readonly row?: number;
  /** Column ordinal, 1-based. */
  readonly column?: number;
  /** A field, variable, owner or register name as the study spells it. */
  readonly field?: string;
  /** A path inside a specification, e.g. `encoding.fields[2].type`. */
  readonly path?: string;
  /** A rule name from a closed list in the code. */
  readonly rule?: string;
  /** How many there were, were expected and were allowed. Counts of what was asked for, not of a person. */
  readonly found?: number;
  readonly expected?: number;
  readonly most?: number;
  /** A setting that is expected to fit, 0–1. */
  readonly fitting?: number;
}

export type Language = 'en' | 'nl';

/** An error with a closed code. `message` is the code itself: constant text, safe in any log. */
export class KoppelError extends Error {
  override readonly name = 'KoppelError';
  readonly code: ErrorCode;
  readonly place: Place;

  constructor(code: ErrorCode, place: Place = {}) {
    super(code);
    this.code = code;
    this.place = place;
  }

  /** The process exit code that belongs to this error (1–255). */
  get exitCode(): number {
    return exitCodes[catalogue[this.code].kind];
  }
}

/** True for an error of this project, optionally of one code. */
export function isKoppelError(thrown: unknown, code?: ErrorCode): thrown is KoppelError {
  return thrown instanceof KoppelError && (code === undefined || thrown.code === code);
}

/** What work gives; an error of ours that names no file gets the one that the work was about. */
export async function inFile<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw isKoppelError(thrown) ? new KoppelError(thrown.code, { file, ...thrown.place }) : thrown;
  }
}

// prettier-ignore
const placeWords = {
  en: {
    file: 'file', row: 'row', column: 'column', field: 'field', path: 'at', rule: 'rule',
    found: 'found', expected: 'expected about', most: 'at most', fitting: 'would fit:',
  },
  nl: {
    file: 'bestand', row: 'rij', column: 'kolom', field: 'veld', path: 'bij', rule: 'regel',
    found: 'gevonden', expected: 'verwacht ongeveer', most: 'ten hoogste', fitting: 'zou passen:',
  },
} as const;

/** One or two sentences for a person: what, where, what to do. Built from constants and the place. */
export function describeError(error: KoppelError, language: Language): string {
  const message = catalogue[error.code];
  const words = placeWords[language];
  const order = [
    'file', 'row', 'column', 'field', 'path', 'rule', 'found', 'expected', 'most', 'fitting',
  ] as const; // prettier-ignore
  const where = order
    .filter((part) => error.place[part] !== undefined)
    .map((part) => `${words[part]} ${String(error.place[part])}`)
    .join(', ');
  const what = language === 'nl' ? message.nl : message.en;
  const remedy = language === 'nl' ? message.remedyNl : message.remedyEn;
  return `${error.code}: ${what}${where === '' ? '' : ` (${where})`} ${remedy}`;
}
