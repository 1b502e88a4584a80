// SPDX-License-Identifier: EUPL-1.2
/** The bytes on the wire are pinned: a change here is a change for every party. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  batchAssociatedData,
  batchSigningBytes,
  ceremonySigningBytes,
  decodeBatch,
  decodeCeremony,
  decodeEventBlock,
  decodeIdentifierBlock,
  eventBatches,
  linkBatches,
  decodeLinkBlock,
  decodeLinkResult,
  decodeLinkStatement,
  decodeLookAnswerBlock,
  decodeLookReply,
  decodeLookRequest,
  decodeLookRequestBlock,
  decodePayloadBlock,
  decodeReceipt,
  encodeBatch,
  encodeCeremony,
  encodeEventBlock,
  encodeIdentifierBlock,
  encodeLinkBlock,
  encodeLinkResult,
  encodeLinkStatement,
  encodeLookAnswer,
  encodeLookAnswerBlock,
  encodeLookRefusal,
  encodeLookRequest,
  encodeLookRequestBlock,
  encodePayloadBlock,
  encodeReceipt,
  linkResultSigningBytes,
  lookAnswerAssociatedData,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  lookRequestAssociatedData,
  lookRequestSigningBytes,
  receiptSigningBytes,
} from './index.ts';
import { refusalOf } from './testing/examples.ts';
import { revive } from './testing/vectors.ts';

interface Valid {
  readonly kind: keyof typeof kinds;
  readonly shape?: object;
  readonly value: object;
  readonly bytes: Uint8Array;
  readonly associatedData?: Uint8Array;
  readonly signingBytes?: Uint8Array;
}

interface Invalid {
  readonly kind: keyof typeof kinds;
  readonly shape?: object;
  readonly why: string;
  readonly bytes: Uint8Array;
  readonly refusal: string;
}

interface Codec {
  readonly encode: (value: never, shape: never) => Uint8Array;
  readonly decode: (bytes: Uint8Array, shape: never) => object;
  readonly associatedData?: (value: never) => Uint8Array;
  readonly signingBytes?: (value: never) => Uint8Array;
}

/** What an owner replied, of either kind. */
function replyIn(bytes: Uint8Array) {
  const reply = decodeLookReply(bytes);
  return reply.kind === 'answer' ? reply.answer : reply.refusal;
}

const kinds = {
  batch: {
    encode: encodeBatch,
    decode: decodeBatch,
    associatedData: batchAssociatedData,
    signingBytes: batchSigningBytes,
  },
  ceremony: {
    encode: encodeCeremony,
    decode: decodeCeremony,
    signingBytes: ceremonySigningBytes,
  },
  receipt: { encode: encodeReceipt, decode: decodeReceipt, signingBytes: receiptSigningBytes },
  linkBatch: linkBatches,
  eventBatch: eventBatches,
  linkResult: {
    encode: encodeLinkResult,
    decode: decodeLinkResult,
    signingBytes: linkResultSigningBytes,
  },
  identifierBlock: { encode: encodeIdentifierBlock, decode: decodeIdentifierBlock },
  payloadBlock: { encode: encodePayloadBlock, decode: decodePayloadBlock },
  linkBlock: { encode: encodeLinkBlock, decode: decodeLinkBlock },
  eventBlock: { encode: encodeEventBlock, decode: decodeEventBlock },
  linkStatement: { encode: encodeLinkStatement, decode: decodeLinkStatement },
  lookRequest: {
    encode: encodeLookRequest,
    decode: decodeLookRequest,
    associatedData: lookRequestAssociatedData,
    signingBytes: lookRequestSigningBytes,
  },
  lookRequestBlock: { encode: encodeLookRequestBlock, decode: decodeLookRequestBlock },
  lookAnswer: {
    encode: encodeLookAnswer,
    decode: replyIn,
    associatedData: lookAnswerAssociatedData,
    signingBytes: lookAnswerSigningBytes,
  },
  lookRefusal: {
    encode: encodeLookRefusal,
    decode: replyIn,
    signingBytes: lookRefusalSigningBytes,
  },
  lookAnswerBlock: { encode: encodeLookAnswerBlock, decode: decodeLookAnswerBlock },
} satisfies Record<string, Codec>;

const text = readFileSync(new URL('../vectors/messages.json', import.meta.url), 'utf8');
const vectors = JSON.parse(text, revive) as { valid: Valid[]; older: Valid[]; invalid: Invalid[] };

describe('valid messages', () => {
  test('exist for every kind', () => {
    expect(new Set(vectors.valid.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  });

  test.each(vectors.valid.map((vector) => [vector.kind, vector] as const))('%s', (kind, vector) => {
    const codec: Codec = kinds[kind];
    expect(codec.encode(vector.value as never, vector.shape as never)).toEqual(vector.bytes);
    expect(codec.decode(vector.bytes, vector.shape as never)).toEqual(vector.value);
    expect(codec.associatedData?.(vector.value as never)).toEqual(vector.associatedData);
    expect(codec.signingBytes?.(vector.value as never)).toEqual(vector.signingBytes);
  });
});

describe('messages of a form that is no longer written', () => {
  test.each(vectors.older.map((vector) => [vector.kind, vector] as const))(
    '%s is still read',
    (kind, { bytes, shape, value, signingBytes }) => {
      const codec: Codec = kinds[kind];
      const read = codec.decode(bytes, shape as never);
      expect(read).toEqual(value);
      if (signingBytes !== undefined) {
        expect(codec.signingBytes?.(read as never)).toEqual(signingBytes);
      }
    },
  );
});

describe('invalid messages', () => {
  test.each(vectors.invalid.map((vector) => [vector.kind, vector.why, vector] as const))(
    '%s: %s',
    (kind, _, { bytes, shape, refusal }) => {
      const codec: Codec = kinds[kind];
      expect(refusalOf(() => codec.decode(bytes, shape as never))).toBe(refusal);
    },
  );
});
