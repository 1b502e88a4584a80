// SPDX-License-Identifier: EUPL-1.2
/** All files of a data set together, from the study alone. */
import type { Language } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { eventSchema, personSchema, registerSchema, type FileSchema } from './schema.ts';
import { spellSchema } from './spell-schema.ts';

/** All files of a data set, in the order of the codebook. */
export function dataSchema(
  study: Study,
  language: Language,
  hasEvents: boolean,
): readonly FileSchema[] {
  const spells = spellSchema(study, language);
  return [
    personSchema(study, language),
    ...study.registers.map((register) => registerSchema(study, register, language)),
    ...(spells === undefined ? [] : [spells]),
    ...(hasEvents ? [eventSchema(study, language)] : []),
  ];
}
