// SPDX-License-Identifier: EUPL-1.2
/** Debian's chromium, where it is: pages as a reader gets them, measured and checked. For tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const program = '/usr/bin/chromium';
export const hasBrowser: boolean = existsSync(program);

export interface Looked {
  readonly page: string;
  /** Pixels of the screen: 390 is a phone. */
  readonly width: number;
}

export interface Seen {
  /** Rules of axe that the page breaks, with what breaks them. */
  readonly violations: readonly string[];
  /** Pixels by which something sticks out of the page at its side. */
  readonly overflow: number;
}

/**
 * Opens each page at its width (in a frame: a window has a least width), opens what is folded, and runs
 * axe. The pages themselves have no script. One browser for all of them: to start it takes longest.
 */
export function look(folder: string, pages: readonly Looked[]): Seen[] {
  const axe = readFileSync(join(import.meta.dirname, '../../../../node_modules/axe-core/axe.min.js'), 'utf8');
  const policy = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/;
  const script = `
    const look = ({ page, width }) => new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.style = 'border:0;height:2000px;width:' + width + 'px';
      frame.onload = () => {
        const inside = frame.contentDocument;
        for (const one of inside.querySelectorAll('details')) one.open = true;
        const { scrollWidth, clientWidth } = inside.documentElement;
        const script = inside.createElement('script');
        script.textContent = axeText;
        inside.head.append(script);
        frame.contentWindow.axe.run(inside, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => {
          const found = violations.map(({ id, nodes }) => id + ' ' + nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', '));
          frame.remove();
          resolve({ violations: found, overflow: scrollWidth - clientWidth });
        });
      };
      frame.srcdoc = page;
      document.body.append(frame);
    });
    (async () => {
      const seen = [];
      for (const one of pages) seen.push(await look(one));
      const told = document.createElement('pre');
      told.id = 'seen';
      told.textContent = JSON.stringify(seen);
      document.body.replaceChildren(told);
    })();`;
  const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
  const open = pages.map(({ page, width }) => ({ page: page.replace(policy, ''), width }));
  const copy = join(folder, 'seen.html');
  writeFileSync(
    copy,
    `<!doctype html><body style="margin:0"><script>const axeText = ${inScript(axe)}; const pages = ${inScript(open)}; ${script}</script></body>`,
  );
  const options = [
    '--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=60000',
    '--window-size=1400,2000', `--user-data-dir=${join(folder, 'browser')}`,
    '--dump-dom', `file://${copy}`,
  ]; // prettier-ignore
  const dom = execFileSync(program, options, { encoding: 'utf8', maxBuffer: 2 ** 27, stdio: ['ignore', 'pipe', 'ignore'] });
  const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? '';
  return JSON.parse(text.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')) as Seen[];
} // prettier-ignore
