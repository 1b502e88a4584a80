// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "input": the register file, its mapping, and its rows. */
export const inputMessages = {
  INPUT_EMPTY: {
    kind: 'input',
    en: 'The file has no rows.',
    nl: 'Het bestand bevat geen rijen.',
    remedyEn: 'Check the export; a header row and at least one row are needed.',
    remedyNl: 'Controleer de export; een kopregel en ten minste één rij zijn nodig.',
  },
  INPUT_BOM: {
    kind: 'input',
    en: 'The file begins with a byte order mark, as spreadsheet programs write it.',
    nl: 'Het bestand begint met een byte order mark, zoals rekenprogramma’s die schrijven.',
    remedyEn: 'Put `charset: utf-8-bom` in the mapping, or save the file without the mark.',
    remedyNl: 'Zet `charset: utf-8-bom` in de mapping, of bewaar het bestand zonder dit merk.',
  },
  INPUT_UTF16: {
    kind: 'input',
    en: 'The file is in UTF-16, not in the character set that the mapping declares.',
    nl: 'Het bestand is in UTF-16, niet in de tekenset die de mapping noemt.',
    remedyEn: 'Put `charset: utf-16le` (or utf-16be) in the mapping, or save the file as UTF-8.',
    remedyNl:
      'Zet `charset: utf-16le` (of utf-16be) in de mapping, of bewaar het bestand als UTF-8.',
  },
  INPUT_NOT_UTF8: {
    kind: 'input',
    en: 'The file has bytes that are not in its declared character set; perhaps it is Latin-1.',
    nl: 'Het bestand heeft bytes buiten de opgegeven tekenset; mogelijk is het Latin-1.',
    remedyEn: 'Put `charset: windows-1252` in the mapping, or save the file as UTF-8.',
    remedyNl: 'Zet `charset: windows-1252` in de mapping, of bewaar het bestand als UTF-8.',
  },
  INPUT_CHARSET: {
    kind: 'input',
    en: 'The file is not in the character set that the mapping declares.',
    nl: 'Het bestand is niet in de tekenset die de mapping noemt.',
    remedyEn: 'Correct `charset` in the mapping; without it the file is read as UTF-8.',
    remedyNl: 'Verbeter `charset` in de mapping; zonder die regel wordt UTF-8 gelezen.',
  },
  INPUT_QUOTE: {
    kind: 'input',
    en: 'A quotation mark is opened and not closed, or stands inside a value.',
    nl: 'Een aanhalingsteken wordt geopend en niet gesloten, of staat midden in een waarde.',
    remedyEn: 'Correct that row in the export: a quote inside a quoted value is written twice.',
    remedyNl:
      'Verbeter die rij in de export: een aanhalingsteken in een waarde wordt dubbel geschreven.',
  },
  INPUT_ROW: {
    kind: 'input',
    en: 'A row is longer than a million characters.',
    nl: 'Een rij is langer dan een miljoen tekens.',
    remedyEn:
      'Look at that row in the file: mostly a quotation mark is opened there and never closed, or it is no text with rows.',
    remedyNl:
      'Bekijk die rij in het bestand: meestal wordt daar een aanhalingsteken geopend en nooit gesloten, of is het geen tekst met rijen.',
  },
  INPUT_NOT_A_FILE: {
    kind: 'input',
    en: 'The register is a folder, a pipe or a device, and not a file.',
    nl: 'Het register is een map, een pipe of een apparaat, en geen bestand.',
    remedyEn:
      'Name a file. It is read more than once, so save what another program gives in a file first.',
    remedyNl:
      'Noem een bestand. Het wordt meer dan eens gelezen: bewaar wat een ander programma geeft eerst in een bestand.',
  },
  INPUT_COLUMN_MISSING: {
    kind: 'input',
    en: 'A column that the mapping names is not in the file.',
    nl: 'Een kolom die de mapping noemt staat niet in het bestand.',
    remedyEn: 'Correct the name or the delimiter in the mapping, or add the column to the export.',
    remedyNl: 'Verbeter de naam of het scheidingsteken in de mapping, of vul de export aan.',
  },
  INPUT_COLUMN_EXTRA: {
    kind: 'input',
    en: 'The file has a column that the mapping does not name.',
    nl: 'Het bestand heeft een kolom die de mapping niet noemt.',
    remedyEn: 'Leave the column out of the export, or name it under `ignore` in the mapping.',
    remedyNl: 'Laat de kolom uit de export, of noem haar onder `ignore` in de mapping.',
  },
  INPUT_COLUMN_DUPLICATE: {
    kind: 'input',
    en: 'Two columns of the file have the same name.',
    nl: 'Twee kolommen van het bestand hebben dezelfde naam.',
    remedyEn: 'Rename one of them in the export.',
    remedyNl: 'Hernoem een van de twee in de export.',
  },
  MAPPING_INVALID: {
    kind: 'input',
    en: 'The mapping file is not valid.',
    nl: 'Het mappingbestand is niet geldig.',
    remedyEn: 'Correct it at the place that is named; see the example mapping.',
    remedyNl: 'Verbeter het op de genoemde plaats; zie de voorbeeldmapping.',
  },
  MAPPING_LOOKS: {
    kind: 'input',
    en: 'This register has none of the fields that the second round shows.',
    nl: 'Dit register heeft geen van de velden die de tweede ronde toont.',
    remedyEn:
      'Map at least one of them, or have the register left out of the study: no pair of it could be decided.',
    remedyNl:
      'Koppel er ten minste één aan een kolom, of laat het register uit de studie: over geen paar ervan valt te beslissen.',
  },
  MAPPING_REGISTER: {
    kind: 'input',
    en: 'The mapping belongs to another register.',
    nl: 'De mapping hoort bij een ander register.',
    remedyEn: 'Name the mapping of this register.',
    remedyNl: 'Geef de mapping van dit register op.',
  },
  MAPPING_FIELD_MISSING: {
    kind: 'input',
    en: 'The mapping lacks a linkage field or payload variable of the study.',
    nl: 'In de mapping ontbreekt een koppelveld of onderzoeksvariabele van de studie.',
    remedyEn: 'Name its column; a linkage field that the register lacks goes under `absent`.',
    remedyNl: 'Noem de kolom; een koppelveld dat het register niet heeft komt onder `absent`.',
  },
  MAPPING_FIELD_UNKNOWN: {
    kind: 'input',
    en: 'The mapping names something that the study does not ask for.',
    nl: 'De mapping noemt iets waar de studie niet om vraagt.',
    remedyEn: 'Remove it: only what is on the allow-list of the study may leave.',
    remedyNl: 'Haal het weg: alleen wat de studie toestaat mag eruit.',
  },
  MAPPING_PART_UNKNOWN: {
    kind: 'input',
    en: 'The mapping names a part that a field of this type does not have, or no part of it.',
    nl: 'De mapping noemt een deel dat een veld van dit type niet heeft, of geen enkel deel ervan.',
    remedyEn: 'Name one column, or columns for the parts that the documentation of the type lists.',
    remedyNl: 'Noem één kolom, of kolommen voor de delen die de documentatie van het type noemt.',
  },
  MAPPING_UNIT: {
    kind: 'input',
    en: 'The register has a variable in another unit than the study asks for.',
    nl: 'Het register heeft een variabele in een andere eenheid dan de studie vraagt.',
    remedyEn: 'Convert the column before it is read, or have the study name the right unit.',
    remedyNl:
      'Reken de kolom om voordat zij wordt gelezen, of laat de studie de juiste eenheid noemen.',
  },
  ROW_REJECTED: {
    kind: 'input',
    en: 'A row breaks a rule and was not encoded.',
    nl: 'Een rij voldoet niet aan een regel en is niet gecodeerd.',
    remedyEn: 'Correct the row at its source.',
    remedyNl: 'Verbeter de rij in de bron.',
  },
  ROWS_REJECTED: {
    kind: 'input',
    en: 'Rows were rejected, so nothing has left.',
    nl: 'Er zijn rijen afgewezen, dus er is niets verstuurd.',
    remedyEn:
      'Correct them, or send the other rows with --accept-rejected; --report lists them all.',
    remedyNl:
      'Verbeter ze, of stuur de andere rijen met --accept-rejected; --report noemt ze alle.',
  },
  ROWS_ALL_REJECTED: {
    kind: 'input',
    en: 'Every row was rejected, so nothing has left.',
    nl: 'Alle rijen zijn afgewezen, dus er is niets verstuurd.',
    remedyEn: 'Check the mapping first: a wrong column makes every row wrong.',
    remedyNl: 'Controleer eerst de mapping: een verkeerde kolom maakt elke rij fout.',
  },
  QUOTA_EXCEEDED: {
    kind: 'refused',
    en: 'The register has more rows than the study allows this data owner.',
    nl: 'Het register heeft meer rijen dan de studie deze bronhouder toestaat.',
    remedyEn: 'Check the selection; the quota is `maxRecords` in the study.',
    remedyNl: 'Controleer de selectie; de grens is `maxRecords` in de studie.',
  },
} as const satisfies Messages;
