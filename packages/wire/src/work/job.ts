// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit tells its own workers: a search, by the question and the runs that it is of,
 * and then the numbers of its parts. No encoding is in it: workers have those from the batches.
 */
import type { Fields } from '../codec.ts';
import {
  bytesField,
  booleanField,
  countField,
  enumField,
  fixedField,
  intField,
  nameField,
  uint32Field,
  unitField,
} from '../field.ts';
import { framed } from '../frame.ts';
import { recordCodec } from '../record.ts';

export const workMethods = ['exact', 'votes', 'tables', 'best'] as const;
export type WorkMethod = (typeof workMethods)[number];

export const workSimilarities = ['dice', 'hamming', 'jaccard'] as const;

/** The newest run of a register in this search, and how far the owner's topic was read for it. */
export interface WorkSource {
  readonly owner: string;
  readonly register: string;
  /** 16 bytes. */
  readonly run: Uint8Array;
  readonly position: number;
}

/** How tables are made; all zero or empty for another method. */
export interface WorkTables {
  readonly seed: number;
  /** Bits, as 16-bit numbers with the low byte first. */
  readonly pool: Uint8Array;
  readonly keyBits: number;
  readonly radius: number;
  readonly sketch: Uint8Array;
  readonly sketchHalf: number;
  readonly sketchWhole: number;
}

/** Of which codes the best candidates are searched for; whole codes, from the left, for another method. */
export interface WorkCodes {
  /** Candidates of each record; 0 where all pairs are wanted. */
  readonly top: number;
  /** The part of every code, from 0, and how many there are. */
  readonly code: number;
  readonly codes: number;
  /** For the records of the right source. */
  readonly turned: boolean;
}

export interface WorkQuestion extends WorkTables, WorkCodes {
  readonly method: WorkMethod;
  readonly similarity: (typeof workSimilarities)[number];
  readonly threshold: number;
  readonly within: boolean;
  readonly miss: number;
}

/** A search whose parts [from, to) are wanted; an empty range ends the search before. */
export interface WorkJob extends WorkQuestion {
  /** SHA-256, 32 bytes. */
  readonly identity: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The first answer that can be of this search, by its place in the topic of answers. */
  readonly answersFrom: number;
  readonly left: WorkSource;
  readonly right: WorkSource;
}

/** One part that is to be searched. */
export interface WorkPart {
  /** Place of the search in the topic of searches. */
  readonly job: number;
  readonly identity: Uint8Array;
  readonly part: number;
}

/** Bits of an encoding, two bytes each. */
const maxBitsBytes = 2 * 65_536;

const questionFields: Fields<WorkQuestion> = {
  method: enumField('WorkMethod', workMethods),
  similarity: enumField('WorkSimilarity', workSimilarities),
  threshold: unitField,
  within: booleanField,
  miss: unitField,
  seed: uint32Field,
  pool: bytesField(0, maxBitsBytes),
  keyBits: intField(0, 32),
  radius: intField(0, 1),
  sketch: bytesField(0, 1024),
  sketchHalf: intField(0),
  sketchWhole: intField(0),
  top: intField(0, 256),
  code: intField(0, 255),
  codes: intField(1, 256),
  turned: booleanField,
};

interface FlatJob extends WorkQuestion {
  readonly identity: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly answersFrom: number;
  readonly leftOwner: string;
  readonly leftRegister: string;
  readonly leftRun: Uint8Array;
  readonly leftPosition: number;
  readonly rightOwner: string;
  readonly rightRegister: string;
  readonly rightRun: Uint8Array;
  readonly rightPosition: number;
}

const jobs = framed(
  'workJob',
  2 ** 18,
  recordCodec<FlatJob>(
    'WorkJob',
    {
      ...questionFields,
      identity: fixedField(32),
      from: intField(0),
      to: intField(0),
      answersFrom: countField,
      leftOwner: nameField,
      leftRegister: nameField,
      leftRun: fixedField(16),
      leftPosition: countField,
      rightOwner: nameField,
      rightRegister: nameField,
      rightRun: fixedField(16),
      rightPosition: countField,
    },
    (job) => {
      if (job.from > job.to) return 'to';
      if (job.pool.length % 2 !== 0) return 'pool';
      if (job.code >= job.codes) return 'code';
      if (job.top > 0 !== (job.method === 'best')) return 'top';
      return job.sketch.length % 2 === 0 ? undefined : 'sketch';
    },
  ),
);

const parts = framed(
  'workPart',
  256,
  recordCodec<WorkPart>('WorkPart', {
    job: countField,
    identity: fixedField(32),
    part: intField(0),
  }),
);

/** Bytes of a search. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeWorkJob({ left, right, ...job }: WorkJob): Uint8Array {
  return jobs.encode({
    ...job,
    leftOwner: left.owner,
    leftRegister: left.register,
    leftRun: left.run,
    leftPosition: left.position,
    rightOwner: right.owner,
    rightRegister: right.register,
    rightRun: right.run,
    rightPosition: right.position,
  });
}

/** The inverse of `encodeWorkJob`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeWorkJob(bytes: Uint8Array): WorkJob {
  const {
    leftOwner, leftRegister, leftRun, leftPosition,
    rightOwner, rightRegister, rightRun, rightPosition, ...job
  } = jobs.decode(bytes); // prettier-ignore
  return {
    ...job,
    left: { owner: leftOwner, register: leftRegister, run: leftRun, position: leftPosition },
    right: { owner: rightOwner, register: rightRegister, run: rightRun, position: rightPosition },
  };
}

/** Bytes of a part. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeWorkPart(part: WorkPart): Uint8Array {
  return parts.encode(part);
}

/** The inverse of `encodeWorkPart`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeWorkPart(bytes: Uint8Array): WorkPart {
  return parts.decode(bytes);
}
