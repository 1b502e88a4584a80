// SPDX-License-Identifier: EUPL-1.2
/** The example study in a folder of its own, with keys that the test holds, and a log. For tests only. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventReporter, runService } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { encodePublicKey, rulesFor } from '@koppel/study';
import { commands } from '../commands.ts';
import { help } from '../help.ts';

const passphrase = 'vijf losse woorden zonder zin';
const example = join(import.meta.dirname, '../../../../examples/re-integratie');
export const signers = ['coordinator', 'college-rotterdam', 'college-denhaag'] as const;

export interface Called {
  readonly code: number;
  readonly printed: string;
  /** `CODE path-or-field` */
  readonly problems: readonly string[];
  /** The same as people read them. */
  readonly texts: readonly string[];
}

export interface World {
  readonly folder: string;
  readonly log: string;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  call(...args: readonly string[]): Promise<Called>;
  /** The same as a signer, with the log. */
  sign(signer: string, command: string, ...args: readonly string[]): Promise<Called>;
  /** Rewrites a file of the study. */
  change(name: string, from: string | RegExp, to: string): void;
  remove(): void;
}

function withKey(text: string, signer: string, key: string): string {
  const start = signer === 'coordinator' ? 'coordinator:' : `id: ${signer},`;
  const before = new RegExp(`(${start}[^]*?signPublicKey: )[A-Za-z0-9_-]{43}`);
  return text.replace(before, `$1${key}`);
}

async function callWith(folder: string, args: readonly string[]): Promise<Called> {
  const printed: string[] = [];
  const problems: string[] = [];
  const texts: string[] = [];
  const language = args[args.indexOf('--lang') + 1] === 'nl' ? 'nl' : 'en';
  const sink = {
    write(text: string): void {
      const { code, place, event, text: told } = JSON.parse(text) as { code: string; event: string; text: string; place?: Record<string, string> };
      if (event !== 'problem') return;
      const at = [place?.['path'], place?.['field'], place?.['rule']].filter((one) => one !== undefined);
      problems.push([code, ...at].join(' '));
      texts.push(told);
    },
  };
  const service = { name: 'koppel-study', help, commands };
  const code = await runService(service, {
    argv: args,
    language,
    reporter: createEventReporter({ sink, language, service: 'test', now: () => 0 }),
    environment: { KOPPEL_PASSPHRASE_FILE: join(folder, 'passphrase') },
    print: (text) => printed.push(text),
  });
  return { code, printed: printed.join('\n'), problems, texts };
} // prettier-ignore

export async function makeWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-coordinator-'));
  cpSync(example, folder, { recursive: true });
  writeFileSync(join(folder, 'passphrase'), passphrase);
  writeFileSync(join(folder, 'paper.pdf'), 'a signed paper');
  const secrets = new Map<string, Uint8Array>();
  let study = readFileSync(join(folder, 'study.yaml'), 'utf8');
  for (const signer of signers) {
    const { publicKey, secretKey } = generateSigningKeyPair();
    study = withKey(study, signer, encodePublicKey(publicKey));
    const cost = { n: 2 ** 10, r: 8, p: 1 };
    const words = new TextEncoder().encode(passphrase);
    const sealed = await sealKeyFile(words, 'signer', { sign: secretKey }, cost);
    writeFileSync(join(folder, `${signer}.key`), sealed);
    secrets.set(signer, secretKey);
  }
  writeFileSync(join(folder, 'study.yaml'), study);
  const log = join(folder, 'log');
  const call = (...args: readonly string[]): Promise<Called> =>
    callWith(folder, args.includes('--folder') ? args : [...args, '--folder', folder]);
  return {
    folder,
    log,
    secrets,
    call,
    sign: (signer, command, ...args) =>
      call(command, ...args, '--keys', join(folder, `${signer}.key`), '--log', log),
    change(name, from, to) {
      const file = join(folder, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A day so many from now. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + 86_400_000 * days).toISOString().slice(0, 10);
}

const until = (): string[] => ['--signed', dayFromNow(-5), '--until', dayFromNow(300)];

/** Signs one document of the coordinator. */
export function signDocument(world: World, kind: string, ...args: string[]): Promise<Called> {
  const named = ['--id', kind.toLowerCase(), '--kind', kind, '--version', '1', '--owner', 'Team'];
  const file = ['--signer', 'Secretary', '--file', join(world.folder, 'paper.pdf')];
  return world.sign('coordinator', 'document', ...named, ...file, ...until(), ...args);
}

/** Signs every document that wages, debt and population need in Rotterdam and Den Haag. */
export async function signDocuments(world: World): Promise<void> {
  const kinds = (['population', 'wages', 'debt'] as const).flatMap((registerKind) =>
    rulesFor({ registerKind, owners: 4 }),
  );
  for (const { kind, per } of new Map(kinds.map((rule) => [rule.kind, rule])).values()) {
    const cities = per === 'city' ? ['--cities', 'rotterdam,denhaag'] : [];
    const registers = per === 'register' ? ['--registers', 'wages'] : [];
    const { code } = await signDocument(world, kind, ...cities, ...registers);
    if (code !== 0) throw new Error('a document was refused');
  }
}
