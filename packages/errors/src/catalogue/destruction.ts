// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "destruction": retention, erasing a study, certificates, objections, accounts. */
export const destructionMessages = {
  GATE_STUDY_DESTROYED: {
    kind: 'refused',
    en: 'The study was destroyed: its coordinator signed that all parties have erased it.',
    nl: 'De studie is vernietigd: de coördinator tekende dat alle partijen haar hebben gewist.',
    remedyEn: 'Nothing can be done for it any more. Remove copies that are still here.',
    remedyNl: 'Er kan niets meer voor worden gedaan. Verwijder kopieën die hier nog zijn.',
  },
  RETENTION_OVER: {
    kind: 'refused',
    en: 'The time for which the study lets these data be kept is over.',
    nl: 'De termijn waarin deze gegevens voor de studie bewaard mogen worden is voorbij.',
    remedyEn: 'Run the command destroy. Going on takes a new version of the study.',
    remedyNl: 'Geef de opdracht destroy. Doorgaan kan alleen met een nieuwe versie van de studie.',
  },
  DESTRUCTION_DONE: {
    kind: 'refused',
    en: 'This party has destroyed the study; its certificate is in the file that is named.',
    nl: 'Deze partij heeft de studie vernietigd; de verklaring staat in het genoemde bestand.',
    remedyEn: 'Nothing can be run for it any more. Give the certificate to the coordinator.',
    remedyNl: 'Er kan niets meer voor draaien. Geef de verklaring aan de coördinator.',
  },
  DESTRUCTION_UNFINISHED: {
    kind: 'refused',
    en: 'Destroying the study was begun here and broken off.',
    nl: 'Het vernietigen van de studie is hier begonnen en afgebroken.',
    remedyEn: 'Run the command destroy again: it goes on where it stopped.',
    remedyNl: 'Geef de opdracht destroy opnieuw: die gaat verder waar hij bleef.',
  },
  DESTRUCTION_UNCONFIRMED: {
    kind: 'refused',
    en: 'Nothing was destroyed: it was not confirmed with the id of the study.',
    nl: 'Er is niets vernietigd: het is niet bevestigd met de naam van de studie.',
    remedyEn: 'Read the plan; then type the id of the study, or give it with --confirm.',
    remedyNl: 'Lees het plan; typ dan de naam van de studie, of geef die met --confirm.',
  },
  DESTRUCTION_NOT_OURS: {
    kind: 'input',
    en: 'A folder that was named holds no data set of this study.',
    nl: 'Een genoemde map bevat geen gegevensbestand van deze studie.',
    remedyEn: 'Name folders that assemble made for this study, or a folder of such folders.',
    remedyNl: 'Noem mappen die assemble voor deze studie maakte, of een map met zulke mappen.',
  },
  DESTRUCTION_PLACE: {
    kind: 'input',
    en: 'What was named holds the study, the key file or the log, and is not erased as a whole.',
    nl: 'Wat is genoemd bevat de studie, het sleutelbestand of het log en wordt niet in zijn geheel gewist.',
    remedyEn: 'Name the files or the folder below it that are to go.',
    remedyNl: 'Noem de bestanden of de map daaronder die weg moeten.',
  },
  OBJECTIONS_NOT_RUN: {
    kind: 'refused',
    en: 'The exclusion list is not the one under which this was last delivered.',
    nl: 'De uitsluitingslijst is niet die waarmee dit voor het laatst is geleverd.',
    remedyEn:
      'Run every register with this list first, with --release-now where changes are held back, and give the command again.',
    remedyNl:
      'Draai eerst elk register met deze lijst, met --release-now waar wijzigingen worden aangehouden, en geef de opdracht opnieuw.',
  },
  STUDY_NOT_ENDED: {
    kind: 'refused',
    en: 'The study has not ended.',
    nl: 'De studie is niet beëindigd.',
    remedyEn: 'End it first with `koppel-study end`.',
    remedyNl: 'Beëindig haar eerst met `koppel-study end`.',
  },
  CERTIFICATE_FORM: {
    kind: 'input',
    en: 'A file is no certificate of destruction.',
    nl: 'Een bestand is geen verklaring van vernietiging.',
    remedyEn: 'Ask that party for the file ….destroyed.json, as it is.',
    remedyNl: 'Vraag die partij om het bestand ….destroyed.json, zoals het is.',
  },
  CERTIFICATE_SIGNATURE: {
    kind: 'refused',
    en: 'A certificate was changed, or signed with another key than the study names for that party.',
    nl: 'Een verklaring is gewijzigd, of getekend met een andere sleutel dan de studie noemt.',
    remedyEn: 'Keep the file as it is and call that party.',
    remedyNl: 'Bewaar het bestand zoals het is en bel die partij.',
  },
  CERTIFICATE_OTHER: {
    kind: 'input',
    en: 'A certificate is for another study, another version of it, or a party it does not have.',
    nl: 'Een verklaring is voor een andere studie of versie, of voor een partij die er niet is.',
    remedyEn: 'Take it out of the folder and ask for the one of this version.',
    remedyNl: 'Haal haar uit de map en vraag die van deze versie.',
  },
  CERTIFICATE_MISSING: {
    kind: 'refused',
    en: 'A party of the study has given no certificate of destruction.',
    nl: 'Een partij van de studie heeft geen verklaring van vernietiging gegeven.',
    remedyEn: 'Ask that party to run destroy, and put its ….destroyed.json in the folder.',
    remedyNl: 'Vraag die partij om destroy, en zet haar ….destroyed.json in de map.',
  },
  ACCOUNT_BROKEN: {
    kind: 'input',
    en: 'A line of the account of refusals was changed, removed or added.',
    nl: 'Een regel van het boek van weigeringen is gewijzigd, verwijderd of toegevoegd.',
    remedyEn: 'Keep the file as evidence, and compare it with a copy that was kept elsewhere.',
    remedyNl: 'Bewaar het bestand als bewijs, en vergelijk het met een kopie van elders.',
  },
} as const satisfies Messages;
