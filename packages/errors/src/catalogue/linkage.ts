// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "linkage": deciding which records belong to one person. */
export const linkageMessages = {
  LINKAGE_SOURCES: {
    kind: 'input',
    en: 'There is no source to link, or two sources have the same name.',
    nl: 'Er is geen bron om te koppelen, of twee bronnen hebben dezelfde naam.',
    remedyEn: 'Give every source its own name.',
    remedyNl: 'Geef elke bron een eigen naam.',
  },
  LINKAGE_COLUMNS: {
    kind: 'input',
    en: 'The tokens or encodings of a source do not fit its number of records or those of others.',
    nl: 'De tokens of coderingen van een bron passen niet bij het aantal records of bij de andere.',
    remedyEn: 'Check that all sources were encoded under the same version of the study.',
    remedyNl: 'Controleer of alle bronnen met dezelfde versie van de studie zijn gecodeerd.',
  },
  LINKAGE_TOKEN_TWICE: {
    kind: 'input',
    en: 'A source holds the same record token twice.',
    nl: 'Een bron bevat hetzelfde recordtoken twee keer.',
    remedyEn:
      'Ask the data owner to check for repeated record numbers, and to send the source again.',
    remedyNl: 'Vraag de bronhouder dubbele recordnummers na te gaan en de bron opnieuw te sturen.',
  },
  LINKAGE_LOOKS: {
    kind: 'input',
    en: 'The number of looks for each record in the second round is out of range.',
    nl: 'Het aantal blikken per record in de tweede ronde valt buiten het bereik.',
    remedyEn: 'Choose a whole number from 4 to 40; 10 suits most registers.',
    remedyNl: 'Kies een geheel getal van 4 tot en met 40; 10 past bij de meeste registers.',
  },
  LINKAGE_ANSWERS: {
    kind: 'refused',
    en: 'Answers of the second round do not fit the looks that were asked for.',
    nl: 'Antwoorden van de tweede ronde passen niet bij de gevraagde blikken.',
    remedyEn:
      'Ask the owner whether its encoder runs the same version of the study, and ask again.',
    remedyNl:
      'Vraag de bronhouder of zijn codeerder met dezelfde versie van de studie werkt, en vraag opnieuw.',
  },
  LINKAGE_TARGET: {
    kind: 'usage',
    en: 'The accepted share of false links is not a number between 0 and 1.',
    nl: 'Het aanvaarde deel foute koppelingen is geen getal tussen 0 en 1.',
    remedyEn: 'Give a share such as 0.01.',
    remedyNl: 'Geef een deel zoals 0.01.',
  },
  LINKAGE_TOO_MANY_PAIRS: {
    kind: 'refused',
    en: 'Too many pairs of records are similar enough to be candidates.',
    nl: 'Te veel paren van records lijken genoeg op elkaar om kandidaat te zijn.',
    remedyEn: 'Use a higher threshold, or linkage fields that tell persons apart better.',
    remedyNl: 'Gebruik een hogere drempel, of koppelvelden die personen beter onderscheiden.',
  },
  LINKAGE_TOKEN_PAIRS: {
    kind: 'refused',
    en: 'One or more tokens occur so often that joining on them gives too many pairs.',
    nl: 'Een of meer tokens komen zo vaak voor dat koppelen erop te veel paren geeft.',
    remedyEn:
      'Leave the token out where a value is missing or a default, or choose one that fewer persons share.',
    remedyNl:
      'Laat het token weg waar een waarde ontbreekt of standaard is, of kies een dat minder mensen delen.',
  },
  LINKAGE_TOO_FEW: {
    kind: 'refused',
    en: 'The sources hold too few records to estimate a threshold from.',
    nl: 'De bronnen bevatten te weinig records om een drempel uit te schatten.',
    remedyEn: 'Check that every register has arrived whole, or give a threshold yourself.',
    remedyNl: 'Controleer of elk register volledig is aangekomen, of geef zelf een drempel.',
  },
  LINKAGE_INDISTINCT: {
    kind: 'refused',
    en: 'Many records of a source have the same encoding, so they cannot be told apart.',
    nl: 'Veel records van een bron hebben dezelfde codering: ze zijn niet te onderscheiden.',
    remedyEn:
      'Ask the data owner for empty linkage fields and repeated records, or link on more fields.',
    remedyNl:
      'Vraag de bronhouder naar lege koppelvelden en dubbele records, of koppel op meer velden.',
  },
  LINKAGE_NOT_UNIQUE: {
    kind: 'refused',
    en: 'A source that should hold each person once seems to hold many persons more than once.',
    nl: 'Een bron die iedere persoon één keer zou bevatten, lijkt veel personen vaker te bevatten.',
    remedyEn: 'Remove repeated persons at the source, or say in the study that it is not unique.',
    remedyNl: 'Haal dubbele personen uit de bron, of zet in de studie dat hij niet uniek is.',
  },
  LINKAGE_THRESHOLD_UNKNOWN: {
    kind: 'refused',
    en: 'The data do not show where matches end and chance begins, so no threshold was chosen.',
    nl: 'De data laten niet zien waar koppelingen ophouden en toeval begint: er is geen drempel gekozen.',
    remedyEn: 'Give a threshold yourself, for instance from a rehearsal on synthetic data.',
    remedyNl:
      'Geef zelf een drempel, bijvoorbeeld uit een generale repetitie op synthetische data.',
  },
  LINKAGE_MODEL_UNSETTLED: {
    kind: 'refused',
    en: 'The estimate of how fields of matches agree did not settle, so nothing was decided with it.',
    nl: 'De schatting van hoe velden van koppelingen overeenkomen kwam niet tot rust: er is niet mee besloten.',
    remedyEn:
      'Leave out a field that is nearly always missing or the same, or link on one filter per record.',
    remedyNl:
      'Laat een veld weg dat bijna altijd ontbreekt of gelijk is, of koppel op één filter per record.',
  },
  LINKAGE_DECISIONS_CONFLICT: {
    kind: 'input',
    en: 'Decisions about pairs contradict each other, or make two records of a unique register one.',
    nl: 'Besluiten over paren spreken elkaar tegen, of maken twee records van een uniek register één.',
    remedyEn: 'Withdraw one of the decisions about these records, and run again.',
    remedyNl: 'Trek een van de besluiten over deze records in, en draai opnieuw.',
  },
  LINKAGE_CHANGES: {
    kind: 'input',
    en: 'A batch of changes does not fit the records that are there.',
    nl: 'Een reeks wijzigingen past niet bij de records die er zijn.',
    remedyEn: 'Make the state anew from all records.',
    remedyNl: 'Maak de stand opnieuw uit alle records.',
  },
} as const satisfies Messages;
