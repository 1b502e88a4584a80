// SPDX-License-Identifier: EUPL-1.2
/** What the coordinator reads of the overlaps of a city. Constant text around what was counted. */
import type { Both } from '../words/names.ts';
import type { Wording } from '../words/wording.ts';
import type { CityOverlap, OverlapEntry } from './city-overlap.ts';

const openAbove: Both = [
  'at least; how many more is not known',
  'minstens; hoeveel meer is niet bekend',
];

function lineOf(entry: OverlapEntry, wording: Wording): string {
  const { registers, persons, foundBy } = entry;
  const names = registers.map(({ register }) => wording.register(register)).join(' + ');
  if (persons === '<10') return `  ${names}: <10 (0–${wording.count(entry.atMost ?? 9)})`;
  const { value, low, high } = persons;
  const [middle, from, to] = [value, low, high].map(wording.count) as [string, string, string];
  const limits = foundBy === 'both' ? `${from}–${to}` : `${from}–${to}, ${wording.pick(openAbove)}`;
  return `  ${names}: ${middle} (${limits})`;
}

/** One line per pair and one for all, with 95 % limits. */
export function overlapText(
  { name, sha256, overlap }: { readonly name: string; readonly sha256: string; readonly overlap: CityOverlap },
  wording: Wording,
): string {
  const title = wording.pick([
    'persons whom registers share, with 95% limits',
    'personen die registers delen, met 95%-grenzen',
  ]);
  const entries = [...overlap.pairs, ...(overlap.together ?? [])];
  const lines = entries.map((entry) => lineOf(entry, wording));
  const none = wording.pick(['  no fields in common', '  geen velden gemeen']);
  const pairs = lines.length === 0 ? [none] : lines;
  return [`${wording.city(overlap.city)}: ${title}`, ...pairs, `  ${name}: SHA-256 ${sha256}`].join('\n');
} // prettier-ignore
