// SPDX-License-Identifier: EUPL-1.2
/** What certificates, plans and statuses say, in English and Dutch. */
import { recipientsOf, type Study } from '@koppel/study';
import type { Certificate, Duty, FileKind, TopicOutcome } from './certificate.ts';

export type Both = Readonly<Record<'en' | 'nl', string>>;

export const fileKindWords: Readonly<Record<FileKind, Both>> = {
  keyCopies: { en: 'Older copies of the key file', nl: 'Oudere kopieën van het sleutelbestand' },
  encodings: { en: 'Segments with encodings', nl: 'Segmenten met coderingen' },
  state: { en: 'State of the linkage', nl: 'Stand van de koppeling' },
  report: { en: 'Quality reports', nl: 'Kwaliteitsverslagen' },
  review: { en: 'Pairs for review, and decisions on them', nl: 'Paren ter beoordeling en de besluiten daarover' },
  snapshots: { en: 'What was last delivered, per register', nl: 'Wat het laatst is geleverd, per register' },
  tokenLists: { en: 'Lists of what batches contained', nl: 'Lijsten van wat pakketten bevatten' },
  exclusionTags: { en: 'Tags of the exclusion list', nl: 'Merken van de uitsluitingslijst' },
  dataSets: { en: 'Data sets of the researcher', nl: 'Gegevensbestanden van de onderzoeker' },
  named: { en: 'Files that were named', nl: 'Genoemde bestanden' },
  unfinished: { en: 'Unfinished files', nl: 'Niet voltooide bestanden' },
  other: { en: 'Other files in the state folder', nl: 'Andere bestanden in de map met de stand' },
}; // prettier-ignore

export const outcomeWords: Readonly<Record<TopicOutcome, Both>> = {
  erased: { en: 'erased', nl: 'gewist' },
  notAllowed: { en: 'not allowed: for the operator of the broker', nl: 'mag niet: voor de beheerder van de broker' },
  notAsked: { en: 'not asked', nl: 'niet gevraagd' },
}; // prettier-ignore

export const dutyWords: Readonly<Record<Duty, Both>> = {
  backups: {
    en: 'Remove backups of the key file, and let backups of the rest run out. What is sealed in them is unreadable without the key; a backup of the key file with its passphrase would make it readable again.',
    nl: 'Verwijder reservekopieën van het sleutelbestand en laat die van de rest aflopen. Wat daarin verzegeld is, is zonder sleutel onleesbaar; een kopie van het sleutelbestand met zijn wachtwoordzin zou het weer leesbaar maken.',
  },
  media: {
    en: 'Where the disk keeps old blocks (flash, snapshots, copies on write), discard snapshots, and erase or encrypt the disk before it leaves your hands.',
    nl: 'Waar de schijf oude blokken bewaart (flash, snapshots, copy-on-write): verwijder snapshots, en wis of versleutel de schijf voordat u hem uit handen geeft.',
  },
  broker: {
    en: 'Ask the operator of the broker to delete the topics that are not erased, and their copies.',
    nl: 'Vraag de beheerder van de broker de onderwerpen te verwijderen die niet zijn gewist, met hun kopieën.',
  },
  log: {
    en: 'Nothing was erased on the log: run destroy with --log, or have its operator delete the topics.',
    nl: 'Op het log is niets gewist: geef destroy met --log, of laat de beheerder de onderwerpen verwijderen.',
  },
  keyCopies: {
    en: 'Destroy copies of the key file that were made by hand.',
    nl: 'Vernietig kopieën van het sleutelbestand die met de hand zijn gemaakt.',
  },
  passphrase: {
    en: 'Destroy the passphrase of the key file, on paper and in a vault, unless it is used elsewhere.',
    nl: 'Vernietig de wachtwoordzin van het sleutelbestand, op papier en in een kluis, tenzij die elders dient.',
  },
  exports: {
    en: 'Destroy what people exported or copied: lists for review, events, reports, tables, analyses with rows of persons.',
    nl: 'Vernietig wat mensen hebben geëxporteerd of gekopieerd: lijsten ter beoordeling, gebeurtenissen, verslagen, tabellen, analyses met rijen van personen.',
  },
  workers: {
    en: 'Run destroy on every other machine that took part in searches as a worker: it has a copy of the key file, and encodings.',
    nl: 'Geef destroy op elke andere machine die als worker meezocht: die heeft een kopie van het sleutelbestand, en coderingen.',
  },
  otherStudies: {
    en: 'The key file stays for other studies or other versions of this one; run destroy for each of them.',
    nl: 'Het sleutelbestand blijft voor andere studies of andere versies van deze; geef destroy voor elk daarvan.',
  },
};

const roleWords: Readonly<Record<Certificate['role'], Both>> = {
  dataOwner: { en: 'data owner', nl: 'bronhouder' },
  linkageUnit: { en: 'linkage unit', nl: 'koppelpartij' },
  researcher: { en: 'researcher', nl: 'onderzoeker' },
};

/** Who a party is: its role, and its name in the study. */
export function partyWords(
  { role, party }: Pick<Certificate, 'role' | 'party'>,
  study: Study,
  language: 'en' | 'nl',
): string {
  const names = {
    dataOwner: party,
    linkageUnit: study.linkageUnit.name,
    researcher: recipientsOf(study).find(({ id }) => id === party)?.name ?? party,
  };
  const name = names[role];
  return `${name} (${roleWords[role][language]})`;
}
