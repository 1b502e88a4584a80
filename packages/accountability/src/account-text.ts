// SPDX-License-Identifier: EUPL-1.2
/** An account in plain language: one line an entry. */
import type { PartyAccount } from './account.ts';
import type { AccountEntry } from './account-entry.ts';

const words = {
  en: {
    begin: (party: string, study: string) => `account of ${party} for study ${study} begins`,
    refusedBatch: (owner: string, topic: string, offset: number, code: string) =>
      `a message of ${owner} was refused (${topic}, place ${String(offset)}): ${code}`,
    refused: (command: string, code: string, about: string) =>
      `${command} was refused: ${code}${about === '' ? '' : ` (${about})`}`,
    override: (command: string, option: string) => `${command} was run with --${option}`,
    received: 'the first encodings were taken in',
    linked: 'a linkage was published',
    destroyed: 'the study was destroyed here',
    signed: 'signed up to here',
  },
  nl: {
    begin: (party: string, study: string) => `boek van ${party} voor studie ${study} begint`,
    refusedBatch: (owner: string, topic: string, offset: number, code: string) =>
      `een bericht van ${owner} is geweigerd (${topic}, plaats ${String(offset)}): ${code}`,
    refused: (command: string, code: string, about: string) =>
      `${command} is geweigerd: ${code}${about === '' ? '' : ` (${about})`}`,
    override: (command: string, option: string) => `${command} is gegeven met --${option}`,
    received: 'de eerste coderingen zijn aangenomen',
    linked: 'een koppeling is gepubliceerd',
    destroyed: 'de studie is hier vernietigd',
    signed: 'tot hier ondertekend',
  },
} as const;

function sentence(entry: AccountEntry, language: 'en' | 'nl'): string {
  const text = words[language];
  switch (entry.kind) {
    case 'begin':
      return text.begin(entry.party, entry.study);
    case 'refusedBatch':
      return text.refusedBatch(entry.owner, entry.topic, entry.offset, entry.code);
    case 'refused':
      return text.refused(entry.command, entry.code, entry.about);
    case 'override':
      return text.override(entry.command, entry.option);
    case 'received':
    case 'linked':
    case 'destroyed':
    case 'signed':
      return text[entry.kind];
  }
}

/** `number  time  sentence` for each entry. */
export function accountLines(entries: readonly AccountEntry[], language: 'en' | 'nl'): string {
  return entries
    .map((entry) => `${String(entry.n).padStart(6)}  ${entry.time}  ${sentence(entry, language)}`)
    .join('\n');
}

const verified = {
  en: (entries: number, refused: number) =>
    `${String(entries)} entries, all sound; ${String(refused)} refusals.`,
  nl: (entries: number, refused: number) =>
    `${String(entries)} regels, alle in orde; ${String(refused)} weigeringen.`,
};

/** What checking an account says: how long it is, and the hash to keep elsewhere. */
export function verifiedText({ entries, head }: PartyAccount, language: 'en' | 'nl'): string {
  const refusals = entries.filter(({ kind }) => kind === 'refused' || kind === 'refusedBatch');
  return `${verified[language](entries.length, refusals.length)}\n${head.hash}`;
}
