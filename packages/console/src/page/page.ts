// SPDX-License-Identifier: EUPL-1.2
/**
 * A report as one HTML page that needs nothing else: no script, no network. All texts are escaped.
 * Pure: the caller writes the file.
 */
import { html, Markup, type Part } from './html.ts';
import { style } from './style.ts';

/** A table of numbers, or of words; the first cell of a row names it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Part[])[],
  holds: 'numbers' | 'words' = 'numbers',
): Markup {
  const cell = (value: Part, column: number): Markup =>
    column === 0 ? html`<th scope="row">${value}</th>` : html`<td>${value}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table${holds === 'words' ? html` class="words"` : ''}>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A drawing with the words below it. */
export const figure = (drawing: Markup, caption: string): Markup =>
  html`<figure>
    ${drawing}
    <figcaption>${caption}</figcaption>
  </figure>`;

/** What is read on demand; on paper it is open. */
export const folded = (summary: string, content: Markup): Markup =>
  html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;

/** A part of the page under a heading. */
export const section = (id: string, heading: string, content: Markup): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${content}
  </section> `;

export interface Page {
  readonly language: 'en' | 'nl';
  readonly title: string;
  /** One or two sentences under the title. */
  readonly introduction: string;
  readonly content: Markup;
  readonly footer: string;
}

/** The whole page as UTF-8 text. The same content gives the same bytes. */
export function pageText({ language, title, introduction, content, footer }: Page): string {
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="soft">${introduction}</p>
        </header>
        <main>${content}</main>
        <footer><p>${footer}</p></footer>
      </body>
    </html> `;
  return page.text;
}
