// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "care": objections, the account of what left, proof, and the service. */
export const careMessages = {
  EXCLUSIONS_HEADER: {
    kind: 'input',
    en: 'The exclusion list does not begin with a header that is understood.',
    nl: 'De uitsluitingslijst begint niet met een kopregel die wordt begrepen.',
    remedyEn:
      'Let the first line name the columns: bsn and/or record, and where wanted register, reason, since.',
    remedyNl:
      'Laat de eerste regel de kolommen noemen: bsn en/of record, en zo nodig register, reason, since.',
  },
  EXCLUSIONS_ROW: {
    kind: 'input',
    en: 'An entry of the exclusion list is not understood. Nothing has left.',
    nl: 'Een regel van de uitsluitingslijst wordt niet begrepen. Er is niets verstuurd.',
    remedyEn: 'Correct that row; the rule says what is wrong. It may be somebody who objected.',
    remedyNl:
      'Verbeter die rij; de regel zegt wat er mis is. Het kan iemand zijn die bezwaar maakte.',
  },
  EXCLUSIONS_FORGOTTEN: {
    kind: 'refused',
    en: 'Earlier runs of this study had an exclusion list and this one has none. Nothing has left.',
    nl: 'Eerdere runs van deze studie hadden een uitsluitingslijst en deze niet. Er is niets verstuurd.',
    remedyEn:
      'Give it with --exclusions. Only when nobody is excluded any more: --no-exclusions --confirm-removed.',
    remedyNl:
      'Geef haar met --exclusions. Alleen als niemand meer is uitgesloten: --no-exclusions --confirm-removed.',
  },
  EXCLUSIONS_SHRUNK: {
    kind: 'refused',
    en: 'Entries of the earlier exclusion list are missing from this one. Nothing has left.',
    nl: 'Regels van de eerdere uitsluitingslijst ontbreken in deze. Er is niets verstuurd.',
    remedyEn: 'Check the list. When they are rightly gone, confirm that with --confirm-removed.',
    remedyNl: 'Controleer de lijst. Zijn ze terecht weg, bevestig dat dan met --confirm-removed.',
  },
  EXCLUSIONS_BSN: {
    kind: 'refused',
    en: 'The exclusion list has citizen service numbers and the mapping names no column for them.',
    nl: 'De uitsluitingslijst heeft burgerservicenummers en de mapping noemt er geen kolom voor.',
    remedyEn:
      'Name the column as `bsn` in the mapping. Without such a column: list record numbers, and confirm with --confirm-without-bsn.',
    remedyNl:
      'Noem de kolom als `bsn` in de mapping. Is die er niet: zet recordnummers op de lijst en bevestig met --confirm-without-bsn.',
  },
  EXCLUSIONS_MEMORY: {
    kind: 'environment',
    en: 'What is remembered of the exclusion list is missing or was changed. Nothing has left.',
    nl: 'Wat van de uitsluitingslijst is onthouden, ontbreekt of is gewijzigd. Er is niets verstuurd.',
    remedyEn:
      'Put back a copy of the state folder, or check the list and confirm it with --confirm-removed.',
    remedyNl:
      'Zet een kopie van de map met de stand terug, of controleer de lijst en bevestig met --confirm-removed.',
  },
  LEDGER_MISSING: {
    kind: 'input',
    en: 'There is no ledger in this folder: nothing has been sent from here.',
    nl: 'In deze map staat geen verzendboek: van hieruit is niets verstuurd.',
    remedyEn: 'Check the folder; it is the one that --state names, or the key file with `.state`.',
    remedyNl: 'Controleer de map; --state noemt haar, of het is het sleutelbestand met `.state`.',
  },
  LEDGER_BROKEN: {
    kind: 'refused',
    en: 'The ledger is not what was written: an entry was changed, removed, added or moved.',
    nl: 'Het verzendboek is niet wat er is geschreven: een regel is gewijzigd, weg, nieuw of verplaatst.',
    remedyEn:
      'Tell the privacy officer. Keep the folder as it is; put back a copy of it to work on.',
    remedyNl:
      'Meld het de privacyfunctionaris. Bewaar de map zoals zij is; zet een kopie terug om door te gaan.',
  },
  LEDGER_OTHER_OWNER: {
    kind: 'refused',
    en: 'The ledger belongs to another data owner or another key file.',
    nl: 'Het verzendboek is van een andere bronhouder of een ander sleutelbestand.',
    remedyEn: 'Name the state folder of this owner with --state.',
    remedyNl: 'Geef met --state de map van deze bronhouder op.',
  },
  LEDGER_INCOMPLETE: {
    kind: 'refused',
    en: 'The log holds batches of this data owner that its ledger does not know. Nothing has left.',
    nl: 'Op het log staan pakketten van deze bronhouder die haar verzendboek niet kent. Er is niets verstuurd.',
    remedyEn:
      'Use the state folder with which they were sent. If it is lost for good: --confirm-lost-state, once. If you did not send them, somebody else has your signing key: stop, and tell the other parties.',
    remedyNl:
      'Gebruik de map waarmee ze zijn verstuurd. Is die voorgoed weg: eenmalig --confirm-lost-state. Hebt u ze niet verstuurd, dan heeft iemand anders uw ondertekensleutel: stop, en waarschuw de andere partijen.',
  },
  PROOF_SUBJECT: {
    kind: 'input',
    en: 'The file does not hold one citizen service number or record number on its first line.',
    nl: 'Het bestand bevat niet één burgerservicenummer of recordnummer op de eerste regel.',
    remedyEn: 'Put the number alone on the first line. A citizen service number is checked.',
    remedyNl:
      'Zet alleen het nummer op de eerste regel. Een burgerservicenummer wordt gecontroleerd.',
  },
  PROOF_NO_RECORD: {
    kind: 'input',
    en: 'No row of this register has that citizen service number, so there is no record to look for.',
    nl: 'Geen rij van dit register heeft dat burgerservicenummer, dus is er geen record om te zoeken.',
    remedyEn:
      'Use the export of the time in which the person was in the register, or the record number.',
    remedyNl: 'Gebruik de export van toen de persoon in het register stond, of het recordnummer.',
  },
  PROOF_CONTAINS: {
    kind: 'refused',
    en: 'The opposite is true: batches since that date contain this person. The proof names them.',
    nl: 'Het tegendeel is waar: pakketten sinds die datum bevatten deze persoon. Het bewijs noemt ze.',
    remedyEn: 'Put the person on the exclusion list and run again: that sends a retraction.',
    remedyNl: 'Zet de persoon op de uitsluitingslijst en draai opnieuw: dat stuurt een intrekking.',
  },
  PROOF_TOKENS: {
    kind: 'refused',
    en: 'The list of what a batch contained is missing or is not the one that the ledger names.',
    nl: 'De lijst van wat een pakket bevatte ontbreekt of is niet die welke het verzendboek noemt.',
    remedyEn: 'Put back the `tokens` folder of the state folder. Without it nothing can be proven.',
    remedyNl: 'Zet de map `tokens` van de stand terug. Zonder die map valt niets te bewijzen.',
  },
  PROOF_PRUNED: {
    kind: 'refused',
    en: 'The lists of what those batches contained were removed with ledger prune, as the ledger says.',
    nl: 'De lijsten van wat die pakketten bevatten zijn verwijderd met ledger prune, zoals het verzendboek zegt.',
    remedyEn: 'Ask for a proof since a later day, or put back a copy of the state folder.',
    remedyNl: 'Vraag een bewijs sinds een latere dag, of zet een kopie van de stand terug.',
  },
  PROOF_INVALID: {
    kind: 'refused',
    en: 'The proof does not hold: it was changed, or it does not belong to this ledger or person.',
    nl: 'Het bewijs klopt niet: het is gewijzigd, of hoort niet bij dit verzendboek of deze persoon.',
    remedyEn: 'Ask for a new proof. The rule says at which step it fails.',
    remedyNl: 'Vraag een nieuw bewijs. De regel zegt bij welke stap het misgaat.',
  },
  RUN_STOPPED: {
    kind: 'environment',
    en: 'The run was stopped on request before its end.',
    nl: 'De run is op verzoek gestopt voordat hij klaar was.',
    remedyEn: 'Run it again: what is missing is sent, and nothing twice.',
    remedyNl: 'Draai opnieuw: wat ontbreekt wordt verstuurd, en niets dubbel.',
  },
  RUN_REFUSED: {
    kind: 'refused',
    en: 'The linkage unit has refused the newest run of a register.',
    nl: 'De koppelpartij heeft de nieuwste run van een register geweigerd.',
    remedyEn:
      'See why with koppel-encoder receipts and mend that. The next run then sends the whole register; the same content a third time only with --full.',
    remedyNl:
      'Zie met koppel-encoder receipts waarom en herstel dat. De volgende run stuurt dan het hele register; dezelfde inhoud een derde keer alleen met --full.',
  },
  SERVE_CONFIG: {
    kind: 'input',
    en: 'The configuration of the service is not valid.',
    nl: 'De configuratie van de dienst is niet geldig.',
    remedyEn:
      'Correct it at the place that is named; docs/operating lists all settings of each role.',
    remedyNl:
      'Verbeter haar op de genoemde plaats; docs/operating noemt alle instellingen per rol.',
  },
  SERVE_ADDRESS: {
    kind: 'environment',
    en: 'The service cannot listen on this address or port.',
    nl: 'De dienst kan niet luisteren op dit adres of deze poort.',
    remedyEn: 'Choose another port, or end the service that uses it.',
    remedyNl: 'Kies een andere poort, of beëindig de dienst die haar gebruikt.',
  },
} as const satisfies Messages;
