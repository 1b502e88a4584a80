// SPDX-License-Identifier: EUPL-1.2
/** XML in which every text is escaped, and characters that XML has no place for are left out. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What is not allowed in XML 1.0, however written. */
// eslint-disable-next-line no-control-regex -- these are the characters that are taken out
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;
const loneSurrogate = /\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;',
}; // prettier-ignore

function escaped(text: string): string {
  const legal = text.replace(forbidden, '').replace(loneSurrogate, '');
  return legal.replace(/[&<>"\n\t\r]/g, (character) => entities[character]!);
}

/** An element with its attributes and content: text, or elements made by this function. */
export class Xml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function element(
  name: string,
  attributes: Attributes,
  content: string | readonly Xml[] = [],
): Xml {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const open = `<${name}${given.join('')}`;
  if (typeof content === 'string') return new Xml(`${open}>${escaped(content)}</${name}>`);
  if (content.length === 0) return new Xml(`${open}/>`);
  return new Xml(`${open}>\n${content.map(({ text }) => text).join('\n')}\n</${name}>`);
}
