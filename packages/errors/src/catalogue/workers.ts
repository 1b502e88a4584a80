// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "workers": a search that several programs of the linkage unit share. */
export const workersMessages = {
  WORK_BY_FIELDS: {
    kind: 'refused',
    en: 'This study is linked by fields: its search is not shared out.',
    nl: 'Deze studie wordt per veld gekoppeld: haar zoektocht wordt niet verdeeld.',
    remedyEn: 'Start no workers for it. The run searches by itself, on all cores of its machine.',
    remedyNl:
      'Start er geen werkers voor. De run doorzoekt zelf, met alle kernen van zijn machine.',
  },
  WORK_FOREIGN: {
    kind: 'refused',
    en: 'A message about shared work is not from this linkage unit, or is of another study.',
    nl: 'Een bericht over gedeeld werk komt niet van deze koppelpartij, of is van een andere studie.',
    remedyEn:
      'It was passed over. Check who may write to the topics of the linkage unit’s workers.',
    remedyNl:
      'Het is overgeslagen. Controleer wie naar de topics van de werkers van de koppelpartij mag schrijven.',
  },
  WORK_STATE_DIFFERS: {
    kind: 'refused',
    en: 'This worker took in other batches than the program that shares out the work.',
    nl: 'Deze werker heeft andere pakketten aangenomen dan het programma dat het werk verdeelt.',
    remedyEn:
      'Check that both have the same study file and the right date; then remove the state folder of the worker and start it again.',
    remedyNl:
      'Controleer of beide hetzelfde studiebestand en de juiste datum hebben; verwijder dan de statemap van de werker en start hem opnieuw.',
  },
  WORK_OTHER_PLAN: {
    kind: 'refused',
    en: 'This worker divides the search in another way than the program that shares out the work: it is another version, or has other data.',
    nl: 'Deze werker verdeelt de zoektocht anders dan het programma dat het werk verdeelt: het is een andere versie, of het heeft andere gegevens.',
    remedyEn: 'Install the same version for both, and start the worker again with an empty state.',
    remedyNl:
      'Installeer voor beide dezelfde versie, en start de werker opnieuw met een lege state.',
  },
  WORK_PART_FAILED: {
    kind: 'environment',
    en: 'A part of the search failed again and again, so the search was ended.',
    nl: 'Een deel van de zoektocht mislukte telkens opnieuw, dus de zoektocht is beëindigd.',
    remedyEn:
      'The code after `rule` says why; `lost` means that workers stopped without a word, as when memory runs out. Mend that and run again: what is done stays done.',
    remedyNl:
      'De code achter `rule` zegt waarom; `lost` betekent dat werkers zonder bericht stopten, zoals bij gebrek aan geheugen. Verhelp dat en draai opnieuw: wat gedaan is, blijft gedaan.',
  },
  WORK_SUPERSEDED: {
    kind: 'refused',
    en: 'Another run of this linkage unit has begun to share out work of the same study.',
    nl: 'Een andere run van deze koppelpartij is werk van dezelfde studie gaan verdelen.',
    remedyEn: 'Let one run at a time share out work; this one was ended.',
    remedyNl: 'Laat één run tegelijk werk verdelen; deze is beëindigd.',
  },
  WORK_DISAGREES: {
    kind: 'refused',
    en: 'Two workers found different pairs in the same part of the search.',
    nl: 'Twee werkers vonden verschillende paren in hetzelfde deel van de zoektocht.',
    remedyEn:
      'One of the machines is broken or runs a changed program. Find out which, remove the topic of answers, and run again.',
    remedyNl:
      'Een van de machines is defect of draait een gewijzigd programma. Zoek uit welke, verwijder het topic met antwoorden, en draai opnieuw.',
  },
} as const satisfies Messages;
