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
  STATISTICS_READ: {
    kind: 'input',
    en: 'A file of SPSS or Stata cannot be read in full.',
    nl: 'Een bestand van SPSS of Stata is niet geheel te lezen.',
    remedyEn:
      'Rule form: it is damaged, or no such file. kind: save it as .sav without zlib compression, or for Stata 13 or later without strL. hidden: it holds more than names, labels and rows, such as notes: remove those. encoding: save it in UTF-8.',
    remedyNl:
      'Regel form: het is beschadigd, of niet zo’n bestand. kind: sla het op als .sav zonder zlib-compressie, of voor Stata 13 of later zonder strL. hidden: het bevat meer dan namen, labels en rijen, zoals notities: haal die weg. encoding: sla het op in UTF-8.',
  },
  STATISTICS_ROWS: {
    kind: 'internal',
    en: 'A file was to get another number of rows than it was given.',
    nl: 'Een bestand zou een ander aantal rijen krijgen dan er kwamen.',
    remedyEn: 'This is a fault in the program: report it.',
    remedyNl: 'Dit is een fout in het programma: meld die.',
  },
} as const satisfies Messages;
