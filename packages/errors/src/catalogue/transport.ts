// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "transport": the log that the parties share. */
export const transportMessages = {
  LOG_MISSING: {
    kind: 'input',
    en: 'There is no log in this folder.',
    nl: 'In deze map staat geen logboek.',
    remedyEn: 'Check the folder; the first party that sends makes the log.',
    remedyNl: 'Controleer de map; de eerste partij die iets stuurt maakt het logboek.',
  },
  LOG_UNWRITABLE: {
    kind: 'environment',
    en: 'The log cannot be written: the folder or the file is read-only.',
    nl: 'Het logboek is niet beschrijfbaar: de map of het bestand is alleen-lezen.',
    remedyEn: 'Give this account the right to write in the folder; a reader needs it too.',
    remedyNl: 'Geef dit account schrijfrechten op de map; ook wie alleen leest heeft die nodig.',
  },
  LOG_DAMAGED: {
    kind: 'environment',
    en: 'The log is damaged: what it holds is not what was written.',
    nl: 'Het logboek is beschadigd: er staat iets anders in dan er is geschreven.',
    remedyEn: 'Put back a copy of the whole folder, or let all owners send again to a new log.',
    remedyNl:
      'Zet een kopie van de hele map terug, of laat alle bronhouders opnieuw sturen naar een nieuw logboek.',
  },
  LOG_TRUNCATED: {
    kind: 'environment',
    en: 'The log has become shorter or has a gap: entries that were there are gone.',
    nl: 'Het logboek is korter geworden of heeft een gat: er zijn berichten verdwenen.',
    remedyEn: 'Put back a copy of the whole folder, or let all owners send again to a new log.',
    remedyNl:
      'Zet een kopie van de hele map terug, of laat alle bronhouders opnieuw sturen naar een nieuw logboek.',
  },
  LOG_FULL: {
    kind: 'environment',
    en: 'There is no room left for the log. Nothing was added to it.',
    nl: 'Er is geen ruimte meer voor het logboek. Er is niets aan toegevoegd.',
    remedyEn: 'Make room on the disk and give the same command again.',
    remedyNl: 'Maak ruimte op de schijf en geef dezelfde opdracht opnieuw.',
  },
  LOG_BUSY: {
    kind: 'environment',
    en: 'Other processes kept the log occupied for too long.',
    nl: 'Andere processen hielden het logboek te lang bezet.',
    remedyEn: 'Wait until they are done and give the same command again.',
    remedyNl: 'Wacht tot ze klaar zijn en geef dezelfde opdracht opnieuw.',
  },
  LOG_VERSION: {
    kind: 'environment',
    en: 'The log was made by a later version of Koppel.',
    nl: 'Het logboek is gemaakt met een nieuwere versie van Koppel.',
    remedyEn: 'Install that version here as well.',
    remedyNl: 'Installeer die versie ook hier.',
  },
  LOG_ENTRY_TOO_LARGE: {
    kind: 'input',
    en: 'A message is larger than 64 MiB. Nothing was added to the log.',
    nl: 'Een bericht is groter dan 64 MiB. Er is niets aan het logboek toegevoegd.',
    remedyEn: 'Choose a smaller number of records per batch in the study.',
    remedyNl: 'Kies in het onderzoek een kleiner aantal records per zending.',
  },
  LOG_REQUEST: {
    kind: 'internal',
    en: 'The log was asked something it cannot do.',
    nl: 'Het logboek kreeg een opdracht die het niet kan uitvoeren.',
    remedyEn: 'Report the code, the rule and the version.',
    remedyNl: 'Meld de code, de regel en de versie.',
  },
  LOG_FAILED: {
    kind: 'environment',
    en: 'The log could not be read or written.',
    nl: 'Het logboek kon niet worden gelezen of geschreven.',
    remedyEn: 'Check the disk, and give the same command again.',
    remedyNl: 'Controleer de schijf en geef dezelfde opdracht opnieuw.',
  },
} as const satisfies Messages;
