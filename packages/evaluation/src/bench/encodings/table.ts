// SPDX-License-Identifier: EUPL-1.2
/** The one table of encodings, as Markdown: a row per encoding. */
import { attackEntries, type AttackId } from '@koppel/audit';
import { compareLevels, type Attacked } from './attack.ts';
import type { EncodingRow } from './encodings.ts';
import type { Speed } from './measure.ts';

/** A column of an attack at one level. */
interface AttackColumn {
  readonly attack: AttackId;
  readonly title: string;
  readonly matches: (attacked: Attacked) => boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
const thousands = (number: number): string => `${(number / 1000).toFixed(0)}k`;
const millions = (number: number): string => `${(number / 1e6).toFixed(0)}M`;

/** What an attack found, in a cell: a distinguisher recognises nobody, so its z stands there. */
function cellOf(attacked: Attacked | undefined): string {
  if (attacked === undefined) return '–';
  const { targets, share, interval, figures } = attacked.result;
  if (targets === 0) return figures['z'] === undefined ? '–' : `z ${figures['z'].toFixed(1)}`;
  const low = percent(interval.low);
  return `${percent(share)} (${low}–${percent(interval.high)})`;
}

function titleOf({ attack, knownPairs, overlap }: Attacked['planned'], varies: string): string {
  if (varies === 'knownPairs') return `${attack}, ${String(knownPairs)} pairs`;
  if (varies === 'overlap') return `${attack}, ${String(Math.round(100 * overlap))} %`;
  return attack;
}

function columnsOf(rows: readonly Pick<EncodingRow, 'attacks'>[]): AttackColumn[] {
  const columns = new Map<string, AttackColumn>();
  const levels = rows.flatMap(({ attacks }) => attacks.map(({ planned }) => planned));
  for (const planned of levels.sort(compareLevels)) {
    const { attack, knownPairs, overlap } = planned;
    const title = titleOf(planned, attackEntries.get(attack)!.varies);
    columns.set(title, {
      attack,
      title,
      matches: (other) =>
        other.planned.attack === attack &&
        other.planned.knownPairs === knownPairs &&
        other.planned.overlap === overlap,
    });
  }
  return [...columns.values()];
}

function speedCells(speed: Speed | undefined): string[] {
  if (speed === undefined) return ['–', '–', '–'];
  const { bytes, encodedPerSecond, comparedPerSecond } = speed;
  return [String(bytes), thousands(encodedPerSecond), millions(comparedPerSecond)];
}

/** A dash stands where something was not tried. */
export function encodingsTable(rows: readonly Omit<EncodingRow, 'warnings'>[]): string {
  const sets = [...new Set(rows.flatMap(({ f1 }) => Object.keys(f1)))];
  const attacks = columnsOf(rows);
  const header = [
    'encoding',
    ...sets.map((name) => `F1 ${name}`),
    'bytes',
    'records/s',
    'comparisons/s',
    ...attacks.map(({ title }) => title),
  ];
  const body = rows.map(({ name, f1, speed, attacks: found }) => [
    name,
    ...sets.map((set) => f1[set]?.toFixed(4) ?? '–'),
    ...speedCells(speed),
    ...attacks.map((column) => cellOf(found.find((attacked) => column.matches(attacked)))),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...body.map(line)].join('\n');
}
