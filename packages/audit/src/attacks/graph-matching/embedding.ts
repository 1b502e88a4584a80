// SPDX-License-Identifier: EUPL-1.2
/**
 * From a set of encodings to points. Its similarity graph is complete and weighted by the bits that two
 * encodings share; the points are its foremost eigenvectors (kernel principal components, Schölkopf et
 * al. 1998), which hold what random walks over the graph would learn. Two samples of one population have
 * about the same components, whatever the encoding key, up to a turn of the axes.
 */
import type { FilterSet } from '@koppel/kernel';
import { topEigen } from '../../algebra/eigen.ts';
import { makeMatrix, multiplyTransposed, rowOf, type Matrix } from '../../algebra/matrix.ts';
import type { Random } from '../../random.ts';
import { bothOf, wordsOf, type Words } from '../../similarity-table.ts';

export interface Embedding {
  /** One row per encoding; columns by falling variance, with mean 0. */
  readonly points: Matrix;
  /** Variance of each column, in bits. */
  readonly variance: Float64Array;
  /** Columns whose variance noise alone would not reach. */
  readonly directions: number;
}

/** One row per bit: in which encodings it is set. */
function transposed({ count, length, words }: Words): Words {
  const wide = 2 * Math.ceil(count / 64);
  const bits = 32 * length;
  const turned = new Int32Array(bits * wide);
  const ones = new Int32Array(bits);
  for (let row = 0; row < count; row++) {
    const mask = 1 << (row & 31);
    for (let word = 0; word < length; word++) {
      for (let rest = words[row * length + word]!; rest !== 0; rest &= rest - 1) {
        const bit = 32 * word + 31 - Math.clz32(rest & -rest);
        turned[bit * wide + (row >>> 5)]! |= mask;
        ones[bit]! += 1;
      }
    }
  }
  return { count: bits, length: wide, words: turned, ones };
}

/** Bits shared by every two rows. */
function sharedBits(rows: Words): Matrix {
  const shared = makeMatrix(rows.count, rows.count);
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j <= i; j++) {
      const both = bothOf(rows, i, rows, j);
      shared.data[i * rows.count + j] = both;
      shared.data[j * rows.count + i] = both;
    }
  }
  return shared;
}

/** Takes the mean off every row and column. */
function centre({ rows, data }: Matrix): void {
  const means = new Float64Array(rows);
  let all = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) means[i]! += data[i * rows + j]! / rows;
    all += means[i]! / rows;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) data[i * rows + j]! += all - means[i]! - means[j]!;
  }
}

/** Columns above the edge of noise (Marchenko & Pastur 1967), with a little to spare. */
function countDirections(
  variance: Float64Array,
  total: number,
  bits: number,
  count: number,
): number {
  const edge = (total / bits) * (1 + Math.sqrt(bits / count)) ** 2;
  return variance.filter((value) => value > 1.05 * edge).length;
}

/** Few encodings: eigenvectors of their similarities. */
function fromSimilarities(
  rows: Words,
  size: number,
  random: Random,
): Omit<Embedding, 'directions'> {
  const shared = sharedBits(rows);
  centre(shared);
  const { values, vectors } = topEigen(shared, size, random);
  const points = makeMatrix(rows.count, size);
  for (let at = 0; at < points.data.length; at++) {
    const column = at % size;
    const scale = Math.sqrt(Math.max(0, values[column]!));
    points.data[at] = scale * vectors.data[column * rows.count + Math.floor(at / size)]!;
  }
  return { points, variance: values.map((value) => Math.max(value, 1e-9) / rows.count) };
}

/** Many encodings: the same from the covariances of their bits, which are fewer. */
function fromCovariances(rows: Words, size: number, random: Random): Omit<Embedding, 'directions'> {
  const bits = transposed(rows);
  const covariance = sharedBits(bits);
  const mean = Float64Array.from(bits.ones, (ones) => ones / rows.count);
  for (let i = 0; i < bits.count; i++) {
    const row = rowOf(covariance, i);
    for (let j = 0; j < bits.count; j++) row[j] = row[j]! / rows.count - mean[i]! * mean[j]!;
  }
  const { values, vectors } = topEigen(covariance, size, random);
  const slab = 256;
  const points = makeMatrix(rows.count, size);
  for (let from = 0; from < rows.count; from += slab) {
    const to = Math.min(rows.count, from + slab);
    const plain = makeMatrix(to - from, bits.count);
    for (let at = 0; at < plain.data.length; at++) {
      const bit = at % bits.count;
      const word = rows.words[(from + Math.floor(at / bits.count)) * rows.length + (bit >>> 5)]!;
      plain.data[at] = ((word >>> (bit & 31)) & 1) - mean[bit]!;
    }
    points.data.set(multiplyTransposed(plain, vectors).data, from * size);
  }
  return { points, variance: values.map((value) => Math.max(value, 1e-9)) };
}

/** The sum of the variances of all bits. */
function totalVariance(rows: Words): number {
  let total = 0;
  for (const ones of transposed(rows).ones) total += (ones / rows.count) * (1 - ones / rows.count);
  return total;
}

/** @param size columns; at most the encodings and the bits of one */
export function embed(set: FilterSet, size: number, random: Random): Embedding {
  const rows = wordsOf(set);
  const bits = 32 * rows.length;
  const make = rows.count <= bits ? fromSimilarities : fromCovariances;
  const { points, variance } = make(rows, size, random);
  const directions = countDirections(variance, totalVariance(rows), bits, rows.count);
  return { points, variance, directions };
}
