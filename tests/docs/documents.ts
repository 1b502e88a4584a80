// SPDX-License-Identifier: EUPL-1.2
/** The project's documents, their links, and the commands that they tell a reader to give. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export interface Document {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

const folders = ['docs', 'examples', 'packages', 'services'];

/** Every `.md` file in the root and in the folders that hold documents. */
export function readDocuments(root: string): Document[] {
  const found = readdirSync(root).filter((name) => name.endsWith('.md'));
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (entry.includes('node_modules') || !entry.endsWith('.md')) continue;
      found.push(posix.join(folder, entry));
    }
  }
  return found.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors of a document's headings, as code hosts make them. */
export function anchors(text: string): string[] {
  const prose = text.replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Links of a document that lead to no file or no heading; those to the web are left alone. */
export function brokenLinks(root: string, { path, text }: Document): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return links.filter((target) => {
    if (/^(?:https?|mailto):/.test(target)) return false;
    const [place = '', anchor] = target.split('#');
    const file = place === '' ? join(root, path) : join(root, dirname(path), place);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchors(readFileSync(file, 'utf8')).includes(anchor);
  });
}

export interface Command {
  /** `koppel-encoder`, …, or `./koppel`. */
  readonly program: string;
  /** Words before the first option, e.g. `key init`. */
  readonly words: readonly string[];
  /** Options without their values, e.g. `--study`. */
  readonly options: readonly string[];
}

const commandPattern =
  /(?<![\w/-])(koppel-(?:encoder|linkage|researcher)|\.\/koppel)((?: [^\n`|;&>)]+)?)/g;

/** Commands in code blocks and between backticks; a line that ends in `\` goes on. */
export function commandsIn(text: string): Command[] {
  const blocks = [...text.matchAll(/^(`{3,})[^\n]*\n([\s\S]*?)^\1/gm)].map(([, , code]) => code!);
  const inline = [...text.replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '').matchAll(/`([^`\n]+)`/g)];
  return [...blocks, ...inline.map(([, code]) => code!)].flatMap((code) =>
    [...code.replaceAll(/\\\n\s*/g, ' ').matchAll(commandPattern)].map(([, program, rest]) => {
      const all = rest!
        .split('#')[0]!
        .split(/\s+/)
        .filter((word) => word !== '');
      const firstOption = all.findIndex((word) => word.startsWith('-'));
      const words = firstOption < 0 ? all : all.slice(0, firstOption);
      return {
        program: program!,
        words: words.filter((word) => /^[a-z]+$/.test(word)),
        options: all.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]!),
      };
    }),
  );
}
