// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "run": what a service itself can meet, whatever its role. */
export const runMessages = {
  USAGE: {
    kind: 'usage',
    en: 'The command line is not understood.',
    nl: 'De opdrachtregel wordt niet begrepen.',
    remedyEn:
      'Run the command with --help to see what it accepts. Rule optionUnknown: there is no such option; valueMissing: nothing, or another option, follows it; valueUnwanted: it takes no value; wordTooMany: a word belongs to no option, such as a name with a space without quotes; wordMissing: a word is missing; commandUnknown: there is no such command; languageUnknown: nl or en.',
    remedyNl:
      'Geef de opdracht met --help om te zien wat kan. Regel optionUnknown: deze optie is er niet; valueMissing: er volgt niets op, of een andere optie; valueUnwanted: er hoort geen waarde bij; wordTooMany: een woord hoort bij geen optie, zoals een naam met een spatie zonder aanhalingstekens; wordMissing: er ontbreekt een woord; commandUnknown: deze opdracht is er niet; languageUnknown: nl of en.',
  },
  FILE_MISSING: {
    kind: 'input',
    en: 'A file that was named does not exist or cannot be read.',
    nl: 'Een opgegeven bestand bestaat niet of is niet leesbaar.',
    remedyEn: 'Check the path and the read permission.',
    remedyNl: 'Controleer het pad en de leesrechten.',
  },
  FILE_EXISTS: {
    kind: 'input',
    en: 'A file or folder that would be made already exists.',
    nl: 'Een bestand of map die gemaakt zou worden bestaat al.',
    remedyEn: 'Name another place, or remove the old one yourself; nothing is overwritten.',
    remedyNl: 'Kies een andere plaats of verwijder de oude zelf; er wordt niets overschreven.',
  },
  DISK_FULL: {
    kind: 'environment',
    en: 'The disk is full. Nothing was left half-written.',
    nl: 'De schijf is vol. Er is niets half weggeschreven.',
    remedyEn: 'Make room and run the same command again.',
    remedyNl: 'Maak ruimte en geef dezelfde opdracht opnieuw.',
  },
  WRITE_FAILED: {
    kind: 'environment',
    en: 'A file could not be written.',
    nl: 'Een bestand kon niet worden geschreven.',
    remedyEn: 'Check the write permission and the disk.',
    remedyNl: 'Controleer de schrijfrechten en de schijf.',
  },
  FILE_NOT_UTF8: {
    kind: 'input',
    en: 'A text file is not in UTF-8.',
    nl: 'Een tekstbestand is niet in UTF-8.',
    remedyEn: 'Save it again as UTF-8.',
    remedyNl: 'Sla het opnieuw op als UTF-8.',
  },
  PASSPHRASE_MISSING: {
    kind: 'usage',
    en: 'A passphrase is needed and nobody is at the keyboard.',
    nl: 'Er is een wachtwoordzin nodig en er zit niemand achter het toetsenbord.',
    remedyEn: 'Set KOPPEL_PASSPHRASE_FILE to the path of a mounted secret.',
    remedyNl: 'Zet KOPPEL_PASSPHRASE_FILE op het pad van een aangekoppeld geheim.',
  },
  PASSPHRASE_EMPTY: {
    kind: 'usage',
    en: 'The passphrase is empty.',
    nl: 'De wachtwoordzin is leeg.',
    remedyEn: 'Give a passphrase of at least 12 characters.',
    remedyNl: 'Geef een wachtwoordzin van ten minste 12 tekens.',
  },
  PASSPHRASE_DIFFERS: {
    kind: 'usage',
    en: 'The two passphrases are not the same.',
    nl: 'De twee wachtwoordzinnen zijn niet gelijk.',
    remedyEn: 'Run the command again and type the same passphrase twice.',
    remedyNl: 'Geef de opdracht opnieuw en typ tweemaal dezelfde wachtwoordzin.',
  },
  FILE_IN_USE: {
    kind: 'environment',
    en: 'Another run of the same command is using this file.',
    nl: 'Een andere uitvoering van dezelfde opdracht gebruikt dit bestand.',
    remedyEn: 'Wait until it has ended. If none is running, remove the file that ends in .lock.',
    remedyNl:
      'Wacht tot die klaar is. Draait er geen, verwijder dan het bestand dat eindigt op .lock.',
  },
  WAIT_EXPIRED: {
    kind: 'environment',
    en: 'Another party has not answered within the waiting time.',
    nl: 'Een andere partij heeft niet binnen de wachttijd geantwoord.',
    remedyEn: 'Ask whether that party has run its step, or give a longer --wait.',
    remedyNl: 'Vraag of die partij haar stap heeft gedaan, of geef een langere --wait.',
  },
  INTERNAL: {
    kind: 'internal',
    en: 'An unexpected fault occurred. Its details are withheld, as they could name a person.',
    nl: 'Er trad een onverwachte fout op. De details blijven achterwege: ze kunnen een persoon noemen.',
    remedyEn: 'Run the same command again; if it persists, report the code and the version.',
    remedyNl: 'Geef dezelfde opdracht opnieuw; blijft het, meld dan de code en de versie.',
  },
} as const satisfies Messages;
