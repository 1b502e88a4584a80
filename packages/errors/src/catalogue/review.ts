// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "review": what people decide about pairs, and how that comes back. */
export const reviewMessages = {
  REVIEW_NO_LIST: {
    kind: 'refused',
    en: 'There is no list of pairs yet: no linkage of this study has been done with this state folder.',
    nl: 'Er is nog geen lijst van paren: met deze map is voor deze studie nog niet gekoppeld.',
    remedyEn: 'Run `koppel-linkage run` first, with the same state folder.',
    remedyNl: 'Draai eerst `koppel-linkage run`, met dezelfde map.',
  },
  REVIEW_FILE: {
    kind: 'input',
    en: 'This is not a list of pairs, or it is longer than a list can be.',
    nl: 'Dit is geen lijst van paren, of het is langer dan een lijst kan zijn.',
    remedyEn: 'Fill in the file that `review export` wrote, and save it as CSV or JSON.',
    remedyNl: 'Vul het bestand in dat `review export` schreef, en bewaar het als CSV of JSON.',
  },
  REVIEW_QUOTES: {
    kind: 'input',
    en: 'A quotation mark is opened and never closed.',
    nl: 'Een aanhalingsteken wordt geopend en nergens gesloten.',
    remedyEn: 'Remove quotation marks from the cells: none are needed.',
    remedyNl: 'Haal aanhalingstekens uit de cellen: ze zijn niet nodig.',
  },
  REVIEW_COLUMN: {
    kind: 'input',
    en: 'The list lacks a column that is needed.',
    nl: 'De lijst mist een kolom die nodig is.',
    remedyEn: 'Keep the first line as `review export` wrote it.',
    remedyNl: 'Laat de eerste regel zoals `review export` die schreef.',
  },
  REVIEW_COLUMN_UNKNOWN: {
    kind: 'input',
    en: 'The list has a column that does not belong in it, or one twice.',
    nl: 'De lijst heeft een kolom die er niet in hoort, of een kolom dubbel.',
    remedyEn: 'Remove that column. Notes may hold personal data, and have no place here.',
    remedyNl: 'Verwijder die kolom. Notities kunnen persoonsgegevens bevatten en horen hier niet.',
  },
  REVIEW_ROW_WIDTH: {
    kind: 'input',
    en: 'A row has more or fewer cells than the first line.',
    nl: 'Een rij heeft meer of minder cellen dan de eerste regel.',
    remedyEn: 'Restore the row from the list, and save with the separator that the list had.',
    remedyNl: 'Herstel de rij uit de lijst, en bewaar met het scheidingsteken dat de lijst had.',
  },
  REVIEW_OTHER_STUDY: {
    kind: 'input',
    en: 'A row is of another study.',
    nl: 'Een rij is van een andere studie.',
    remedyEn: 'Import it with the study, key file and state folder that it was exported with.',
    remedyNl:
      'Lees haar in met de studie, het sleutelbestand en de map waarmee zij is geëxporteerd.',
  },
  REVIEW_OTHER_LIST: {
    kind: 'input',
    en: 'A row is of an earlier list, and its pair is no longer to be decided: a record of it has changed or is gone, or the thresholds moved.',
    nl: 'Een rij is van een eerdere lijst, en over het paar hoeft niet meer te worden besloten: een record is gewijzigd of weg, of de drempels zijn verschoven.',
    remedyEn: 'Remove the row, or export a new list and look again.',
    remedyNl: 'Verwijder de rij, of exporteer een nieuwe lijst en kijk opnieuw.',
  },
  REVIEW_PAIR_UNKNOWN: {
    kind: 'input',
    en: 'A row names a pair that is not on the list.',
    nl: 'Een rij noemt een paar dat niet op de lijst staat.',
    remedyEn: 'Copy the name of the pair from the list as it is.',
    remedyNl: 'Neem de naam van het paar over zoals die op de lijst staat.',
  },
  REVIEW_PAIR_TWICE: {
    kind: 'input',
    en: 'A pair stands in the file more than once.',
    nl: 'Een paar staat vaker dan één keer in het bestand.',
    remedyEn: 'Keep one row of each pair.',
    remedyNl: 'Houd van elk paar één rij.',
  },
  REVIEW_DECISION: {
    kind: 'input',
    en: 'A decision is not one of the four words, or is missing beside a reason.',
    nl: 'Een besluit is niet een van de vier woorden, of ontbreekt naast een reden.',
    remedyEn:
      'Write `same`, `different`, `unsure` or `withdrawn`; leave decision and reason empty to decide later.',
    remedyNl:
      'Schrijf `zelfde`, `verschillend`, `onzeker` of `ingetrokken`; laat besluit en reden leeg om later te besluiten.',
  },
  REVIEW_REVIEWER: {
    kind: 'input',
    en: 'A decision does not say who took it, or says it otherwise than by an id.',
    nl: 'Een besluit zegt niet wie het nam, of niet met een kenmerk.',
    remedyEn: 'Write an id of letters and a number, such as `reviewer-1`; never a name.',
    remedyNl:
      'Schrijf een kenmerk van letters en een nummer, zoals `beoordeler-1`; nooit een naam.',
  },
  REVIEW_REASON: {
    kind: 'input',
    en: 'A reason is missing, is not one of the list, or does not go with the decision.',
    nl: 'Een reden ontbreekt, staat niet in het rijtje, of past niet bij het besluit.',
    remedyEn:
      'Write `figures`, `secondReviewer`, `protocol` or `correction`; `notEnough` goes with `unsure` only, and `withdrawn` needs `correction` or `secondReviewer`.',
    remedyNl:
      'Schrijf `cijfers`, `tweedeBeoordelaar`, `protocol` of `correctie`; `teWeinig` hoort alleen bij `onzeker`, en `ingetrokken` vraagt `correctie` of `tweedeBeoordelaar`.',
  },
  REVIEW_ROW_EDITED: {
    kind: 'input',
    en: 'A register or similarity differs from what the list said: a cell was changed, or rows were sorted without all their columns.',
    nl: 'Een register of gelijkenis is anders dan op de lijst: een cel is gewijzigd, of rijen zijn gesorteerd zonder al hun kolommen.',
    remedyEn: 'Export the list again and copy your decisions into it.',
    remedyNl: 'Exporteer de lijst opnieuw en neem uw besluiten erin over.',
  },
  REVIEW_DECIDED_OTHERWISE: {
    kind: 'input',
    en: 'The pair was decided otherwise before.',
    nl: 'Over het paar is eerder anders besloten.',
    remedyEn:
      'To replace that decision, give `correction` as the reason; otherwise remove the row.',
    remedyNl: 'Geef als reden `correctie` om dat besluit te vervangen; verwijder anders de rij.',
  },
  REVIEW_NOT_DECIDED: {
    kind: 'input',
    en: 'A decision is withdrawn that was never taken, or is over already.',
    nl: 'Een besluit wordt ingetrokken dat nooit is genomen, of al voorbij is.',
    remedyEn: 'Remove the row.',
    remedyNl: 'Verwijder de rij.',
  },
  REVIEW_CONTRADICTS: {
    kind: 'input',
    en: 'A decision contradicts others, in this file or earlier: A is B and B is C, but A is not C.',
    nl: 'Een besluit spreekt andere tegen, in dit bestand of eerder: A is B en B is C, maar A is niet C.',
    remedyEn: 'Look at the three pairs together; correct or withdraw one of the decisions.',
    remedyNl: 'Bekijk de drie paren samen; verbeter een van de besluiten of trek er een in.',
  },
  REVIEW_ONE_TO_ONE: {
    kind: 'input',
    en: 'A decision would make two records of a register one person, while the register has each person once.',
    nl: 'Een besluit zou twee records van een register één persoon maken, terwijl het register elke persoon één keer heeft.',
    remedyEn: 'Correct or withdraw the decision that gave the record its other partner.',
    remedyNl: 'Verbeter het besluit dat het record zijn andere partner gaf, of trek het in.',
  },
  REVIEW_ACCOUNT_BROKEN: {
    kind: 'refused',
    en: 'The account of decisions was changed: a line is not what the linkage unit signed, or does not follow the one before.',
    nl: 'Het logboek van besluiten is gewijzigd: een regel is niet wat de koppelpartij ondertekende, of volgt niet op de vorige.',
    remedyEn:
      'Nothing is linked with it. Find out who touched the file, and put back a copy from before.',
    remedyNl:
      'Er wordt niet mee gekoppeld. Zoek uit wie aan het bestand kwam, en zet een eerdere kopie terug.',
  },
  REVIEW_ACCOUNT_SHORT: {
    kind: 'refused',
    en: 'The account of decisions lacks lines that an earlier linkage followed.',
    nl: 'In het logboek van besluiten ontbreken regels die een eerdere koppeling volgde.',
    remedyEn:
      'Put back the newest copy of the file. Without one, remove the state folder: all of the lost decisions are gone then.',
    remedyNl:
      'Zet de nieuwste kopie van het bestand terug. Is die er niet, verwijder dan de map met de stand van zaken: de ontbrekende besluiten zijn dan kwijt.',
  },
} as const satisfies Messages;
