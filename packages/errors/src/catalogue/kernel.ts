// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "kernel": searching for similar encodings. */
export const kernelMessages = {
  KERNEL_LENGTH: {
    kind: 'input',
    en: 'The encodings to compare do not all have one and the same allowed length.',
    nl: 'De te vergelijken coderingen hebben niet allemaal dezelfde, toegestane lengte.',
    remedyEn: 'Check that all sources were encoded under the same version of the study.',
    remedyNl: 'Controleer of alle bronnen met dezelfde versie van de studie zijn gecodeerd.',
  },
  KERNEL_THRESHOLD: {
    kind: 'usage',
    en: 'The threshold is not a number above 0 and at most 1.',
    nl: 'De drempel is geen getal boven 0 en ten hoogste 1.',
    remedyEn: 'Give a threshold such as 0.8.',
    remedyNl: 'Geef een drempel zoals 0.8.',
  },
  KERNEL_RECALL: {
    kind: 'usage',
    en: 'The wanted recall is not a number from 0.5 to 0.9999.',
    nl: 'De gewenste volledigheid is geen getal van 0,5 tot en met 0,9999.',
    remedyEn: 'Give a recall such as 0.99, or leave it out to search exactly.',
    remedyNl: 'Geef een volledigheid zoals 0.99, of laat die weg om exact te zoeken.',
  },
  KERNEL_WORKERS: {
    kind: 'usage',
    en: 'The number of threads is not a whole number from 1 to 256.',
    nl: 'Het aantal threads is geen geheel getal van 1 tot en met 256.',
    remedyEn: 'Give such a number, or leave it out to use the whole machine.',
    remedyNl: 'Geef zo’n getal, of laat het weg om de hele machine te gebruiken.',
  },
  KERNEL_WEIGHTS: {
    kind: 'usage',
    en: 'The weights of the groups of a record are not usable.',
    nl: 'De gewichten van de groepen van een record zijn niet bruikbaar.',
    remedyEn: 'Give one weight above 0 for each of 1 to 8 groups, and shares from 0 to 1.',
    remedyNl: 'Geef één gewicht boven 0 voor elk van 1 tot 8 groepen, en aandelen van 0 tot 1.',
  },
  KERNEL_TOP: {
    kind: 'usage',
    en: 'The number of candidates per record is not a whole number from 1 to 256.',
    nl: 'Het aantal kandidaten per record is geen geheel getal van 1 tot en met 256.',
    remedyEn: 'Give such a number, for example 10.',
    remedyNl: 'Geef zo’n getal, bijvoorbeeld 10.',
  },
  KERNEL_MISS: {
    kind: 'usage',
    en: 'The chance of missing a pair is not 0, nor a number from 0.000000001 to 0.1; or the number of records to measure it on is not a whole number of 0 or more.',
    nl: 'De kans om een paar te missen is niet 0 en ook geen getal van 0,000000001 tot en met 0,1; of het aantal records om die op te meten is geen geheel getal van 0 of meer.',
    remedyEn: 'Give 0 for an exact search, or a chance such as 0.0001.',
    remedyNl: 'Geef 0 om exact te zoeken, of een kans zoals 0.0001.',
  },
  KERNEL_TOO_MANY_PAIRS: {
    kind: 'refused',
    en: 'The search found more similar pairs than it may keep.',
    nl: 'De zoektocht vond meer gelijkende paren dan hij mag bewaren.',
    remedyEn: 'Use a higher threshold.',
    remedyNl: 'Gebruik een hogere drempel.',
  },
  KERNEL_MAX_PAIRS: {
    kind: 'usage',
    en: 'The largest number of pairs to find is not a whole number of at least 0.',
    nl: 'Het grootste aantal te vinden paren is geen geheel getal van ten minste 0.',
    remedyEn: 'Give such a number, or leave it out.',
    remedyNl: 'Geef zo’n getal, of laat het weg.',
  },
  KERNEL_MEMORY: {
    kind: 'environment',
    en: 'The search would need more memory than is free.',
    nl: 'De zoektocht zou meer geheugen nodig hebben dan er vrij is.',
    remedyEn:
      'Close other programs, use a machine with more memory, or search fewer records at once.',
    remedyNl:
      'Sluit andere programma’s, gebruik een machine met meer geheugen, of doorzoek minder records tegelijk.',
  },
  KERNEL_KEPT_TILE: {
    kind: 'input',
    en: 'A part that was kept of an earlier search cannot be of this one.',
    nl: 'Een bewaard deel van een eerdere zoektocht kan niet van deze zijn.',
    remedyEn: 'Remove the kept parts and start the search over.',
    remedyNl: 'Verwijder de bewaarde delen en begin de zoektocht opnieuw.',
  },
  KERNEL_CANCELLED: {
    kind: 'environment',
    en: 'The search was stopped before it was done.',
    nl: 'De zoektocht is gestopt voordat hij klaar was.',
    remedyEn: 'Run the same command again to start over; nothing was left half-done.',
    remedyNl: 'Geef dezelfde opdracht opnieuw; er is niets half achtergebleven.',
  },
  KERNEL_WORKER_LOST: {
    kind: 'environment',
    en: 'A search thread ended without a result, most often because memory ran out.',
    nl: 'Een zoekthread stopte zonder resultaat, meestal doordat het geheugen op was.',
    remedyEn: 'Close other programs or use fewer threads, and run the same command again.',
    remedyNl: 'Sluit andere programma’s of gebruik minder threads en geef de opdracht opnieuw.',
  },
} as const satisfies Messages;
