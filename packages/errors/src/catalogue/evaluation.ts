// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "evaluation": the demo, the benchmarks, and `evaluate`. */
export const evaluationMessages = {
  DEMO_STEP_FAILED: {
    kind: 'environment',
    en: 'A party of the demo could not finish its step; its own explanation is above.',
    nl: 'Een partij in de demo kon haar stap niet afmaken; haar eigen uitleg staat hierboven.',
    remedyEn: 'Follow that explanation and run the demo again.',
    remedyNl: 'Volg die uitleg en draai de demo opnieuw.',
  },
  DEMO_BROKER: {
    kind: 'environment',
    en: 'The demo could not start a Kafka broker on this machine.',
    nl: 'De demo kon op deze machine geen Kafka-broker starten.',
    remedyEn:
      'Rule `java`: install Java 17 or newer. `maven`: install Maven. `network`: Maven Central cannot be reached. Or name a running broker in KAFKA_BROKERS, or run the demo without `--kafka`.',
    remedyNl:
      'Regel `java`: installeer Java 17 of nieuwer. `maven`: installeer Maven. `network`: Maven Central is niet bereikbaar. Of noem een draaiende broker in KAFKA_BROKERS, of draai de demo zonder `--kafka`.',
  },
  DEMO_FOLDER: {
    kind: 'input',
    en: 'The folder for the demo exists and was not made by a demo.',
    nl: 'De map voor de demo bestaat al en is niet door een demo gemaakt.',
    remedyEn: 'Name another folder with --out.',
    remedyNl: 'Geef een andere map op met --out.',
  },
  EVALUATE_COLUMN: {
    kind: 'input',
    en: 'A column that is needed is not in the file, or is in it twice.',
    nl: 'Een kolom die nodig is staat niet in het bestand, of staat er twee keer in.',
    remedyEn:
      'The data files need rid, entity_id and the columns of the fields file; truth.csv a_rid and b_rid. Check the header, and that its cells are separated by a comma, a semicolon, a tab or a vertical bar.',
    remedyNl:
      'De databestanden hebben rid, entity_id en de kolommen van het veldenbestand nodig; truth.csv a_rid en b_rid. Controleer de kopregel, en of de cellen daarvan gescheiden zijn door een komma, puntkomma, tab of verticale streep.',
  },
  EVALUATE_FIELDS: {
    kind: 'input',
    en: 'The fields file is not valid.',
    nl: 'Het veldenbestand is niet geldig.',
    remedyEn:
      'Write a YAML list of {column, type, weight}; types are those of a study, and columns instead of column names a column for each part.',
    remedyNl:
      'Schrijf een YAML-lijst van {column, type, weight}; typen zijn die van een studie, en columns in plaats van column noemt een kolom per deel.',
  },
  EVALUATE_SCORING_COLUMN: {
    kind: 'input',
    en: 'A column that is there for scoring only is named as a linkage field.',
    nl: 'Een kolom die alleen voor het scoren dient is als koppelveld genoemd.',
    remedyEn: 'Remove rid, entity_id and national numbers from the fields file.',
    remedyNl: 'Haal rid, entity_id en persoonsnummers uit het veldenbestand.',
  },
  EVALUATE_CSV: {
    kind: 'input',
    en: 'A data file cannot be read as CSV.',
    nl: 'Een databestand kan niet als CSV worden gelezen.',
    remedyEn:
      'Check quotes and delimiter near that row. Rule `rowWidth`: it has another number of cells than the header.',
    remedyNl:
      'Controleer aanhalingstekens en scheidingsteken bij die rij. Regel `rowWidth`: ze heeft een ander aantal cellen dan de kopregel.',
  },
  EVALUATE_RECORD_ID: {
    kind: 'input',
    en: 'A record number is missing, longer than a thousand characters, or there twice.',
    nl: 'Een recordnummer ontbreekt, is langer dan duizend tekens, of komt twee keer voor.',
    remedyEn: 'Give each row of a data file a number of its own in the column rid.',
    remedyNl: 'Geef elke rij van een databestand een eigen nummer in de kolom rid.',
  },
  EVALUATE_TRUTH: {
    kind: 'input',
    en: 'There are no true pairs to score with.',
    nl: 'Er zijn geen ware paren om mee te scoren.',
    remedyEn:
      'Add truth.csv, or an entity_id that some records share. Rule `recordsUnknown`: no pair of truth.csv names records of a.csv and b.csv; its columns must hold their rid. A truth.csv with a header alone says that nobody is in both.',
    remedyNl:
      'Voeg truth.csv toe, of een entity_id die sommige records delen. Regel `recordsUnknown`: geen paar in truth.csv noemt records van a.csv en b.csv; de kolommen moeten hun rid bevatten. Een truth.csv met alleen een kopregel zegt dat niemand in beide staat.',
  },
} as const satisfies Messages;
