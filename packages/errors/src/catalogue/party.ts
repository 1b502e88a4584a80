// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "party": what the parties to a study find out about each other. */
export const partyMessages = {
  KEY_NOT_THIS_OWNER: {
    kind: 'refused',
    en: 'The key file is not the one whose public keys the study names for this data owner.',
    nl: 'Dit is niet het sleutelbestand waarvan de studie de publieke sleutels noemt.',
    remedyEn: 'Use the right key file or owner name; `key show` prints the public keys of a file.',
    remedyNl:
      'Gebruik het juiste sleutelbestand of de juiste naam; `key show` toont publieke sleutels.',
  },
  KEY_NOT_THIS_PARTY: {
    kind: 'refused',
    en: 'The key file is not the one whose public keys the study names for this party.',
    nl: 'Dit is niet het sleutelbestand waarvan de studie de publieke sleutels van deze partij noemt.',
    remedyEn: 'Use the right key file; `key show` prints the public keys of a file.',
    remedyNl: 'Gebruik het juiste sleutelbestand; `key show` toont de publieke sleutels.',
  },
  KEY_NOT_AGREED: {
    kind: 'refused',
    en: 'There is no agreed encoding key for this version of the study. Perhaps the study changed.',
    nl: 'Voor deze versie van de studie is geen codeersleutel afgesproken. Wellicht wijzigde de studie.',
    remedyEn:
      'Agree with the same study file everywhere (`key agree`); after an agreement by files, put it on the log (`key check --log`).',
    remedyNl:
      'Spreek overal af met hetzelfde studiebestand (`key agree`); zet een afspraak via bestanden op het log (`key check --log`).',
  },
  CEREMONY_CONFLICT: {
    kind: 'refused',
    en: 'A data owner has sent two different messages for one step of the key ceremony.',
    nl: 'Een bronhouder heeft voor één stap van de sleutelceremonie twee verschillende berichten gestuurd.',
    remedyEn: 'Speak to that owner. Start anew with a new version of the study.',
    remedyNl:
      'Neem contact op met die bronhouder. Begin opnieuw met een nieuwe versie van de studie.',
  },
  CEREMONY_DISAGREES: {
    kind: 'refused',
    en: 'A data owner holds another encoding key or another encoding profile.',
    nl: 'Een bronhouder heeft een andere codeersleutel of een ander codeerprofiel.',
    remedyEn: 'Check that all run the same version of the software and the same study file.',
    remedyNl: 'Controleer of allen dezelfde softwareversie en hetzelfde studiebestand gebruiken.',
  },
  CEREMONY_FILE_DAMAGED: {
    kind: 'input',
    en: 'A file of the key agreement is incomplete or was changed on its way.',
    nl: 'Een bestand van de sleutelafspraak is onvolledig of onderweg gewijzigd.',
    remedyEn: 'Remove it and ask that owner to send it again, as an attachment.',
    remedyNl: 'Verwijder het en vraag die bronhouder het opnieuw te sturen, als bijlage.',
  },
  CEREMONY_FILE_OTHER: {
    kind: 'input',
    en: 'A file in the folder of the key agreement holds no message of it, and is passed over.',
    nl: 'Een bestand in de map van de sleutelafspraak bevat geen bericht en wordt overgeslagen.',
    remedyEn: 'If it came from an owner, save the attachment or the whole text of the e-mail.',
    remedyNl: 'Komt het van een bronhouder, bewaar dan de bijlage of de hele tekst van de e-mail.',
  },
  CEREMONY_OTHER_STUDY: {
    kind: 'refused',
    en: 'A file of the key agreement belongs to another study or another version of it.',
    nl: 'Een bestand van de sleutelafspraak hoort bij een andere studie of een andere versie.',
    remedyEn: 'Remove it. Check with that owner that both hold the same study file.',
    remedyNl: 'Verwijder het. Ga met die bronhouder na of beide hetzelfde studiebestand hebben.',
  },
  CEREMONY_FORGED: {
    kind: 'refused',
    en: 'A file of the key agreement was not signed by the owner that it names.',
    nl: 'Een bestand van de sleutelafspraak is niet ondertekend door de bronhouder die het noemt.',
    remedyEn: 'Keep it as evidence outside the folder, and call that owner.',
    remedyNl: 'Bewaar het als bewijs buiten de map, en bel die bronhouder.',
  },
  CEREMONY_STRANGER: {
    kind: 'refused',
    en: 'A file of the key agreement is from someone who is no data owner of the study.',
    nl: 'Een bestand van de sleutelafspraak is van iemand die geen bronhouder van de studie is.',
    remedyEn: 'Remove it, and check that you hold the current study file.',
    remedyNl: 'Verwijder het, en ga na of u het huidige studiebestand hebt.',
  },
  STATE_OTHER_STUDY: {
    kind: 'refused',
    en: 'The state folder belongs to another study or another version of it.',
    nl: 'De map met de stand van zaken hoort bij een andere studie of een andere versie ervan.',
    remedyEn: 'Name a new folder; the state is built again from the log.',
    remedyNl: 'Geef een nieuwe map op; de stand van zaken wordt opnieuw opgebouwd uit het log.',
  },
  STATE_VERSION: {
    kind: 'refused',
    en: 'The state folder was made by a newer version of Koppel.',
    nl: 'De map met de stand van zaken is gemaakt door een nieuwere versie van Koppel.',
    remedyEn: 'Use that version, or name a new folder; the state is built again from the log.',
    remedyNl: 'Gebruik die versie, of geef een nieuwe map op; de stand wordt opnieuw opgebouwd.',
  },
  STATE_DAMAGED: {
    kind: 'environment',
    en: 'The state folder cannot be read or written.',
    nl: 'De map met de stand van zaken kan niet worden gelezen of geschreven.',
    remedyEn: 'Check permission and disk. A damaged state may be removed: the log rebuilds it.',
    remedyNl: 'Controleer rechten en schijf. Een beschadigde stand mag weg: het log bouwt haar op.',
  },
  STATE_SEGMENT_DAMAGED: {
    kind: 'environment',
    en: 'A segment of the state was changed after it was written; nothing is computed from it.',
    nl: 'Een segment van de stand van zaken is na het schrijven veranderd; er wordt niet mee gerekend.',
    remedyEn: 'Check the disk, remove the state folder and run again: the log rebuilds the state.',
    remedyNl: 'Controleer de schijf, verwijder de map en draai opnieuw: het log bouwt de stand op.',
  },
  STATE_SEGMENT_SHORT: {
    kind: 'environment',
    en: 'A segment of the state is missing, or shorter than what was written to it.',
    nl: 'Een segment van de stand van zaken ontbreekt, of is korter dan wat erin is geschreven.',
    remedyEn: 'Check the disk, remove the state folder and run again: the log rebuilds the state.',
    remedyNl: 'Controleer de schijf, verwijder de map en draai opnieuw: het log bouwt de stand op.',
  },
  CONTRACT_REPLAY: {
    kind: 'refused',
    en: 'A batch has the identity of an earlier one and another content.',
    nl: 'Een pakket heeft de identiteit van een eerder pakket en een andere inhoud.',
    remedyEn: 'The earlier one stands. Ask that data owner whether its key file was copied.',
    remedyNl:
      'Het eerdere blijft staan. Vraag die bronhouder of zijn sleutelbestand is gekopieerd.',
  },
  CONTRACT_TOKEN_TWICE: {
    kind: 'refused',
    en: 'A register holds the same record token twice.',
    nl: 'Een register bevat hetzelfde recordtoken tweemaal.',
    remedyEn: 'Ask that data owner to run the encoder again.',
    remedyNl: 'Vraag die bronhouder de encoder opnieuw te draaien.',
  },
  LINKAGE_INCOMPLETE: {
    kind: 'environment',
    en: 'A register has not arrived in full yet.',
    nl: 'Een register is nog niet volledig aangekomen.',
    remedyEn: 'Wait for that data owner, or link what is there with --allow-missing.',
    remedyNl: 'Wacht op die bronhouder, of koppel wat er is met --allow-missing.',
  },
  LINKAGE_NOTHING: {
    kind: 'input',
    en: 'There is nothing to link: no register has arrived.',
    nl: 'Er valt niets te koppelen: er is geen register aangekomen.',
    remedyEn: 'Let the data owners run the encoder first.',
    remedyNl: 'Laat eerst de bronhouders de encoder draaien.',
  },
  LINKAGE_REPORT: {
    kind: 'input',
    en: 'The file is not a whole quality report of this version.',
    nl: 'Het bestand is geen volledig kwaliteitsverslag van deze versie.',
    remedyEn: 'Run koppel-linkage run again: it writes the report anew.',
    remedyNl: 'Draai koppel-linkage run opnieuw: dat schrijft het verslag opnieuw.',
  },
  RESULT_MISSING: {
    kind: 'environment',
    en: 'The linkage unit has published no result for this version of the study yet.',
    nl: 'De koppelpartij heeft voor deze versie van de studie nog geen uitkomst gepubliceerd.',
    remedyEn: 'Wait for it (--wait), or check that your study file is the current one.',
    remedyNl: 'Wacht erop (--wait), of controleer of uw studiebestand het huidige is.',
  },
  RESULT_BATCH_MISSING: {
    kind: 'environment',
    en: 'A part of the result is not on the log.',
    nl: 'Een deel van de uitkomst staat niet op het log.',
    remedyEn: 'Check that you read the whole log; ask the linkage unit to run again.',
    remedyNl: 'Controleer of u het hele log leest; vraag de koppelpartij opnieuw te draaien.',
  },
  RELEASE_DAMAGED: {
    kind: 'input',
    en: 'The quality.json of the earlier data set cannot be read.',
    nl: 'De quality.json van het eerdere gegevensbestand is niet te lezen.',
    remedyEn: 'Name the folder of a data set as it was assembled, or leave --previous out.',
    remedyNl:
      'Noem de map van een gegevensbestand zoals dat is samengesteld, of laat --previous weg.',
  },
  RELEASE_UNKNOWN: {
    kind: 'input',
    en: 'The earlier data set is not of a result of this version of the study on this log.',
    nl: 'Het eerdere gegevensbestand hoort niet bij een uitkomst van deze versie van de studie op dit log.',
    remedyEn:
      'Check the study file and the log, or leave --previous out: no changes are told then.',
    remedyNl:
      'Controleer studiebestand en log, of laat --previous weg: dan worden geen wijzigingen gemeld.',
  },
  PAYLOAD_BATCH_MISSING: {
    kind: 'environment',
    en: 'Research variables of a linked register are not all on the log.',
    nl: 'Onderzoeksvariabelen van een gekoppeld register staan niet alle op het log.',
    remedyEn: 'Ask that data owner to run the encoder again: it sends only what is missing.',
    remedyNl:
      'Vraag die bronhouder de encoder opnieuw te draaien: die stuurt alleen wat ontbreekt.',
  },
} as const satisfies Messages;
