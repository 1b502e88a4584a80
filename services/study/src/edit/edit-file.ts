// SPDX-License-Identifier: EUPL-1.2
/**
 * Changes a YAML file of people: comments, order and the lines that are not concerned stay as they
 * are. The change is shown before it is written, and not written when the file became another one.
 */
import { readFileSync } from 'node:fs';
import { ask, readFileText, withLock, writeFileWhole, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { Document } from 'yaml';
import { parseDocument } from 'yaml';
import { applyChanges, lineChanges, shownChanges } from './line-changes.ts';

export interface Edit {
  readonly file: string;
  /** Write without asking. */
  readonly yes: boolean;
  /** Changes the document in place. */
  readonly change: (document: Document) => void;
  /** Throws where the new text must not be written. */
  readonly check: (text: string) => void;
}

const textOf = (document: Document): string => document.toString({ lineWidth: 0 });

/** The text with the change in it, and the change for people. STUDY_YAML for a text that is none. */
export function changedText(
  text: string,
  change: Edit['change'],
): { readonly text: string; readonly shown: string } {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new KoppelError('STUDY_YAML');
  const before = textOf(document);
  change(document);
  const after = textOf(document);
  const merged = applyChanges(text, lineChanges(before, after));
  // Lines that are printed otherwise than they were written can shift the others: then all is printed.
  const isRight = merged !== undefined && textOf(parseDocument(merged)) === after;
  const result = isRight ? merged : after;
  return { text: result, shown: shownChanges(lineChanges(text, result)) };
}

async function isAgreed({ yes }: Edit, { language }: CommandContext): Promise<boolean> {
  if (yes) return true;
  const answer = await ask(language === 'nl' ? 'Schrijven? [j/n] ' : 'Write this? [y/n] ');
  if (answer === undefined) throw new KoppelError('USAGE', { path: '--yes' });
  return /^[jy]/i.test(answer);
}

/**
 * Shows and makes a change; true when it was written.
 * @throws KoppelError FILE_IN_USE, FILE_CHANGED_MEANWHILE, STUDY_YAML; USAGE where nobody can be
 *   asked and `yes` is not given
 */
export async function editFile(edit: Edit, context: CommandContext): Promise<boolean> {
  const { file } = edit;
  return withLock(file, async () => {
    const text = readFileText(file);
    const changed = changedText(text, edit.change);
    if (changed.text === text) return false;
    edit.check(changed.text);
    context.print(changed.shown);
    if (!(await isAgreed(edit, context))) return false;
    if (readFileSync(file, 'utf8').replace(/^\u{feff}/u, '') !== text) {
      throw new KoppelError('FILE_CHANGED_MEANWHILE', { file });
    }
    writeFileWhole(file, changed.text, { replace: true });
    return true;
  });
}
