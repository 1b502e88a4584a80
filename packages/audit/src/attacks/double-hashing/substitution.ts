// SPDX-License-Identifier: EUPL-1.2
/**
 * Atoms stand for tokens as letters of a cipher stand for letters: which is which shows in how often
 * they come, and come together.
 */

/** How often symbols come together, as square roots, so that chance errs alike everywhere. */
export interface Companionship {
  readonly size: number;
  /** size × size; on the diagonal, how often each comes. */
  readonly roots: Float64Array;
}

/**
 * @param records the symbols of each record, 0 to size − 1; others are left out
 * @param scale what each record counts for
 */
export function measureCompanionship(
  records: readonly ArrayLike<number>[],
  size: number,
  scale: number,
): Companionship {
  const roots = new Float64Array(size * size);
  for (const record of records) {
    const symbols = Array.from(record).filter((symbol) => symbol < size);
    for (const one of symbols) for (const other of symbols) roots[one * size + other]! += scale;
  }
  return { size, roots: roots.map(Math.sqrt) };
}

/** By how much the squared difference falls when symbols i and j of `text` change places. */
function gainOfSwap(
  cipher: Companionship,
  text: Companionship,
  stands: Int32Array,
  i: number,
  j: number,
): number {
  const { size, roots } = cipher;
  const [a, b] = [stands[i]!, stands[j]!];
  const own = text.roots;
  let gain = 0;
  for (let other = 0; other < size; other += 1) {
    if (other === i || other === j) continue;
    const c = stands[other]!;
    const [withI, withJ] = [roots[i * size + other]!, roots[j * size + other]!];
    const [ofA, ofB] = [own[a * size + c]!, own[b * size + c]!];
    // 2 · ((withI − ofA)² + (withJ − ofB)² − (withI − ofB)² − (withJ − ofA)²): each pair counts twice.
    gain += 4 * (withI - withJ) * (ofB - ofA);
  }
  const [atI, atJ] = [roots[i * size + i]!, roots[j * size + j]!];
  const [atA, atB] = [own[a * size + a]!, own[b * size + b]!];
  return gain + 2 * (atI - atJ) * (atB - atA);
}

const LEAST_GAIN = 1e-9;

/**
 * Solves the cipher: starts with symbols paired by rank, and swaps two at a time, near ones first, for as
 * long as the two tables get closer (Jakobsen 1995, Cryptologia 19(3), as Kroll & Steinmetzer use it).
 * @param text as many symbols as `cipher`, both most frequent first
 * @returns for each symbol of `cipher` the one of `text` that it stands for
 */
export function solveSubstitution(
  cipher: Companionship,
  text: Companionship,
  mostSweeps: number,
): Int32Array {
  const { size } = cipher;
  const stands = Int32Array.from({ length: size }, (_, symbol) => symbol);
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let swaps = 0;
    for (let distance = 1; distance < size; distance += 1) {
      for (let i = 0; i + distance < size; i += 1) {
        const j = i + distance;
        if (gainOfSwap(cipher, text, stands, i, j) <= LEAST_GAIN) continue;
        [stands[i], stands[j]] = [stands[j]!, stands[i]!];
        swaps += 1;
      }
    }
    if (swaps === 0) break;
  }
  return stands;
}
