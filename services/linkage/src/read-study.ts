// SPDX-License-Identifier: EUPL-1.2
/** The study from its file, or every problem that it has. */
import { Problems, readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parseStudy, type ReadStudy } from '@koppel/study';

/** @throws Problems with STUDY_*; KoppelError FILE_MISSING, FILE_NOT_UTF8 */
export function readStudyFile(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}
