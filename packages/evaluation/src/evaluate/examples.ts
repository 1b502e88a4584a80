// SPDX-License-Identifier: EUPL-1.2
/**
 * Pairs of an evaluation to look at: the surest links, those in the grey zone, links that are wrong and
 * true pairs that are missed, each by what its fields weigh. For encodings with a filter for each
 * field. Names of fields and levels, no values, though these persons are published or invented.
 */
import { folded, html, Markup, section } from '@koppel/console';
import type { Language } from '@koppel/errors';
import { waterfallFigure, type LinkOutcome, type Waterfall } from '@koppel/linkage';
import type { PairColumns } from '../metrics/index.ts';
import { predictedPairs } from './score.ts';

/** Examples of each kind. */
const EXAMPLES = 3;

export const exampleKinds = ['surest', 'grey', 'wrong', 'missed'] as const;
export type ExampleKind = (typeof exampleKinds)[number];

export interface Example {
  readonly kind: ExampleKind;
  /** Rows of the first and the last file. */
  readonly a: number;
  readonly b: number;
  readonly isTrue: boolean;
  readonly waterfall: Waterfall;
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly similarity: number | undefined;
}

/**
 * What is worth a look; nothing where records have one filter.
 * @param names what fields are called, by their name in the encoding
 */
export function examplesOf(
  outcome: LinkOutcome,
  truth: PairColumns,
  names: ReadonlyMap<string, string> = new Map(),
): Example[] {
  const { explain, candidates, below, threshold } = outcome;
  if (explain === undefined) return [];
  const last = outcome.sources.length - 1;
  const nameOf = (a: number, b: number): string =>
    last > 0 ? `${String(a)} ${String(b)}` : `${String(Math.min(a, b))} ${String(Math.max(a, b))}`;
  const isTrue = new Set(Array.from(truth.a, (row, at) => nameOf(row, truth.b[at]!)));
  const linked = predictedPairs(outcome);
  const isLinked = new Set(Array.from(linked.a, (row, at) => nameOf(row, linked.b[at]!)));
  const scored = [candidates, below].flatMap((found) =>
    Array.from(found.similarity, (similarity, at): Pair => {
      const [left, right] = [found.leftRow[at]!, found.rightRow[at]!];
      const turned = found.leftSource[at]! > found.rightSource[at]!;
      return turned ? { a: right, b: left, similarity } : { a: left, b: right, similarity };
    }),
  );
  const links = scored.filter(({ a, b }) => isLinked.has(nameOf(a, b)));
  const seen = new Map(scored.map((one) => [nameOf(one.a, one.b), one]));
  const distance = ({ similarity }: Pair): number => Math.abs(similarity! - threshold.threshold);
  const missed = Array.from(truth.a, (row, at): Pair => {
    const [a, b] = [row, truth.b[at]!];
    return { a, b, similarity: seen.get(nameOf(a, b))?.similarity };
  }).filter(({ a, b }) => !isLinked.has(nameOf(a, b)));
  const chosen: Record<ExampleKind, readonly Pair[]> = {
    surest: links,
    grey: scored.toSorted((m, n) => distance(m) - distance(n)),
    wrong: links.filter(({ a, b }) => !isTrue.has(nameOf(a, b))),
    missed,
  };
  return exampleKinds.flatMap((kind) =>
    chosen[kind].slice(0, EXAMPLES).map(({ a, b, similarity }): Example => {
      const [left, right] = [
        { source: 0, row: a },
        { source: last, row: b },
      ];
      const fall = explain(left, right, similarity);
      const groups = fall.groups.map((one) => ({ ...one, name: names.get(one.name) ?? one.name }));
      const waterfall = { ...fall, groups };
      return { kind, a, b, isTrue: isTrue.has(nameOf(a, b)), waterfall };
    }),
  );
}

const words = {
  en: {
    title: 'Pairs as the model sees them',
    introduction:
      'What each field weighs in bits: every bit to the right doubles the odds that both are one person, every bit to the left halves them.',
    surest: 'Surest link', grey: 'Nearest to the threshold', wrong: 'Wrong link',
    missed: 'Missed pair', row: 'rows', same: 'truly one person', different: 'truly two persons',
  },
  nl: {
    title: 'Paren zoals het model ze ziet',
    introduction:
      'Wat elk veld weegt in bits: elke bit naar rechts verdubbelt de kans (als verhouding) dat beide één persoon zijn, elke bit naar links halveert die.',
    surest: 'Zekerste koppeling', grey: 'Dichtst bij de drempel', wrong: 'Onjuiste koppeling',
    missed: 'Gemist paar', row: 'rijen', same: 'werkelijk één persoon',
    different: 'werkelijk twee personen',
  },
} as const; // prettier-ignore

/** The examples as a part of the report; nothing where there are none. */
export function exampleSection(examples: readonly Example[], language: Language): Markup[] {
  if (examples.length === 0) return [];
  const said = words[language];
  const parts = examples.map(({ kind, a, b, isTrue, waterfall }) => {
    const rows = `${said.row} ${String(a + 1)}, ${String(b + 1)}`;
    const name = `${said[kind]}: ${rows}; ${isTrue ? said.same : said.different}`;
    return folded(name, new Markup(waterfallFigure(waterfall, language)));
  });
  const content = html`<p class="meanings">${said.introduction}</p>
    ${parts}`;
  return [section('examples', said.title, content)];
}
