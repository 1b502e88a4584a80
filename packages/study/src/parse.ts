// SPDX-License-Identifier: EUPL-1.2
/** From the text of `study.yaml` to a study and its hash, or to every problem with its place. */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { sha256Canonical } from './canonical.ts';
import { fieldOfCitizenNumber } from './citizen-number.ts';
import { consistencyProblems } from './consistency.ts';
import { studySchema, type Study } from './schema.ts';

export interface ReadStudy {
  readonly study: Study;
  /** SHA-256 over the canonical form, defaults filled in: layout and comments do not count. */
  readonly specHash: Uint8Array;
}

export type StudyResult =
  | { readonly ok: true; readonly value: ReadStudy }
  | { readonly ok: false; readonly problems: readonly KoppelError[] };

const codeOfIssue: Partial<Record<z.core.$ZodIssue['code'], ErrorCode>> = {
  unrecognized_keys: 'STUDY_UNKNOWN_MEMBER',
  invalid_type: 'STUDY_TYPE',
};

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${String(part)}]` : `${at === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

/**
 * An unknown name is printed only in the form of a setting: where somebody passes a register by
 * mistake, the unknown name is a person's.
 */
const settingForm = /^[a-z][A-Za-z]{0,39}$/;

/** zod's messages are not used: they are English only and may repeat what was written. */
export function problemOfIssue(issue: z.core.$ZodIssue, input: unknown): KoppelError {
  const path = pathText(issue.path);
  const value = issue.path.reduce<unknown>(
    (at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part],
    input,
  );
  if (['invalid_union', 'custom'].includes(issue.code) && path.endsWith('type')) {
    return new KoppelError('STUDY_FIELD_TYPE', { path });
  }
  if (issue.code === 'unrecognized_keys') {
    const member = issue.keys.find((name) => settingForm.test(name));
    const parts = [path, member].filter((part) => part !== undefined && part !== '');
    return new KoppelError('STUDY_UNKNOWN_MEMBER', { path: parts.join('.') });
  }
  if (value === undefined) return new KoppelError('STUDY_MISSING_MEMBER', { path });
  return new KoppelError(codeOfIssue[issue.code] ?? 'STUDY_VALUE', { path });
}

/** Checks plain data (for instance made by a program) as a study. */
export function checkStudy(input: unknown): StudyResult {
  for (const part of ['encoding', 'secondRound'] as const) {
    const forbidden = fieldOfCitizenNumber((input as { [name: string]: unknown } | null)?.[part]);
    if (forbidden === undefined) continue;
    const path = `${part}.fields[${String(forbidden)}]`;
    return { ok: false, problems: [new KoppelError('ENCODING_BSN', { path })] };
  }
  const parsed = studySchema.safeParse(input);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => problemOfIssue(issue, input)),
    };
  }
  const problems = consistencyProblems(parsed.data);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { study: parsed.data, specHash: sha256Canonical(parsed.data) } };
}

export type YamlResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly KoppelError[] };

/** Plain data of a YAML text. Problems are STUDY_YAML, with a row where there is one. */
export function readYaml(text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ pos }) => new KoppelError('STUDY_YAML', { row: lines.linePos(pos[0]).line }),
    );
    return { ok: false, problems };
  }
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return { ok: false, problems: [new KoppelError('STUDY_YAML')] };
  }
}

/** Parses the text of a `study.yaml`. Problems carry a path, and a row where YAML itself is broken. */
export function parseStudy(text: string): StudyResult {
  const read = readYaml(text);
  return read.ok ? checkStudy(read.value) : read;
}
