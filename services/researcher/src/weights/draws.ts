// SPDX-License-Identifier: EUPL-1.2
/**
 * Plausible linkages: in each, every link is kept with its probability or dropped. Rubin 1987, Multiple
 * Imputation for Nonresponse in Surveys; for linkage Goldstein, Harron & Wade 2012, Stat Med 31(28),
 * 3481–3493. The researcher has one probability per person and no other candidates, so a dropped link
 * leaves no link: who the person would else be linked to, and links that were missed, are not drawn.
 * What is drawn depends on the study, the pseudonym and the number of the draw alone.
 */
import { createHash } from 'node:crypto';

const bytesPerDraw = 4;
const drawsPerDigest = 32 / bytesPerDraw;

/** A person whose link is as probable as told; undefined where the data set does not tell. */
export interface PersonLink {
  readonly pseudonym: string;
  readonly probability: number | undefined;
  /** Somebody looked at it and decided that it is one person. */
  readonly isDecided: boolean;
}

/** Numbers from 0 to 1, evenly spread, one per draw. */
export function chances(study: string, pseudonym: string, draws: number): number[] {
  const found: number[] = [];
  for (let part = 0; found.length < draws; part += 1) {
    const digest = createHash('sha256')
      .update(JSON.stringify(['koppel draws 1', study, pseudonym, part]))
      .digest();
    for (let at = 0; at < drawsPerDigest && found.length < draws; at += 1) {
      found.push(digest.readUInt32BE(at * bytesPerDraw) / 2 ** 32);
    }
  }
  return found;
}

/** Per draw 1 where the link is kept. A link without probability, or that a person decided, always is. */
export function drawLinks(
  study: string,
  { pseudonym, probability, isDecided }: PersonLink,
  draws: number,
): number[] {
  if (probability === undefined || isDecided) return new Array<number>(draws).fill(1);
  return chances(study, pseudonym, draws).map((chance) => (chance < probability ? 1 : 0));
}
