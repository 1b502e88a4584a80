// SPDX-License-Identifier: EUPL-1.2
/** Encodings as text, to look them up by what they are. */
import type { FilterSet } from '@koppel/kernel';

/** Encoding `row` as text: two are the same text exactly where they are the same bits. */
export function filterText({ bytes, filters }: FilterSet, row: number): string {
  let text = '';
  for (let at = row * bytes; at < (row + 1) * bytes; at += 2) {
    text += String.fromCharCode(filters[at]! | (filters[at + 1]! << 8));
  }
  return text;
}
