// SPDX-License-Identifier: EUPL-1.2
/** What destroying would do, shown before anything is done. */
import type { Study } from '@koppel/study';
import type { CommandContext } from '@koppel/console';
import type { Journal } from './journal.ts';
import type { Certificate, CertifiedRole } from './certificate.ts';
import { dutyWords, fileKindWords, partyWords } from './words.ts';

interface Planned {
  readonly context: Pick<CommandContext, 'language'>;
  readonly study: Study;
  readonly role: CertifiedRole;
  readonly party: string;
  readonly keyFile: string;
  readonly topics: readonly string[];
  readonly port: object | undefined;
}

const words = {
  en: {
    title: 'To be destroyed',
    keys: 'Keys',
    whole: 'the whole key file',
    shared: 'only these: the key file serves other studies or versions too',
    files: 'Files',
    nothing: 'none found',
    topics: 'Topics',
    noLog: 'not touched: no --log was given',
    final: 'This cannot be undone. Without the keys every copy of what is sealed stays unreadable.',
  },
  nl: {
    title: 'Wordt vernietigd',
    keys: 'Sleutels',
    whole: 'het hele sleutelbestand',
    shared: 'alleen deze: het sleutelbestand dient ook andere studies of versies',
    files: 'Bestanden',
    nothing: 'geen gevonden',
    topics: 'Onderwerpen',
    noLog: 'blijven staan: er is geen --log gegeven',
    final: 'Dit kan niet ongedaan worden gemaakt. Zonder de sleutels blijft elke verzegelde kopie onleesbaar.',
  },
} as const; // prettier-ignore

/** A number of bytes for people. */
function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit]!}`;
}

export function planText(planned: Planned, { keys, files, shared }: Journal): string {
  const { context, study, keyFile, topics, port } = planned;
  const { language } = context;
  const text = words[language];
  const kinds = [...new Set(files.map(({ kind }) => kind))].sort();
  const fileLines = kinds.map((kind) => {
    const own = files.filter((one) => one.kind === kind);
    const bytes = own.reduce((sum, one) => sum + one.bytes, 0);
    return `  ${fileKindWords[kind][language].padEnd(46)} ${String(own.length).padStart(6)}  ${size(bytes)}`;
  });
  return [
    `${text.title}: ${study.id}, ${partyWords(planned, study, language)}`,
    `${text.keys}: ${keyFile}, ${shared ? text.shared : text.whole}`,
    ...keys.map(({ name, fingerprint }) => `  ${name.padEnd(40)} ${fingerprint.slice(0, 16)}…`),
    `${text.files}:${fileLines.length === 0 ? ` ${text.nothing}` : ''}`,
    ...fileLines,
    ...(topics.length === 0
      ? []
      : [`${text.topics}:${port === undefined ? ` ${text.noLog}` : ''}`]),
    ...topics.map((topic) => `  ${topic}`),
    text.final,
    '',
  ].join('\n');
}

/** What a try after the certificate did. */
export function foundAgain(files: number, certificate: string, language: 'en' | 'nl'): string {
  const nothing = {
    en: 'This was destroyed before; nothing of it is left here.',
    nl: 'Dit is eerder vernietigd; er is hier niets meer van.',
  };
  const some = {
    en: `This was destroyed before; ${String(files)} files that turned up since are erased too.`,
    nl: `Dit is eerder vernietigd; ${String(files)} bestanden die daarna opdoken zijn ook gewist.`,
  };
  const where = { en: 'Certificate', nl: 'Verklaring' };
  return `${(files === 0 ? nothing : some)[language]}\n${where[language]}: ${certificate}`;
}

/** What is done, and what people still have to do. */
export function doneText(
  { remaining }: Pick<Certificate, 'remaining'>,
  certificate: string,
  language: 'en' | 'nl',
): string {
  const text = {
    en: ['Destroyed. Give this certificate to the coordinator:', 'Still to be done by people:'],
    nl: ['Vernietigd. Geef deze verklaring aan de coördinator:', 'Nog te doen door mensen:'],
  }[language];
  const duties = remaining.map((duty) => `- ${dutyWords[duty][language]}`);
  return [text[0], `  ${certificate}`, text[1], ...duties].join('\n');
}
