// SPDX-License-Identifier: EUPL-1.2
/** What differs between two texts, by line: to show a change, and to make it in a third. Pure. */

export type LineChange =
  | { readonly kind: 'same'; readonly line: string }
  | { readonly kind: 'removed'; readonly line: string }
  | { readonly kind: 'added'; readonly line: string };

/** Lengths of the longest common subsequences of what follows each pair of lines. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let b = before.length - 1; b >= 0; b -= 1) {
    for (let a = after.length - 1; a >= 0; a -= 1) {
      table[b]![a] =
        before[b] === after[a]
          ? table[b + 1]![a + 1]! + 1
          : Math.max(table[b + 1]![a]!, table[b]![a + 1]!);
    }
  }
  return table;
}

/** The number of lines that both begin with. */
function commonStart(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  return same;
}

function changesBetween(old: readonly string[], fresh: readonly string[]): LineChange[] {
  const table = commonLengths(old, fresh);
  const changes: LineChange[] = [];
  let [b, a] = [0, 0];
  while (b < old.length || a < fresh.length) {
    if (b < old.length && a < fresh.length && old[b] === fresh[a]) {
      changes.push({ kind: 'same', line: old[b]! });
      b += 1;
      a += 1;
    } else if (b < old.length && (a === fresh.length || table[b + 1]![a]! >= table[b]![a + 1]!)) {
      changes.push({ kind: 'removed', line: old[b]! });
      b += 1;
    } else {
      changes.push({ kind: 'added', line: fresh[a]! });
      a += 1;
    }
  }
  return changes;
}

/** The fewest lines that go and come, in the order of the texts. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const start = commonStart(old, fresh);
  const [restOld, restFresh] = [old.slice(start), fresh.slice(start)];
  const end = commonStart(restOld.toReversed(), restFresh.toReversed());
  const same = (line: string): LineChange => ({ kind: 'same', line });
  return [
    ...old.slice(0, start).map(same),
    ...changesBetween(
      restOld.slice(0, restOld.length - end),
      restFresh.slice(0, restFresh.length - end),
    ),
    ...restOld.slice(restOld.length - end).map(same),
  ];
}

/**
 * Makes the changes in a text of as many lines as the one they start from, which may differ from it
 * in layout: lines that stay, stay as they are there. Undefined where the numbers differ.
 */
export function applyChanges(text: string, changes: readonly LineChange[]): string | undefined {
  const lines = text.split('\n');
  const old = changes.filter(({ kind }) => kind !== 'added').length;
  if (lines.length !== old) return undefined;
  let at = 0;
  const result = changes.flatMap(({ kind, line }) => {
    if (kind === 'added') return [line];
    at += 1;
    return kind === 'same' ? [lines[at - 1]!] : [];
  });
  return result.join('\n');
}

const signs = { same: ' ', removed: '-', added: '+' } as const;

/** The changes with a line around each, for people. */
export function shownChanges(changes: readonly LineChange[]): string {
  const isNear = (index: number): boolean =>
    [-1, 0, 1].some((step) => (changes[index + step]?.kind ?? 'same') !== 'same');
  return changes
    .flatMap(({ kind, line }, index) => (isNear(index) ? [`${signs[kind]} ${line}`] : []))
    .join('\n');
}
