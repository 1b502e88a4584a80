// SPDX-License-Identifier: EUPL-1.2
/**
 * How finely a researcher is told how sure a link is. A probability is a step function of the
 * similarity of two encodings, and the similarity tells how two registrations of a person differ: so
 * both travel as one of a few grades, in one byte, and never as they were measured (docs/adr/0043).
 */

/** The grade of what is not known, or does not exist. */
export const noGrade = 255;

/**
 * The probabilities that can be told, ascending: grade n is level n. Closer together near 1, where a
 * researcher counts what is left; neither 0 nor 1, as no estimate is certain.
 */
export const probabilityLevels: readonly number[] = [
  0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
  0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 0.995, 0.999,
]; // prettier-ignore

const qualitySteps = 20;

/** The nearest level to a probability 0–1, of two equally near the lower one; `noGrade` for NaN. */
export function probabilityGrade(probability: number): number {
  if (Number.isNaN(probability)) return noGrade;
  let nearest = 0;
  probabilityLevels.forEach((level, grade) => {
    const distance = Math.abs(level - probability);
    if (distance < Math.abs(probabilityLevels[nearest]! - probability)) nearest = grade;
  });
  return nearest;
}

/** The level of a grade; NaN for `noGrade`. */
export function probabilityOf(grade: number): number {
  return probabilityLevels[grade] ?? NaN;
}

/** The step of 0.05 in which a similarity 0–1 lies, 0–19; `noGrade` for NaN. */
export function qualityGrade(similarity: number): number {
  if (Number.isNaN(similarity)) return noGrade;
  // A hair more: 0.15 · 20 must not come out below 3.
  return Math.min(qualitySteps - 1, Math.floor(similarity * qualitySteps + 1e-9));
}

/** The lower end of a step, 0–0.95: alike and the same are one step. NaN for `noGrade`. */
export function qualityOf(grade: number): number {
  return grade === noGrade ? NaN : grade / qualitySteps;
}

/** True for a grade of a probability, or none. */
export function isProbabilityGrade(grade: number): boolean {
  return grade === noGrade || grade < probabilityLevels.length;
}

/** True for a grade of a similarity, or none. */
export function isQualityGrade(grade: number): boolean {
  return grade === noGrade || grade < qualitySteps;
}
