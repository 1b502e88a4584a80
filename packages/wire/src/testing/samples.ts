// SPDX-License-Identifier: EUPL-1.2
/** One valid message of every kind, as arbitrary values for property tests. For tests only. */
import fc from 'fast-check';
import type { BatchEnvelope } from '../batch.ts';
import type { CeremonyMessage } from '../ceremony.ts';
import type { IdentifierBlock, IdentifierShape } from '../identifier-block.ts';
import type { EventBlock } from '../event-block.ts';
import { eventKinds } from '../events.ts';
import { noGrade } from '../grades.ts';
import type { LinkBatch } from '../link-batch.ts';
import type { LinkShape } from '../link-block.ts';
import type { LinkBlock } from '../link-rows.ts';
import type { LinkResult, LinkSource } from '../link-result.ts';
import { linkWarnings, type LinkStatement } from '../link-statement.ts';
import type { PayloadBlock, PayloadShape } from '../payload-block.ts';
import type { Receipt } from '../receipt.ts';
import { rowKinds } from '../row-kind.ts';

export function bytesOf(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length });
}

export const name: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9-]{1,39}$/);
const lane = fc.constantFrom('identifiers', 'payload');
export const sealed = fc.uint8Array({ minLength: 1, maxLength: 300 });

/** A place in a run: `sequence` below `batches`. */
export const place = fc
  .integer({ min: 1, max: 100_000 })
  .chain((batches) => fc.record({ batches: fc.constant(batches), sequence: fc.nat(batches - 1) }));

/** A full run with any ordinal, or one that changes another. */
const ofRun = fc.oneof(
  fc.record({ runOrdinal: fc.nat(2 ** 31 - 1), base: fc.constant(new Uint8Array(16)) }),
  fc.record({
    runOrdinal: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    base: bytesOf(15).map((bytes) => Uint8Array.of(0, ...bytes)),
  }),
);

export const batch: fc.Arbitrary<BatchEnvelope> = fc.tuple(place, ofRun).chain(([placed, of]) =>
  fc.record({
    lane,
    study: name,
    specHash: bytesOf(32),
    profileHash: bytesOf(32),
    keyCheck: bytesOf(16),
    owner: name,
    register: name,
    run: bytesOf(15).map((bytes) => Uint8Array.of(1, ...bytes)),
    runOrdinal: fc.constant(of.runOrdinal),
    base: fc.constant(of.base),
    sequence: fc.constant(placed.sequence),
    batches: fc.constant(placed.batches),
    capacity: fc.integer({ min: 1, max: 1_000_000 }),
    sealed,
    signature: bytesOf(64),
  }),
);

export const linkBatch: fc.Arbitrary<LinkBatch> = place.chain((placed) =>
  fc.record({
    study: name,
    specHash: bytesOf(32),
    result: bytesOf(16),
    sequence: fc.constant(placed.sequence),
    batches: fc.constant(placed.batches),
    capacity: fc.integer({ min: 1, max: 1_000_000 }),
    sealed,
    signature: bytesOf(64),
  }),
);

const signedBy = { study: name, specHash: bytesOf(32), signature: bytesOf(64) };

export const ceremony: fc.Arbitrary<CeremonyMessage> = fc
  .tuple(name, name)
  .filter(([owner, recipient]) => owner !== recipient)
  .chain(([owner, recipient]) =>
    fc.oneof(
      fc.record({
        step: fc.constant('commit' as const),
        owner: fc.constant(owner),
        commitment: bytesOf(32),
        ...signedBy,
      }),
      fc.record({
        step: fc.constant('reveal' as const),
        owner: fc.constant(owner),
        recipient: fc.constant(recipient),
        sealed,
        ...signedBy,
      }),
      fc.record({
        step: fc.constant('confirm' as const),
        owner: fc.constant(owner),
        profileHash: bytesOf(32),
        keyCheck: bytesOf(16),
        ...signedBy,
      }),
    ),
  );

export const receipt: fc.Arbitrary<Receipt> = fc
  .constantFrom('' as const, 'CONTRACT_STUDY' as const, 'WIRE_MALFORMED' as const)
  .chain((code) =>
    fc.record({
      study: name,
      owner: name,
      register: name,
      lane,
      run: bytesOf(16),
      sequence: fc.nat(2 ** 31 - 1),
      accepted: fc.constant(code === ''),
      code: fc.constant(code),
      signature: bytesOf(64),
    }),
  );

const share = fc.double({ min: 0, max: 1, noNaN: true });

const source: fc.Arbitrary<LinkSource> = fc.record({
  owner: name,
  register: name,
  run: bytesOf(16),
  records: fc.nat(2 ** 32 - 1),
});

export const linkResult: fc.Arbitrary<LinkResult> = fc.record({
  study: name,
  specHash: bytesOf(32),
  result: bytesOf(16),
  threshold: share,
  similarity: name,
  recallWanted: share,
  recallMeasured: share,
  recallLow: share,
  recallHigh: share,
  linkBatches: fc.nat(100_000),
  sources: fc.array(source, { maxLength: 4 }),
  refusedBatches: fc.nat(2 ** 31 - 1),
  ordinal: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  since: bytesOf(15).map((bytes) => Uint8Array.of(1, ...bytes)),
  events: bytesOf(16),
  eventBatches: fc.nat(100_000),
  statement: sealed,
  signature: bytesOf(64),
});

/** A number with a low and a high end, in order. */
const interval = fc
  .array(share, { minLength: 3, maxLength: 3 })
  .map((shares) => shares.sort((m, n) => m - n) as [number, number, number]);

const uint32 = fc.nat(2 ** 32 - 1);

export const linkStatement: fc.Arbitrary<LinkStatement> = fc
  .record({
    method: fc.constantFrom('given', 'selfNull', 'tail'),
    precision: interval,
    recall: interval,
    f1: interval,
    thresholds: fc.tuple(share, share),
    counts: fc.array(uint32, { minLength: 5, maxLength: 5 }),
    others: fc.nat(2 ** (linkWarnings.length - 1) - 1),
  })
  .map(({ method, precision, recall, f1, thresholds, counts, others }) => {
    const given = method === 'given';
    const [p, r, f] = [precision, recall, f1].map((one) => (given ? [0, 0, 0] : one)) as [
      number[],
      number[],
      number[],
    ];
    return {
      method,
      thresholdUpper: Math.max(...thresholds),
      thresholdLower: Math.min(...thresholds),
      precision: p[1]!, precisionLow: p[0]!, precisionHigh: p[2]!,
      recall: r[1]!, recallLow: r[0]!, recallHigh: r[2]!,
      f1: f[1]!, f1Low: f[0]!, f1High: f[2]!,
      candidatePairs: counts[0]!, persons: counts[1]!, linkedRecords: counts[2]!,
      openRecords: counts[3]!, decidedRecords: counts[4]!,
      warnings: 2 * others + Number(given),
    }; // prettier-ignore
  });

/** A column of `capacity` rows of `width` bytes of which all beyond `count` are zero. */
export function column(count: number, capacity: number, width: number): fc.Arbitrary<Uint8Array> {
  return bytesOf(count * width).map((filled) => {
    const bytes = new Uint8Array(capacity * width);
    bytes.set(filled);
    return bytes;
  });
}

/** A capacity of 1–8 rows with a count that fits it. */
export const rows = fc
  .integer({ min: 1, max: 8 })
  .chain((capacity) => fc.record({ capacity: fc.constant(capacity), count: fc.nat(capacity) }));

export interface Shaped<Block, Shape> {
  readonly block: Block;
  readonly shape: Shape;
}

/** A record or a retraction in each of `count` rows. */
function kindsOf(count: number, capacity: number): fc.Arbitrary<Uint8Array> {
  const kind = fc.constantFrom(rowKinds.record, rowKinds.record, rowKinds.retraction);
  return fc
    .array(kind, { minLength: count, maxLength: count })
    .map((kinds) => Uint8Array.from({ length: capacity }, (_, row) => kinds[row] ?? 0));
}

/** The column with zeros where a row retracts. */
function recordsOf(column: Uint8Array, width: number, kinds: Uint8Array): Uint8Array {
  return column.map((byte, at) => (kinds[Math.floor(at / width)] === rowKinds.record ? byte : 0));
}

export const identifierBlock: fc.Arbitrary<Shaped<IdentifierBlock, IdentifierShape>> = fc
  .tuple(rows, fc.integer({ min: 1, max: 40 }))
  .chain(([{ capacity, count }, filterBytes]) =>
    fc.record({
      block: fc
        .record({
          count: fc.constant(count),
          tokens: column(count, capacity, 16),
          kinds: kindsOf(count, capacity),
          filters: column(count, capacity, filterBytes),
          presence: column(count, capacity, 4),
        })
        .map((block) => ({
          ...block,
          filters: recordsOf(block.filters, filterBytes, block.kinds),
          presence: recordsOf(block.presence, 4, block.kinds),
        })),
      shape: fc.constant({ capacity, filterBytes }),
    }),
  );

const cell = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));

export const payloadBlock: fc.Arbitrary<Shaped<PayloadBlock, PayloadShape>> = fc
  .tuple(rows, fc.nat(5))
  .chain(([{ capacity, count }, variables]) => {
    const cells = count * variables;
    return fc.record({
      block: fc
        .tuple(
          column(count, capacity, 16),
          kindsOf(count, capacity),
          fc.array(cell, { minLength: cells, maxLength: cells }),
        )
        .map(([tokens, kinds, filled]) => {
          const present = new Uint8Array(capacity * variables);
          const values = new Float64Array(capacity * variables);
          filled.forEach((value, index) => {
            if (kinds[Math.floor(index / variables)] === rowKinds.retraction) return;
            present[index] = value === null ? 0 : 1;
            values[index] = value ?? 0;
          });
          return { count, tokens, kinds, present, values };
        }),
      shape: fc.constant({ capacity, variables }),
    });
  });

const grade = (grades: number) => fc.oneof(fc.constant(noGrade), fc.nat(grades - 1));

const row = fc.record({
  quality: grade(20),
  clusterSize: fc.integer({ min: 1, max: 65_535 }),
  probability: grade(26),
  personProbability: grade(26),
  review: fc.nat(3),
});

/** Of each row one number, with zeros up to the capacity. */
function numbersOf<Row>(
  filled: readonly Row[],
  capacity: number,
  valueOf: (row: Row) => number,
): Uint8Array {
  const bytes = new Uint8Array(capacity);
  bytes.set(filled.map(valueOf));
  return bytes;
}

export const linkBlock: fc.Arbitrary<Shaped<LinkBlock, LinkShape>> = rows.chain(
  ({ capacity, count }) =>
    fc.record({
      block: fc
        .record({
          owner: name,
          register: name,
          tokens: column(count, capacity, 16),
          pseudonyms: column(count, capacity, 16),
          filled: fc.array(row, { minLength: count, maxLength: count }),
        })
        .map(({ filled, ...columns }) => {
          const clusterSize = new Uint16Array(capacity);
          clusterSize.set(filled.map((each) => each.clusterSize));
          return {
            count,
            ...columns,
            clusterSize,
            quality: numbersOf(filled, capacity, ({ quality }) => quality),
            probability: numbersOf(filled, capacity, ({ probability }) => probability),
            personProbability: numbersOf(filled, capacity, (one) => one.personProbability),
            review: numbersOf(filled, capacity, ({ review }) => review),
          };
        }),
      shape: fc.constant({ capacity }),
    }),
);

const appeared = eventKinds.indexOf('appeared');
const retracted = eventKinds.indexOf('retracted');

/** A row of which at least one pseudonym is there, and the right one. */
const eventRow = fc.record({
  kind: fc.nat(eventKinds.length - 1),
  reasons: fc.integer({ min: 1, max: 31 }),
  pseudonyms: fc.tuple(bytesOf(15), bytesOf(15)),
  side: fc.constantFrom('before', 'after', 'both'),
});

export const eventBlock: fc.Arbitrary<Shaped<EventBlock, LinkShape>> = rows.chain(
  ({ capacity, count }) =>
    fc.record({
      block: fc
        .record({
          owner: name,
          register: name,
          tokens: column(count, capacity, 16),
          filled: fc.array(eventRow, { minLength: count, maxLength: count }),
        })
        .map(({ filled, ...columns }) => {
          const [before, after] = [new Uint8Array(16 * capacity), new Uint8Array(16 * capacity)];
          filled.forEach(({ kind, side, pseudonyms }, at) => {
            const only = kind === appeared ? 'after' : kind === retracted ? 'before' : side;
            if (only !== 'after') before.set([1, ...pseudonyms[0]], 16 * at);
            if (only !== 'before') after.set([1, ...pseudonyms[1]], 16 * at);
          });
          const kinds = numbersOf(filled, capacity, ({ kind }) => kind);
          const reasons = numbersOf(filled, capacity, (one) => one.reasons);
          return { count, ...columns, before, after, kinds, reasons };
        }),
      shape: fc.constant({ capacity }),
    }),
);
