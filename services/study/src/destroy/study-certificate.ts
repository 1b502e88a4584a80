// SPDX-License-Identifier: EUPL-1.2
/** The certificate of the study as a whole: which party erased what, signed by the coordinator. */
import { html, pageText, section, table } from '@koppel/console';
import { dutyWords, partyWords } from '@koppel/accountability';
import { sign, signingPublicKey } from '@koppel/keys/sign';
import { canonicalJson, encodePublicKey } from '@koppel/study';
import type { StudyFolder } from '../study-folder.ts';
import { wordingOf } from '../words/wording.ts';
import type { GivenCertificate } from './collect.ts';

export interface StudyCertificate {
  readonly koppelStudyCertificate: 1;
  readonly study: string;
  readonly specHash: string;
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly parties: readonly {
    readonly party: string;
    readonly role: GivenCertificate['certificate']['role'];
    readonly completedAt: string;
    /** SHA-256 of that party's certificate. */
    readonly certificate: string;
    readonly keys: number;
    readonly files: number;
    readonly topicsErased: number;
    readonly topicsLeft: number;
    readonly remaining: GivenCertificate['certificate']['remaining'];
  }[];
  /** Whether the messages of the key agreement are gone from the log: a broker may keep that to itself. */
  readonly ceremonyErased: boolean;
  readonly signPublicKey: string;
}

/** What is signed, from the certificates of all parties. The same input gives the same content. */
export function studyCertificate(
  { study, specHash }: StudyFolder,
  given: readonly GivenCertificate[],
  { on, ceremonyErased, secretKey }: { on: string; ceremonyErased: boolean; secretKey: Uint8Array },
): StudyCertificate {
  return {
    koppelStudyCertificate: 1,
    study: study.id,
    specHash: Buffer.from(specHash).toString('hex'),
    on,
    parties: given.map(({ certificate, sha256 }) => ({
      party: certificate.party,
      role: certificate.role,
      completedAt: certificate.completedAt,
      certificate: sha256,
      keys: certificate.keys.length,
      files: certificate.files.reduce((sum, { files }) => sum + files, 0),
      topicsErased: certificate.topics.filter(({ outcome }) => outcome === 'erased').length,
      topicsLeft: certificate.topics.filter(({ outcome }) => outcome !== 'erased').length,
      remaining: certificate.remaining,
    })),
    ceremonyErased,
    signPublicKey: encodePublicKey(signingPublicKey(secretKey)),
  };
}

/** The text of its file. */
export function signedText(certificate: StudyCertificate, secretKey: Uint8Array): string {
  const label = 'koppel/v1/study-certificate-of-destruction\n';
  const bytes = new TextEncoder().encode(label + canonicalJson(certificate));
  const signature = Buffer.from(sign(secretKey, bytes)).toString('hex');
  return `${canonicalJson({ certificate, signature })}\n`;
}

const words = {
  en: {
    title: 'Certificate of destruction of the study',
    introduction: (day: string) =>
      `Every party has erased what it had of this study and signed for it. Drawn up on ${day}.`,
    parties: 'Parties',
    head: ['Party', 'Completed', 'Keys', 'Files', 'Topics erased', 'Topics left', 'SHA-256 of its certificate'],
    remaining: 'Still to be done by people',
    duties: ['What', 'By whom'],
    ceremony: 'Have the operator of the broker delete the topics that are left, that of the key agreement among them.',
    footer: 'Made by koppel-study. What is signed is the file study-certificate.json beside this page.',
  },
  nl: {
    title: 'Verklaring van vernietiging van de studie',
    introduction: (day: string) =>
      `Elke partij heeft gewist wat zij van deze studie had en daarvoor getekend. Opgemaakt op ${day}.`,
    parties: 'Partijen',
    head: ['Partij', 'Voltooid', 'Sleutels', 'Bestanden', 'Onderwerpen gewist', 'Onderwerpen over', 'SHA-256 van de verklaring'],
    remaining: 'Nog te doen door mensen',
    duties: ['Wat', 'Door wie'],
    ceremony: 'Laat de beheerder van de broker de overgebleven onderwerpen verwijderen, ook dat van de sleutelafspraak.',
    footer: 'Gemaakt door koppel-study. Getekend is het bestand study-certificate.json naast deze pagina.',
  },
} as const; // prettier-ignore

/** The page for the file of the study. */
export function studyCertificatePage(
  { study }: StudyFolder,
  certificate: StudyCertificate,
  language: 'en' | 'nl',
): string {
  const text = words[language];
  const { day } = wordingOf(study, language);
  const rows = certificate.parties.map((one) => [
    partyWords(one, study, language), day(one.completedAt.slice(0, 10)), one.keys, one.files,
    one.topicsErased, one.topicsLeft, html`<span class="hash">${one.certificate}</span>`,
  ]); // prettier-ignore
  // Once for each duty, as most are the same for everybody.
  const duties = [...new Set(certificate.parties.flatMap(({ remaining }) => remaining))].map((duty) => [
    dutyWords[duty][language],
    certificate.parties
      .filter(({ remaining }) => remaining.includes(duty))
      .map((one) => partyWords(one, study, language))
      .join(', '),
  ]);
  const ceremony = certificate.ceremonyErased ? html`` : html`<p>${text.ceremony}</p>`;
  return pageText({
    language,
    title: `${text.title}: ${study.title}`,
    introduction: text.introduction(day(certificate.on)),
    content: html`${section('parties', text.parties, table(text.parties, text.head, rows, 'words'))}
    ${section('remaining', text.remaining, html`${table(text.remaining, text.duties, duties, 'words')}${ceremony}`)}`,
    footer: text.footer,
  });
} // prettier-ignore
