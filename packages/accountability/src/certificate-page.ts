// SPDX-License-Identifier: EUPL-1.2
/** A certificate as a page for people, to print and to file. The JSON beside it is what is signed. */
import { html, pageText, section, table, type Markup, type Part } from '@koppel/console';
import type { Study } from '@koppel/study';
import { keyFingerprint, type Certificate } from './certificate.ts';
import { dutyWords, fileKindWords, outcomeWords, partyWords } from './words.ts';

const words = {
  en: {
    title: 'Certificate of destruction',
    introduction: (party: string, study: string, day: string) =>
      `${party} destroyed what it had of the study ${study}. Completed on ${day}.`,
    what: 'Particulars',
    study: 'Study', version: 'Version of the study (SHA-256)', party: 'Party',
    begun: 'Begun', completed: 'Completed', signer: 'Signed with (public key)',
    signerPrint: 'Fingerprint of that key',
    keys: 'Keys', key: 'Key', print: 'Fingerprint (SHA-256)',
    whole: 'The key file was overwritten and removed.',
    shared: 'The key file stays, without these keys: it serves other studies or versions too.',
    files: 'Files', kind: 'Kind', number: 'Files', bytes: 'Bytes',
    method: 'Each file was overwritten once and removed.',
    none: 'None.',
    topics: 'Topics on the log', topic: 'Topic', entries: 'Messages', uncounted: 'not counted', outcome: 'What became of it',
    remaining: 'Still to be done by people',
    account: 'What stays as evidence',
    accountText: (entries: number) =>
      `The account of this party, which holds no data on persons: ${String(entries)} entries. Hash of the last:`,
    footer: 'This page shows the file ….destroyed.json beside it, which is signed. The coordinator checks it with koppel-study certificate.',
  },
  nl: {
    title: 'Verklaring van vernietiging',
    introduction: (party: string, study: string, day: string) =>
      `${party} heeft vernietigd wat er van de studie ${study} was. Voltooid op ${day}.`,
    what: 'Gegevens',
    study: 'Studie', version: 'Versie van de studie (SHA-256)', party: 'Partij',
    begun: 'Begonnen', completed: 'Voltooid', signer: 'Getekend met (publieke sleutel)',
    signerPrint: 'Vingerafdruk van die sleutel',
    keys: 'Sleutels', key: 'Sleutel', print: 'Vingerafdruk (SHA-256)',
    whole: 'Het sleutelbestand is overschreven en verwijderd.',
    shared: 'Het sleutelbestand blijft, zonder deze sleutels: het dient ook andere studies of versies.',
    files: 'Bestanden', kind: 'Soort', number: 'Bestanden', bytes: 'Bytes',
    method: 'Elk bestand is eenmaal overschreven en verwijderd.',
    none: 'Geen.',
    topics: 'Onderwerpen op het log', topic: 'Onderwerp', entries: 'Berichten', uncounted: 'niet geteld', outcome: 'Wat ermee is gebeurd',
    remaining: 'Nog te doen door mensen',
    account: 'Wat als bewijs blijft',
    accountText: (entries: number) =>
      `Het boek van deze partij, zonder gegevens over personen: ${String(entries)} regels. Hash van de laatste:`,
    footer: 'Deze pagina toont het bestand ….destroyed.json ernaast, dat is getekend. De coördinator controleert het met koppel-study certificate.',
  },
} as const; // prettier-ignore

/** A long hash or name that may break over lines, for a narrow screen. */
function breakable(text: string): Markup {
  const parts = text.match(/.{1,12}/gs) ?? [];
  return html`${parts.map((part) => html`${part}<wbr />`)}`;
}

/** The page, in one language. The same certificate gives the same bytes. */
export function certificatePage(
  certificate: Certificate,
  study: Study,
  language: 'en' | 'nl',
): string {
  const text = words[language];
  const party = partyWords(certificate, study, language);
  const { keys, files, topics, account, remaining, signPublicKey } = certificate;
  const print = keyFingerprint('sign', new TextEncoder().encode(signPublicKey));
  const facts: Part[][] = [
    [text.study, `${study.title} (${certificate.study})`],
    [text.version, breakable(certificate.specHash)],
    [text.party, party],
    [text.begun, certificate.begunAt],
    [text.completed, certificate.completedAt],
    [text.signer, breakable(signPublicKey)],
    [text.signerPrint, breakable(print)],
  ];
  const listed = (head: readonly string[], rows: Part[][], caption: string): Markup =>
    rows.length === 0 ? html`<p>${text.none}</p>` : table(caption, head, rows, 'words');
  const keyRows = keys.map(({ name, fingerprint }) => [name, breakable(fingerprint)]);
  const fileRows = files.map((one) => [fileKindWords[one.kind][language], one.files, one.bytes]);
  const topicRows = topics.map((one) => [
    breakable(one.topic),
    one.entries ?? text.uncounted,
    outcomeWords[one.outcome][language],
  ]);
  return pageText({
    language,
    title: `${text.title}: ${certificate.study}`,
    introduction: text.introduction(party, study.title, certificate.completedAt.slice(0, 10)),
    content: html`${section('what', text.what, table(text.what, ['', ''], facts, 'words'))}
    ${section('keys', text.keys, html`<p>${certificate.wholeKeyFile ? text.whole : text.shared}</p>
      ${listed([text.key, text.print], keyRows, text.keys)}`)}
    ${section('files', text.files, html`<p>${text.method}</p>
      ${listed([text.kind, text.number, text.bytes], fileRows, text.files)}`)}
    ${section('topics', text.topics, listed([text.topic, text.entries, text.outcome], topicRows, text.topics))}
    ${section('remaining', text.remaining, html`<ul>${remaining.map((duty) => html`<li>${dutyWords[duty][language]}</li>`)}</ul>`)}
    ${section('account', text.account, html`<p>${text.accountText(account.entries)} ${breakable(account.hash)}</p>`)}`,
    footer: text.footer,
  });
} // prettier-ignore
