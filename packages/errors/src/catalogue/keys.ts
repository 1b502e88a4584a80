// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "keys". None of them says anything about the value that was refused. */
export const keysMessages = {
  KEY_LENGTH: {
    kind: 'input',
    en: 'A key, share or other secret does not have the required length.',
    nl: 'Een sleutel, sleuteldeel of ander geheim heeft niet de vereiste lengte.',
    remedyEn: 'Make the keys again with the key command; do not copy or shorten them by hand.',
    remedyNl:
      'Maak de sleutels opnieuw met de sleutelopdracht; kopieer of kort ze niet met de hand in.',
  },
  KEY_WEAK: {
    kind: 'refused',
    en: 'A key or share offers no protection, because everyone can guess it.',
    nl: 'Een sleutel of sleuteldeel biedt geen bescherming, omdat iedereen het kan raden.',
    remedyEn: 'Ask the party it belongs to for a newly made key, and check it by telephone.',
    remedyNl: 'Vraag de partij van wie de sleutel is om een nieuwe, en controleer die telefonisch.',
  },
  KEY_TEXT: {
    kind: 'input',
    en: 'A name or record id that goes into a key or token is empty, too long or not valid text.',
    nl: 'Een naam of recordnummer voor sleutel of token is leeg, te lang of geen geldige tekst.',
    remedyEn: 'Give it 1 to 1,024 bytes of valid Unicode text.',
    remedyNl: 'Gebruik 1 tot 1.024 bytes geldige Unicode-tekst.',
  },
  KEY_SHARE_MISSING: {
    kind: 'refused',
    en: 'A data owner’s share of the encoding key is missing.',
    nl: 'Het sleuteldeel van een bronhouder ontbreekt.',
    remedyEn: 'Wait until every data owner has sent its share, then combine them again.',
    remedyNl: 'Wacht tot elke bronhouder zijn deel heeft gestuurd en voeg ze dan opnieuw samen.',
  },
  KEY_SHARE_DUPLICATE: {
    kind: 'refused',
    en: 'Two data owners have sent the same share of the encoding key.',
    nl: 'Twee bronhouders hebben hetzelfde sleuteldeel gestuurd.',
    remedyEn: 'Start the key ceremony again; every data owner makes its own new share.',
    remedyNl: 'Begin de sleutelceremonie opnieuw; elke bronhouder maakt zelf een nieuw deel.',
  },
  KEY_COMMITMENT_MISSING: {
    kind: 'refused',
    en: 'A data owner has sent a share without having committed to it first.',
    nl: 'Een bronhouder heeft een sleuteldeel gestuurd zonder het eerst vast te leggen.',
    remedyEn: 'Start the key ceremony again; all commitments come before the first share.',
    remedyNl:
      'Begin de sleutelceremonie opnieuw; eerst legt iedereen vast, dan pas volgen de delen.',
  },
  KEY_COMMITMENT_BROKEN: {
    kind: 'refused',
    en: 'A data owner’s share is not the one that it committed to.',
    nl: 'Het sleuteldeel van een bronhouder is niet het deel dat die had vastgelegd.',
    remedyEn: 'Stop, ask that data owner what happened, and start the key ceremony again.',
    remedyNl: 'Stop, vraag de bronhouder wat er is gebeurd en begin de sleutelceremonie opnieuw.',
  },
  KEY_SEAL_BROKEN: {
    kind: 'refused',
    en: 'A sealed message cannot be opened: it is damaged, altered or meant for someone else.',
    nl: 'Een verzegeld bericht gaat niet open: beschadigd, gewijzigd of voor een ander bedoeld.',
    remedyEn:
      'Check that both parties use the same study and public keys, then have it sent again.',
    remedyNl:
      'Controleer of studie en openbare sleutels bij beide gelijk zijn; laat het opnieuw sturen.',
  },
  KEY_PASSPHRASE_SHORT: {
    kind: 'input',
    en: 'The passphrase is too short to protect a key file.',
    nl: 'De wachtzin is te kort om een sleutelbestand te beschermen.',
    remedyEn: 'Choose at least 12 characters; five unrelated words are easy to remember.',
    remedyNl: 'Kies minstens 12 tekens; vijf losse woorden zijn goed te onthouden.',
  },
  KEY_FILE_PASSPHRASE: {
    kind: 'input',
    en: 'The passphrase does not belong to this key file.',
    nl: 'De wachtzin hoort niet bij dit sleutelbestand.',
    remedyEn: 'Type the passphrase again, and check that this is the right key file.',
    remedyNl: 'Typ de wachtzin opnieuw en controleer of dit het juiste sleutelbestand is.',
  },
  KEY_FILE_DAMAGED: {
    kind: 'input',
    en: 'The key file is damaged, altered or not a key file.',
    nl: 'Het sleutelbestand is beschadigd, gewijzigd of geen sleutelbestand.',
    remedyEn: 'Put back a copy from your backup; the file cannot be repaired.',
    remedyNl: 'Zet een kopie uit de back-up terug; het bestand is niet te herstellen.',
  },
  KEY_FILE_ROLE: {
    kind: 'input',
    en: 'The key file was made for another role.',
    nl: 'Het sleutelbestand is voor een andere rol gemaakt.',
    remedyEn: 'Name the key file of this role; one role never uses the keys of another.',
    remedyNl:
      'Geef het sleutelbestand van deze rol op; een rol gebruikt nooit de sleutels van een andere.',
  },
  KEY_FILE_VERSION: {
    kind: 'input',
    en: 'The key file was made by another version of Koppel.',
    nl: 'Het sleutelbestand is met een andere versie van Koppel gemaakt.',
    remedyEn: 'Use the version of Koppel that made the file.',
    remedyNl: 'Gebruik de versie van Koppel waarmee het bestand is gemaakt.',
  },
  KEY_FILE_COST: {
    kind: 'refused',
    en: 'The key file asks for more memory or computing time than is allowed.',
    nl: 'Het sleutelbestand vraagt meer geheugen of rekentijd dan is toegestaan.',
    remedyEn: 'Koppel does not make such files: find out where this one comes from.',
    remedyNl: 'Koppel maakt zulke bestanden niet: ga na waar dit bestand vandaan komt.',
  },
  KEY_FILE_FULL: {
    kind: 'refused',
    en: 'The key file has no room for another key.',
    nl: 'In het sleutelbestand is geen plaats voor nog een sleutel.',
    remedyEn: 'Remove keys of finished studies with `koppel-encoder key forget`.',
    remedyNl: 'Verwijder sleutels van afgeronde studies met `koppel-encoder key forget`.',
  },
  KEY_FILE_OPEN: {
    kind: 'refused',
    en: 'Other accounts on this machine can read or change the key file.',
    nl: 'Andere accounts op deze machine kunnen het sleutelbestand lezen of wijzigen.',
    remedyEn: 'Take that right away (`chmod 600 FILE`); ask who may have copied the file.',
    remedyNl: 'Neem dat recht weg (`chmod 600 BESTAND`); ga na wie het kan hebben gekopieerd.',
  },
  KEY_FILE_READ_ONLY: {
    kind: 'environment',
    en: 'This command changes the key file, and the file or its folder cannot be written.',
    nl: 'Deze opdracht wijzigt het sleutelbestand, en het bestand of zijn map is niet beschrijfbaar.',
    remedyEn: 'Do this where it can be written; then mount the file read-only for `run`.',
    remedyNl: 'Doe dit waar dat wel kan; koppel het bestand daarna alleen-lezen aan voor `run`.',
  },
} as const satisfies Messages;
