// SPDX-License-Identifier: EUPL-1.2
/** The quickstart, run: its commands as they stand, each party in a shell of its own. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { env, execPath } from 'node:process';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs/quickstart.md'), 'utf8');
const home = mkdtempSync(join(tmpdir(), 'koppel-quickstart-'));

/** A shell that runs what it is given, block after block. */
class Terminal {
  readonly #shell: ChildProcessWithoutNullStreams;
  #printed = '';
  #blocks = 0;

  constructor() {
    const path = [dirname(execPath), env['PATH'] ?? ''].join(delimiter);
    this.#shell = spawn('sh', [], {
      cwd: root,
      env: { ...env, HOME: home, KOPPEL_LANG: 'en', PATH: path },
    });
    this.#shell.stdout.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    this.#shell.stderr.resume();
  }

  /** Everything a block prints on standard output; throws when its last command fails. */
  async run(block: string): Promise<string> {
    this.#blocks += 1;
    const end = new RegExp(`^<end ${String(this.#blocks)} (\\d+)>$`, 'm');
    const from = this.#printed.length;
    this.#shell.stdin.write(`${block}\nprintf '\\n<end ${String(this.#blocks)} %s>\\n' $?\n`);
    for (;;) {
      const text = this.#printed.slice(from);
      const found = end.exec(text);
      if (found !== null) {
        if (found[1] !== '0') throw new Error('a block of the quickstart failed');
        return text.slice(0, found.index);
      }
      await new Promise((resume) => this.#shell.stdout.once('data', resume));
    }
  }

  close(): void {
    this.#shell.stdin.end();
  }
}

interface Step {
  readonly terminal: string;
  readonly block: string;
}

/** The blocks of the page down to a heading, each with the terminal that is named before it. */
function steps(until: string): Step[] {
  const text = page.slice(0, page.indexOf(`## ${until}`));
  let terminal = 'setup';
  return [...text.matchAll(/^Terminal \*\*(.+)\*\*:$|^```sh\n([\s\S]*?)^```$/gm)].flatMap(
    ([, name, block]) => {
      if (name !== undefined) terminal = name;
      return block === undefined ? [] : [{ terminal, block }];
    },
  );
}

const terminals = new Map<string, Terminal>();

async function terminalOf(name: string): Promise<Terminal> {
  const known = terminals.get(name);
  if (known !== undefined) return known;
  const terminal = new Terminal();
  terminals.set(name, terminal);
  await terminal.run('export PATH="$PWD/bin:$PATH"');
  return terminal;
}

/** Puts what `key init` printed where the study says PASTE. */
function paste(party: string, printed: string): void {
  const file = join(home, 'koppel-quickstart', 'study.yaml');
  const name = party.toUpperCase().replace('DEN HAAG', 'DENHAAG').replace(' ', '-');
  const keyOf = (kind: string): string | undefined =>
    new RegExp(`^${kind}PublicKey: (\\S+)$`, 'm').exec(printed)?.[1];
  const text = readFileSync(file, 'utf8')
    .replace(`PASTE-${name}-SIGN`, keyOf('sign') ?? '')
    .replace(`PASTE-${name}-MAILBOX`, keyOf('mailbox') ?? '');
  writeFileSync(file, text);
}

const printedBy = new Map<string, string>();

beforeAll(async () => {
  const waiting: Promise<unknown>[] = [];
  for (const { terminal: name, block } of steps('Things to try')) {
    const terminal = await terminalOf(name);
    if (block.includes('key agree')) {
      waiting.push(terminal.run(block));
      continue;
    }
    await Promise.all(waiting.splice(0));
    const printed = await terminal.run(block);
    if (block.includes('key init')) paste(name, printed);
    printedBy.set(name, printed);
  }
}, 300_000);

afterAll(() => {
  for (const terminal of terminals.values()) terminal.close();
  rmSync(home, { recursive: true, force: true });
});

const read = (path: string): string =>
  readFileSync(join(home, 'koppel-quickstart', path), 'utf8').replaceAll('\r', '');

test('the researcher has a data set in which seven persons are in both registers', () => {
  const persons = read('researcher/data-set/persons.csv').trim().split('\n').slice(1);
  const both = persons.filter((line) => line.endsWith(',1,1'));
  expect(both).toHaveLength(7);
  expect(persons).toHaveLength(12 + 10 - 7);
});

test('the persons are those whom the page names', () => {
  const cellsOf = (path: string): string[][] =>
    read(path)
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  const benefits = cellsOf('researcher/data-set/benefits.csv');
  const pairs = cellsOf('researcher/data-set/trajectories.csv')
    .map((row) => [benefits.find(([pseudonym]) => pseudonym === row[0])?.[6], row[6]])
    .filter(([first]) => first !== undefined)
    .sort();
  expect(pairs).toEqual([
    ['2019-09-01', '2021-03-15'],
    ['2021-04-12', '2022-02-01'],
    ['2022-05-01', '2023-01-09'],
    ['2023-02-15', '2023-05-01'],
    ['2023-07-01', '2024-01-15'],
    ['2023-10-20', '2024-02-12'],
    ['2024-01-01', '2024-03-01'],
  ]);
});

test('no name is on the log', async () => {
  const terminal = await terminalOf('researcher');
  const found = await terminal.run('grep -c Kowalski ../log/* || true');
  expect(
    found
      .trim()
      .split('\n')
      .map((line) => line.split(':').at(-1)),
  ).not.toContain('1');
});

test('an encoder that runs again sends nothing', async () => {
  const again = steps('Things to try').filter(({ block }) => block.includes('--register'));
  for (const { terminal, block } of again) {
    const shell = await terminalOf(terminal);
    expect(await shell.run(block)).toMatch(/^Batches sent +0$/m);
  }
});
