// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "release": the files that a researcher gets. */
export const releaseMessages = {
  STATISTICS_VARIABLE: {
    kind: 'input',
    en: 'A variable cannot be described in a file of SPSS or Stata.',
    nl: 'Een variabele is niet te beschrijven in een bestand van SPSS of Stata.',
    remedyEn:
      'Rule textWidth: at most 255 bytes of text. missingCodes: at most three. codeTwice: a code stands twice in its list. Have the study corrected, or leave these formats out (--formats csv,parquet).',
    remedyNl:
      'Regel textWidth: hoogstens 255 bytes tekst. missingCodes: hoogstens drie. codeTwice: een code staat tweemaal in de lijst. Laat de studie verbeteren, of laat deze formaten weg (--formats csv,parquet).',
  },
  STATISTICS_VALUE: {
    kind: 'input',
    en: 'A value does not fit its variable in a file of SPSS or Stata.',
    nl: 'Een waarde past niet bij haar variabele in een bestand van SPSS of Stata.',
    remedyEn:
      'Ask the data owner about this variable, or leave these formats out (--formats csv,parquet).',
    remedyNl:
      'Vraag de bronhouder naar deze variabele, of laat deze formaten weg (--formats csv,parquet).',
  },
  STATISTICS_ROWS: {
    kind: 'internal',
    en: 'A file was to get another number of rows than it was given.',
    nl: 'Een bestand zou een ander aantal rijen krijgen dan er kwamen.',
    remedyEn: 'This is a fault in the program: report it.',
    remedyNl: 'Dit is een fout in het programma: meld die.',
  },
} as const satisfies Messages;
