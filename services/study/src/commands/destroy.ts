// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study certificate` and `destroy`: which parties gave a sound certificate of destruction; and
 * when all did, the certificate of the study, and the record after which nothing runs any more.
 */
import { join } from 'node:path';
import { certificateHash } from '@koppel/accountability';
import { ask, parseArguments, Problems, today, writeFileWhole } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { COORDINATOR } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { lookAt, write } from '../control/topic.ts';
import {
  certificatesFolder,
  collectCertificates,
  unnamedPrint,
  type Collected,
} from '../destroy/collect.ts';
import {
  signedText,
  studyCertificate,
  studyCertificatePage,
} from '../destroy/study-certificate.ts';
import { folderOption, withLog, withSigner } from '../options.ts';
import { readStudyFolder, type StudyFolder } from '../study-folder.ts'; // prettier-ignore

const kinds = {
  folder: 'string',
  certificates: 'string',
  'accept-key': 'string',
} as const;

const words = {
  en: { given: 'certificate of', missing: 'no certificate', print: 'key' },
  nl: { given: 'verklaring van', missing: 'geen verklaring', print: 'sleutel' },
} as const;

function listed({ certificates, missing }: Collected, language: 'en' | 'nl'): string {
  const text = words[language];
  return [
    ...certificates.map(({ certificate }) => {
      const { party, completedAt } = certificate;
      const key = `${text.print} ${unnamedPrint(certificate).slice(0, 16)}`;
      return `  ${party.padEnd(24)} ${text.given} ${completedAt.slice(0, 10)}, ${key}`;
    }),
    ...missing.map((party) => `  ${party.padEnd(24)} ${text.missing}`),
  ].join('\n');
}

function collect(args: Arguments, folder: StudyFolder): Collected {
  const from = args.text('certificates') ?? certificatesFolder(folder.folder);
  return collectCertificates(folder, from, args.text('accept-key'));
}

const missingProblems = ({ missing }: Collected): KoppelError[] =>
  missing.map((field) => new KoppelError('CERTIFICATE_MISSING', { field }));

/** Lists what there is; every problem and every missing party is told, with their exit code. */
export function certificate(context: CommandContext): Promise<undefined> {
  return Promise.resolve().then((): undefined => {
    const args = parseArguments(context.argv, kinds);
    const collected = collect(args, readStudyFolder(folderOption(args)));
    const { certificates, missing } = collected;
    context.print(
      args.flag('json')
        ? JSON.stringify({ certificates, missing })
        : listed(collected, context.language),
    );
    const problems = [...collected.problems, ...missingProblems(collected)];
    if (problems.length > 0) throw new Problems(problems);
  });
}

async function confirmed({ study }: StudyFolder, args: Arguments, language: 'en' | 'nl') {
  const question = {
    en: `Type ${study.id} to sign that the study is destroyed: `,
    nl: `Typ ${study.id} om te tekenen dat de studie vernietigd is: `,
  };
  const answer = args.text('confirm') ?? (await ask(question[language]));
  if (answer !== study.id) throw new KoppelError('DESTRUCTION_UNCONFIRMED', { field: study.id });
}

/** Whether the sealed shares of the key agreement are gone from the log. */
async function eraseCeremony(port: LogPort, { study }: StudyFolder): Promise<boolean> {
  return (await port.erase?.(topics(study.id).ceremony)) ?? false;
}

const fileName = 'study-certificate.json';

/** Writes the study's certificate and gives its SHA-256. Until the record names it, it can be written anew. */
async function writeCertificate(
  folder: StudyFolder,
  { certificates }: Collected,
  port: LogPort,
  secretKey: Uint8Array,
): Promise<string> {
  const options = { on: today(), ceremonyErased: await eraseCeremony(port, folder), secretKey };
  const content = studyCertificate(folder, certificates, options);
  for (const language of ['en', 'nl'] as const) {
    const page = join(folder.folder, `study-certificate.${language}.html`);
    writeFileWhole(page, studyCertificatePage(folder, content, language), { replace: true });
  }
  const text = signedText(content, secretKey);
  writeFileWhole(join(folder.folder, fileName), text, { replace: true });
  return certificateHash(text);
}

const done = {
  en: (file: string) => `The study is destroyed. Certificate: ${file}`,
  nl: (file: string) => `De studie is vernietigd. Verklaring: ${file}`,
};

/**
 * Only for a study that ended, and with a certificate of every party.
 * @throws Problems of CERTIFICATE_*; KoppelError STUDY_NOT_ENDED, DESTRUCTION_UNCONFIRMED
 */
export async function destroy(context: CommandContext): Promise<undefined> {
  const own = { keys: 'string', log: 'string', confirm: 'string' } as const;
  const args = parseArguments(context.argv, { ...kinds, ...own });
  const folder = readStudyFolder(folderOption(args));
  const collected = collect(args, folder);
  const at = { signer: COORDINATOR, file: args.required('keys') };
  await withLog(context, args.required('log'), 'write', async (port) => {
    const seen = await lookAt(port, folder);
    const { endedOn, destroyedOn } = seen.state;
    const file = join(folder.folder, fileName);
    if (destroyedOn === undefined) {
      if (endedOn === undefined || endedOn > today()) throw new KoppelError('STUDY_NOT_ENDED');
      const problems = [...collected.problems, ...missingProblems(collected)];
      if (problems.length > 0) throw new Problems(problems);
      await confirmed(folder, args, context.language);
      await withSigner(context, folder, at, async (secretKey) => {
        const hash = await writeCertificate(folder, collected, port, secretKey);
        const body = { kind: 'destroyed', on: today(), certificate: hash } as const;
        await write(port, folder, { signer: COORDINATOR, secretKey }, { body, seen });
      });
    }
    context.print(args.flag('json') ? JSON.stringify({ file }) : done[context.language](file));
  });
} // prettier-ignore
