// SPDX-License-Identifier: EUPL-1.2
/** Debian's chromium, where it is: a page as a reader gets it, measured and checked. For tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const program = '/usr/bin/chromium';
export const hasBrowser: boolean = existsSync(program);

export interface Seen {
  /** Rules of axe that the page breaks, with what breaks them. */
  readonly violations: readonly string[];
  /** Pixels by which something sticks out of the page at its side. */
  readonly overflow: number;
}

/** Opens the page at a width (in a frame: a window has a least width), opens what is folded, and runs axe. The page itself has no script. */
export function look(folder: string, page: string, width: number): Seen {
  const axe = readFileSync(join(import.meta.dirname, '../../../../node_modules/axe-core/axe.min.js'), 'utf8');
  const open = page.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '');
  const script = `
    const frame = document.querySelector('iframe');
    frame.onload = () => {
      const inside = frame.contentDocument;
      for (const one of inside.querySelectorAll('details')) one.open = true;
      const { scrollWidth, clientWidth } = inside.documentElement;
      const script = inside.createElement('script');
      script.textContent = axeText;
      inside.head.append(script);
      frame.contentWindow.axe.run(inside, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => {
        const found = violations.map(({ id, nodes }) => id + ' ' + nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', '));
        const seen = { violations: found, overflow: scrollWidth - clientWidth };
        document.body.innerHTML = '<pre id="seen"></pre>';
        document.getElementById('seen').textContent = JSON.stringify(seen);
      });
    };
    frame.srcdoc = pageText;`;
  const inScript = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c');
  const copy = join(folder, `seen-${String(width)}.html`);
  writeFileSync(
    copy,
    `<!doctype html><body style="margin:0"><iframe style="border:0;width:${String(width)}px;height:2000px"></iframe><script>const axeText = ${inScript(axe)}; const pageText = ${inScript(open)}; ${script}</script></body>`,
  );
  const options = [
    '--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000',
    '--window-size=1400,2000', `--user-data-dir=${join(folder, 'browser')}`,
    '--dump-dom', `file://${copy}`,
  ]; // prettier-ignore
  const dom = execFileSync(program, options, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] });
  const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? '';
  return JSON.parse(text.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')) as Seen;
} // prettier-ignore
