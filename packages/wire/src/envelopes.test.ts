// SPDX-License-Identifier: EUPL-1.2
/** Ranges and signing bytes of the messages in the clear, and the names of topics. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  decodeBatch,
  encodeBatch,
  type BatchEnvelope,
} from './batch.ts';
import { ceremonySigningBytes, decodeCeremony, encodeCeremony } from './ceremony.ts';
import { maxMessageBytes } from './frame.ts';
import { eventBatches, linkBatches, type LinkBatch } from './link-batch.ts';
import {
  decodeLinkResult,
  encodeLinkResult,
  hasStatement,
  linkResultSigningBytes,
  statementAssociatedData,
  statementSealingInfo,
  type LinkResult,
} from './link-result.ts';
import { decodeReceipt, encodeReceipt, receiptSigningBytes, type Receipt } from './receipt.ts';
import {
  batchExample,
  ceremonyExamples,
  countUp,
  linkBatchExample,
  linkResultExample,
  receiptExample,
  refusalOf,
} from './testing/examples.ts';
import * as samples from './testing/samples.ts';
import { older } from './testing/vectors.ts';
import { topics } from './topics.ts';

const badNames = ['', 'a', '1a', '-a', 'Ab', 'a_b', 'a.b', 'a b', 'jansén', 'a'.repeat(41)];

describe('a batch', () => {
  test.each<Partial<BatchEnvelope>>([
    ...badNames.flatMap((bad) => [{ study: bad }, { owner: bad }, { register: bad }]),
    { lane: 'both' as 'payload' },
    { specHash: countUp(31, 0) },
    { profileHash: countUp(33, 0) },
    { keyCheck: countUp(15, 0) },
    { run: countUp(17, 0) },
    { runOrdinal: -1 },
    { runOrdinal: 2 ** 31 },
    { sequence: -1 },
    { sequence: 0.5 },
    { sequence: 3 },
    { batches: 0, sequence: 0 },
    { batches: 100_001 },
    { capacity: 0 },
    { capacity: 1_000_001 },
    { sealed: new Uint8Array() },
    { signature: countUp(63, 0) },
  ])('is not written with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => encodeBatch({ ...batchExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test('is not read with a number beyond its last batch', () => {
    const bytes = encodeBatch(batchExample);
    const place = bytes.findIndex((_, at) => bytes[at] === 4 && bytes[at + 1] === 6);
    bytes[place] = 6;
    expect(refusalOf(() => decodeBatch(bytes))).toBe('WIRE_MALFORMED sequence range');
  });

  test('is not read with a number in a needlessly long form', () => {
    const bytes = encodeBatch(batchExample);
    const place = bytes.findIndex((_, at) => bytes[at] === 4 && bytes[at + 1] === 6);
    const long = [...bytes.subarray(0, place), 0x84, 0x00, ...bytes.subarray(place + 1)];
    expect(refusalOf(() => decodeBatch(Uint8Array.from(long)))).toBe('WIRE_MALFORMED canonical');
  });

  test('is bounded in size, written or read', () => {
    const sealed = new Uint8Array(maxMessageBytes);
    expect(refusalOf(() => encodeBatch({ ...batchExample, sealed }))).toBe('WIRE_TOO_LARGE');
    expect(refusalOf(() => decodeBatch(new Uint8Array(maxMessageBytes + 1)))).toBe(
      'WIRE_TOO_LARGE',
    );
  });

  test('signs each of its fields, and binds the sealing to its whole header', () => {
    const changes: Partial<BatchEnvelope>[] = [
      { lane: 'payload' },
      { study: 'x1' },
      { specHash: countUp(32, 9) },
      { profileHash: countUp(32, 9) },
      { keyCheck: countUp(16, 9) },
      { owner: 'x1' },
      { register: 'x1' },
      { run: countUp(16, 9) },
      { runOrdinal: 9 },
      { sequence: 1 },
      { batches: 9 },
      { capacity: 9 },
    ];
    const all = [batchExample, ...changes.map((change) => ({ ...batchExample, ...change }))];
    expect(distinct(all.map(batchAssociatedData))).toBe(all.length);
    const signed = [...all, { ...batchExample, sealed: countUp(48, 9) }];
    expect(distinct(signed.map(batchSigningBytes))).toBe(signed.length);
    expect(
      batchSigningBytes({ ...batchExample, signature: countUp(64, 0) } as BatchEnvelope),
    ).toEqual(batchSigningBytes(batchExample));
  });
});

function distinct(all: readonly Uint8Array[]): number {
  return new Set(all.map((bytes) => bytes.join())).size;
}

test('signing bytes are equal only for equal batches', () => {
  fc.assert(
    fc.property(samples.batch, samples.batch, (a, b) => {
      const { signature } = a;
      const equal = fc.stringify(a) === fc.stringify({ ...b, signature });
      expect(batchSigningBytes(a).join() === batchSigningBytes(b).join()).toBe(equal);
    }),
  );
});

test('no two purposes share a domain', () => {
  const { commit, reveal, confirm } = ceremonyExamples;
  const labels = [
    batchSealingInfo('identifiers'),
    batchSealingInfo('payload'),
    linkBatches.sealingInfo(),
    batchAssociatedData(batchExample),
    batchSigningBytes(batchExample),
    ceremonySigningBytes(commit),
    ceremonySigningBytes(reveal),
    ceremonySigningBytes(confirm),
    receiptSigningBytes(receiptExample),
    linkBatches.associatedData(linkBatchExample),
    linkBatches.signingBytes(linkBatchExample),
    linkResultSigningBytes(linkResultExample),
    linkResultSigningBytes(decodeLinkResult(older[0]!.bytes)),
    statementSealingInfo(),
    statementAssociatedData(linkResultExample),
    eventBatches.sealingInfo(),
    eventBatches.associatedData(linkBatchExample),
    eventBatches.signingBytes(linkBatchExample),
  ].map((bytes) => String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0))));
  for (const label of labels) expect(label).toMatch(/^koppel\/v[123]\/[a-z/-]+$/);
  expect(new Set(labels).size).toBe(labels.length);
});

describe('a ceremony message', () => {
  const signature = countUp(64, 0);

  test('is not a reveal to oneself', () => {
    const toSelf = { ...ceremonyExamples.reveal, recipient: 'gemeente-noord', signature };
    expect(refusalOf(() => encodeCeremony(toSelf))).toBe('WIRE_MALFORMED recipient range');
    expect(refusalOf(() => ceremonySigningBytes(toSelf))).toBe('WIRE_MALFORMED recipient range');
  });

  test('is small', () => {
    const large = { ...ceremonyExamples.reveal, sealed: new Uint8Array(1025), signature };
    expect(refusalOf(() => encodeCeremony(large))).toBe('WIRE_MALFORMED sealed range');
    const bytes = new Uint8Array(4097).fill(4, 0, 1);
    expect(refusalOf(() => decodeCeremony(bytes))).toBe('WIRE_TOO_LARGE');
  });

  test('without a first byte is none', () => {
    expect(refusalOf(() => decodeCeremony(new Uint8Array()))).toBe('WIRE_MALFORMED truncated');
  });
});

describe('a receipt', () => {
  test.each<Partial<Receipt>>([
    { code: 'Jansen is unknown' as '' },
    { code: 'toString' as '' },
    { code: '' },
    { code: 'CONTRACT_QUOTA', accepted: true },
    { lane: 'x' as 'payload' },
    { sequence: -1 },
  ])('is not written with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => encodeReceipt({ ...receiptExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test('is not read with words instead of a code', () => {
    const bytes = encodeReceipt(receiptExample);
    const place = bytes.length - 64 - 'CONTRACT_QUOTA'.length;
    bytes.set(new TextEncoder().encode('JANSEN'), place);
    expect(refusalOf(() => decodeReceipt(bytes))).toBe('WIRE_MALFORMED code range');
  });

  test('of an accepted batch says so without a code', () => {
    const accepted: Receipt = { ...receiptExample, accepted: true, code: '' };
    expect(decodeReceipt(encodeReceipt(accepted))).toEqual(accepted);
    expect(receiptSigningBytes(accepted)).not.toEqual(receiptSigningBytes(receiptExample));
  });
});

describe('a link batch', () => {
  test.each<Partial<LinkBatch>>([
    { study: 'X' },
    { specHash: countUp(31, 0) },
    { result: countUp(15, 0) },
    { sequence: 1 },
    { batches: 0, sequence: 0 },
    { capacity: 0 },
    { sealed: new Uint8Array() },
    { signature: countUp(63, 0) },
  ])('is not written with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => linkBatches.encode({ ...linkBatchExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test('is not read with a number beyond its last batch', () => {
    const bytes = linkBatches.encode({ ...linkBatchExample, sequence: 2, batches: 3 });
    const place = bytes.findIndex((_, at) => bytes[at] === 4 && bytes[at + 1] === 6);
    bytes[place] = 6;
    expect(refusalOf(() => linkBatches.decode(bytes))).toBe('WIRE_MALFORMED sequence range');
  });
});

describe('a link result', () => {
  const [first] = linkResultExample.sources;

  test.each<Partial<LinkResult>>([
    { threshold: 1.5 },
    { threshold: -0.1 },
    { threshold: NaN },
    { similarity: 'a sentence' },
    { recallWanted: 1.1 },
    { recallMeasured: NaN },
    { recallLow: -1 },
    { recallHigh: 2 },
    { linkBatches: -1 },
    { refusedBatches: 0.5 },
    { ordinal: 0 },
    { since: countUp(15, 0) },
    { events: countUp(17, 0) },
    { eventBatches: -1 },
    { statement: new Uint8Array() },
    { statement: new Uint8Array(2049) },
    { sources: Array.from({ length: 1001 }, () => first!) },
  ])('is not written with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => encodeLinkResult({ ...linkResultExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test('tells no events that begin with nothing, and may tell none', () => {
    const since = new Uint8Array(16);
    const none = { ...linkResultExample, since, eventBatches: 0 };
    expect(refusalOf(() => encodeLinkResult({ ...none, eventBatches: 1 }))).toBe(
      'WIRE_MALFORMED eventBatches range',
    );
    expect(decodeLinkResult(encodeLinkResult(none))).toEqual(none);
  });

  test('of the form before is read, is signed as it was, and has no statement', () => {
    const { bytes, value, signingBytes } = older.find(({ kind }) => kind === 'linkResult')!;
    const result = decodeLinkResult(bytes);
    expect(result).toEqual(value);
    expect([hasStatement(result), hasStatement(linkResultExample)]).toEqual([false, true]);
    expect(linkResultSigningBytes(result)).toEqual(signingBytes);
  });

  test('has its statement sealed to its place: nothing of it can be another', () => {
    const aad = statementAssociatedData(linkResultExample);
    const others = [
      { ordinal: 4 },
      { threshold: 0.5 },
      { since: countUp(16, 31) },
      { study: 'an' },
    ];
    for (const other of others) {
      expect(statementAssociatedData({ ...linkResultExample, ...other })).not.toEqual(aad);
    }
    const label = new TextDecoder().decode(statementSealingInfo());
    expect(label).toBe('koppel/v1/link-statement/sealing\0');
  });

  test('counts no more records than its four bytes hold', () => {
    const tooMany = [{ ...first!, records: 2 ** 32 }];
    expect(refusalOf(() => encodeLinkResult({ ...linkResultExample, sources: tooMany }))).toBe(
      'WIRE_MALFORMED records range',
    );
  });

  test('has room for a thousand sources', () => {
    const sources = Array.from({ length: 1000 }, () => first!);
    const result = { ...linkResultExample, sources };
    expect(decodeLinkResult(encodeLinkResult(result)).sources).toHaveLength(1000);
  });

  test('with part of a source is refused', () => {
    const bytes = encodeLinkResult({ ...linkResultExample, sources: [first!] });
    const length = bytes.findIndex((_, at) => bytes[at] === 0xc8 && bytes[at + 1] === 0x01);
    const cut = [...bytes.subarray(0, length), 0xc6, 0x01, ...bytes.subarray(length + 3)];
    expect(refusalOf(() => decodeLinkResult(Uint8Array.from(cut)))).toBe(
      'WIRE_MALFORMED truncated',
    );
  });
});

describe('topics', () => {
  test('are named after study, purpose and owner', () => {
    const { batches, payload, receipts, ceremony, links, results } = topics('jeugd');
    expect([batches('noord'), payload('noord'), receipts('noord')]).toEqual([
      'koppel.jeugd.batches.noord',
      'koppel.jeugd.payload.noord',
      'koppel.jeugd.receipts.noord',
    ]);
    expect([ceremony, links, results]).toEqual([
      'koppel.jeugd.ceremony',
      'koppel.jeugd.links',
      'koppel.jeugd.results',
    ]);
  });

  test.each(badNames)('are not made of %p', (bad) => {
    expect(refusalOf(() => topics(bad))).toBe('WIRE_MALFORMED study range');
    expect(refusalOf(() => topics('jeugd').batches(bad))).toBe('WIRE_MALFORMED owner range');
  });
});
