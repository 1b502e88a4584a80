// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "disclosure": what may not leave a researcher's environment. */
export const disclosureMessages = {
  CHECK_K_ANONYMITY: {
    kind: 'refused',
    en: 'Too few records share their quasi-identifying values.',
    nl: 'Te weinig records delen hun quasi-identificerende waarden.',
    remedyEn:
      'The report tells which variable helps most when it is made coarser or left out. Do that and check again. Rule joined: two files are fine each, and not when they are joined by person: make one coarser, or leave the pseudonym out.',
    remedyNl:
      'Het rapport zegt van welke variabele grover maken of weglaten het meest helpt. Doe dat en controleer opnieuw. Regel joined: twee bestanden zijn elk goed, maar niet als zij per persoon worden samengevoegd: maak er een grover, of laat het pseudoniem weg.',
  },
  CHECK_L_DIVERSITY: {
    kind: 'refused',
    en: 'Records that share their quasi-identifying values also share (nearly all) a sensitive one.',
    nl: 'Records die hun quasi-identificerende waarden delen, delen ook (bijna allemaal) een gevoelige waarde.',
    remedyEn: 'Make quasi-identifying variables coarser, or leave the sensitive variable out.',
    remedyNl: 'Maak quasi-identificerende variabelen grover, of laat de gevoelige variabele weg.',
  },
  CHECK_UNDECLARED: {
    kind: 'refused',
    en: 'The data set has a variable of which the rules do not say how it is to be treated.',
    nl: 'Het gegevensbestand heeft een variabele waarvan de regels niet zeggen hoe ermee om te gaan.',
    remedyEn: 'Put it under quasiIdentifiers, sensitive or harmless in the rules, or leave it out.',
    remedyNl: 'Zet haar in de regels onder quasiIdentifiers, sensitive of harmless, of laat haar weg.',
  },
  CHECK_SMALL_CELL: {
    kind: 'refused',
    en: 'The table has cells of too few persons.',
    nl: 'De tabel heeft cellen van te weinig personen.',
    remedyEn: 'Merge categories (groups in the rules), or let cells be suppressed (--suppress).',
    remedyNl: 'Voeg categorieën samen (groups in de regels), of laat cellen onderdrukken (--suppress).',
  },
  CHECK_DOMINANCE: {
    kind: 'refused',
    en: 'One person brings more to a total than is allowed.',
    nl: 'Eén persoon draagt meer bij aan een totaal dan mag.',
    remedyEn: 'Merge categories, leave the amount out, or let cells be suppressed (--suppress).',
    remedyNl: 'Voeg categorieën samen, laat het bedrag weg, of laat cellen onderdrukken (--suppress).',
  },
  CHECK_GROUP: {
    kind: 'refused',
    en: 'Nearly all of a group lie in one cell, so that the table tells something of each of them.',
    nl: 'Bijna een hele groep ligt in één cel, zodat de tabel van elk van hen iets vertelt.',
    remedyEn:
      'Merge that category with another, let cells be suppressed (--suppress), or, when it does no harm to learn it of somebody, say harmless: true for the dimension.',
    remedyNl:
      'Voeg die categorie samen met een andere, laat cellen onderdrukken (--suppress), of, als het niemand schaadt dat men het weet, geef de dimensie harmless: true.',
  },
  CHECK_DIFFERENCE: {
    kind: 'refused',
    en: 'Beside an earlier release, this one tells of too few persons what sets them apart.',
    nl: 'Naast een eerdere uitgave vertelt deze van te weinig personen wat hen onderscheidt.',
    remedyEn:
      'Use the categories of the earlier release, or such as differ from them by at least ten persons.',
    remedyNl:
      'Gebruik de categorieën van de eerdere uitgave, of zulke die er ten minste tien personen van schelen.',
  },
  CHECK_PATTERN: {
    kind: 'refused',
    en: 'A suppressed number can be worked out from those that are there.',
    nl: 'Een onderdrukt getal is uit te rekenen uit de getallen die er wel staan.',
    remedyEn: 'Suppress more cells, or give the whole table and let the program do it (--suppress).',
    remedyNl: 'Onderdruk meer cellen, of geef de hele tabel en laat het programma het doen (--suppress).',
  },
  CHECK_NO_PATTERN: {
    kind: 'refused',
    en: 'No suppression of cells was found that protects the table and leaves something of it.',
    nl: 'Er is geen onderdrukking van cellen gevonden die de tabel beschermt en er iets van overlaat.',
    remedyEn: 'Merge categories or make the table smaller, and check again.',
    remedyNl: 'Voeg categorieën samen of maak de tabel kleiner, en controleer opnieuw.',
  },
  CHECK_TABLE: {
    kind: 'input',
    en: 'The file does not hold the table or data set that the rules describe.',
    nl: 'Het bestand bevat niet de tabel of het gegevensbestand dat de regels beschrijven.',
    remedyEn:
      'Rule column: a column is missing. number: not a number, or a count below zero or not whole. twice: a cell stands in it twice. sum: a total is not the sum of its cells. largest: an amount without the largest contribution in each cell, so that dominance cannot be checked. format: not what its name says; only .csv, .parquet, .sav and .dta can be checked. kind: a .sav with zlib compression, or a .dta of before Stata 13 or with strL. hidden: more than names, labels and rows, such as notes, or labels of values that no row has: remove those. encoding: save it in UTF-8.',
    remedyNl:
      'Regel column: er ontbreekt een kolom. number: geen getal, of een aantal onder nul of niet geheel. twice: een cel staat er tweemaal in. sum: een totaal is niet de som van zijn cellen. largest: een bedrag zonder de grootste bijdrage per cel, zodat overheersing niet te controleren is. format: niet wat de naam zegt; alleen .csv, .parquet, .sav en .dta zijn te controleren. kind: een .sav met zlib-compressie, of een .dta van voor Stata 13 of met strL. hidden: meer dan namen, labels en rijen, zoals notities, of labels van waarden die geen rij heeft: haal die weg. encoding: sla het op in UTF-8.',
  },
  CHECK_EARLIER: {
    kind: 'input',
    en: 'An earlier release in the folder cannot be read, or is of another study, so that nothing can be held against it.',
    nl: 'Een eerdere uitgave in de map is niet te lezen, of is van een andere studie, zodat er niets naast te leggen is.',
    remedyEn: 'Put the release back as it left, or use a folder of this study.',
    remedyNl: 'Zet de uitgave terug zoals zij wegging, of gebruik een map van deze studie.',
  },
  CHECK_CHANGED: {
    kind: 'refused',
    en: 'The file changed after it was checked.',
    nl: 'Het bestand is veranderd nadat het was gecontroleerd.',
    remedyEn: 'Run the command again when nothing writes to the file. Nothing was released.',
    remedyNl: 'Geef de opdracht opnieuw als niets meer naar het bestand schrijft. Er is niets uitgegeven.',
  },
  CHECK_TABLE_SIZE: {
    kind: 'input',
    en: 'The table has too many cells, totals included.',
    nl: 'De tabel heeft te veel cellen, totalen meegeteld.',
    remedyEn: 'Make it of fewer dimensions or of coarser categories.',
    remedyNl: 'Maak haar met minder dimensies of met grovere categorieën.',
  },
  RULES_INVALID: {
    kind: 'input',
    en: 'The rules of the release check are not right at this place.',
    nl: 'De regels van de uitgavecontrole kloppen niet op deze plaats.',
    remedyEn: 'Correct the file; docs/researcher/release-check.md explains it. Thresholds can be stricter, not looser.',
    remedyNl: 'Verbeter het bestand; docs/researcher/release-check.nl.md legt het uit. Drempels kunnen strenger zijn, niet ruimer.',
  },
  WEIGHTS_NOTHING: {
    kind: 'input',
    en: 'There is nothing to weigh: the data set has no linked records in this register.',
    nl: 'Er valt niets te wegen: het gegevensbestand heeft geen gekoppelde records in dit register.',
    remedyEn: 'Check that the folder is a data set of this study, and name another register.',
    remedyNl: 'Ga na of de map een gegevensbestand van deze studie is, en noem een ander register.',
  },
} as const satisfies Messages; // prettier-ignore
