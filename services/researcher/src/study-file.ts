// SPDX-License-Identifier: EUPL-1.2
/** The study as its file says it. */
import { Problems, readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parseStudy, type ReadStudy } from '@koppel/study';

/** FILE_MISSING, or Problems with every place that is wrong. */
export function readStudy(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}
