// SPDX-License-Identifier: EUPL-1.2
/** Places of a YAML file that still say OPEN: what nobody has filled in. Pure. */
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** What stands where something is still to be filled in. */
export const OPEN = 'OPEN';

export interface OpenPlace {
  /** `owners[0].signPublicKey` */
  readonly path: string;
  /** From 1. */
  readonly row: number;
}

function isPair(node: unknown): node is { readonly key: { readonly value: unknown } } {
  return typeof node === 'object' && node !== null && 'key' in node;
}

/** In the order of the file; empty for a text that is no YAML. */
export function openPlaces(text: string): OpenPlace[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const found: OpenPlace[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== OPEN || key === 'key') return;
      const steps = [...ancestors, node].flatMap((ancestor, at, all) => {
        if (isPair(ancestor)) return [`.${String(ancestor.key.value)}`];
        const next = all[at + 1];
        const items = (ancestor as { readonly items?: readonly unknown[] }).items;
        if (items === undefined || isPair(next)) return [];
        const index = items.indexOf(next);
        return index < 0 ? [] : [`[${String(index)}]`];
      });
      const path = steps.join('').replace(/^\./, '');
      const start = isScalar(node) ? (node.range?.[0] ?? 0) : 0;
      found.push({ path, row: lines.linePos(start).line });
    },
  });
  return found;
}
