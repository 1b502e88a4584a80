// SPDX-License-Identifier: EUPL-1.2
/** Pages in Debian's chromium, all at once, each in a frame of a width: what axe finds, what sticks out. For tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const program = '/usr/bin/chromium';
export const hasBrowser: boolean = existsSync(program);

const require = createRequire(join(import.meta.dirname, '../../../../package.json'));

export interface PageSeen {
  /** Rules of WCAG 2.1 A and AA that it breaks. */
  readonly violations: readonly string[];
  /** Pixels by which something sticks out at its side. */
  readonly overflow: number;
}

/** In the page that holds the frames: axe goes through one after the other. */
const script = `
  const seen = [];
  for (const [text, width] of pages) {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'border:0;height:2000px;width:' + width + 'px';
    const loaded = new Promise((resolve) => { frame.onload = resolve; });
    frame.srcdoc = text;
    document.body.append(frame);
    await loaded;
    const inside = frame.contentDocument;
    const { scrollWidth, clientWidth } = inside.documentElement;
    inside.head.append(Object.assign(inside.createElement('script'), { textContent: axeText }));
    const { violations } = await frame.contentWindow.axe.run(inside, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    seen.push({ violations: violations.map(({ id }) => id), overflow: scrollWidth - clientWidth });
    frame.remove();
  }
  document.body.innerHTML = '<pre id="seen"></pre>';
  document.getElementById('seen').textContent = JSON.stringify(seen);`;

/** What is seen of pages of some width in pixels; `folder` is for the browser's own files. */
export function seePages(folder: string, pages: readonly (readonly [text: string, width: number])[]): PageSeen[] {
  const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  // The pages forbid every script, which axe is one of.
  const open = pages.map(([text, width]) => [text.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''), width]);
  const copy = join(folder, 'pages.html');
  writeFileSync(copy, `<!doctype html><body><script type="module">const axeText = ${inScript(axe)}; const pages = ${inScript(open)}; ${script}</script></body>`);
  const options = [
    '--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=60000', '--window-size=1400,2000',
    `--user-data-dir=${join(folder, 'browser')}`, '--dump-dom', `file://${copy}`,
  ];
  const dom = execFileSync(program, options, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] });
  const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? '';
  return JSON.parse(text) as PageSeen[];
} // prettier-ignore
