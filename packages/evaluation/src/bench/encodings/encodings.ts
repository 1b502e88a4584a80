// SPDX-License-Identifier: EUPL-1.2
/**
 * Every encoding against every data set and every attack: what it is worth, what it costs, and what
 * it gives away. Seeded: the same options give the same figures, but for times.
 */
import { createProfile } from '@koppel/encoding';
import { attacksOn, type Attacked } from './attack.ts';
import type { EncodingCase } from './cases.ts';
import { qualityOn, speedOn, type Speed } from './measure.ts';
import type { ValueSet } from './value-set.ts';

export interface EncodingRow {
  readonly name: string;
  /** Highest F1 at any threshold, by data set. */
  readonly f1: Readonly<Record<string, number>>;
  readonly speed: Speed;
  readonly attacks: readonly Attacked[];
  /** What the registry warns of, by rule. */
  readonly warnings: readonly string[];
}

export interface EncodingsOptions {
  readonly cases: readonly EncodingCase[];
  readonly sets: readonly ValueSet[];
  /** A set of two sides: they are matched, and the persons of the first are attacked. */
  readonly generated: ValueSet;
  /** A file whose encoding is timed, under the columns of the encoder's benchmark. */
  readonly file: string;
  readonly seed: number;
  /** Told the fraction that is done, 0–1, ascending. */
  readonly onProgress: (fraction: number) => void;
}

/** Shares of the time of one encoding, about. */
const partOfQuality = 0.3;

/** One encoding after the other. */
export async function benchEncodings(options: EncodingsOptions): Promise<EncodingRow[]> {
  const { cases, sets, generated, file, seed, onProgress } = options;
  const rows: EncodingRow[] = [];
  for (const { name, specOf } of cases) {
    const spec = specOf(generated.base);
    const tell = (part: number): void => {
      onProgress((rows.length + part) / cases.length);
    };
    const f1 = await qualityOn(specOf, [...sets, generated]);
    const speed = await speedOn(specOf, { file, set: generated });
    tell(partOfQuality);
    const attacks = await attacksOn(spec, generated.sides[0]!, seed, (done, total) => {
      tell(partOfQuality + ((1 - partOfQuality) * done) / total);
    });
    const warnings = createProfile(spec).warnings.map(({ rule }) => rule);
    rows.push({ name, f1, speed, attacks, warnings });
  }
  onProgress(1);
  return rows;
}
