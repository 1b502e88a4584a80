// SPDX-License-Identifier: EUPL-1.2
/** Every message's schema is pinned: by the program, and here in full, so that a change can be read. */
import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import avro from 'avsc';
import { fixedField } from './field.ts';
import { framed } from './frame.ts';
import * as wire from './index.ts';
import { recordCodec } from './record.ts';
import { messageKinds, schemaFingerprint, schemas, type MessageKind } from './schemas.ts';
import { refusalOf } from './testing/examples.ts';
import { revive } from './testing/vectors.ts';

interface Pinned {
  readonly kind: MessageKind;
  readonly form: number;
  readonly fingerprint: string;
  readonly schema: object;
}

const read = (name: string): string =>
  readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8');
const pinned = JSON.parse(read('schemas')) as Pinned[];

test('the program knows the schemas that are written down here, and no other', () => {
  const known = Object.entries(schemas).flatMap(([kind, { fingerprints }]) =>
    Object.entries(fingerprints).map(([form, one]) => `${kind} ${form} ${one}`),
  );
  expect(known).toEqual(pinned.map(({ kind, form, fingerprint }) => `${kind} ${form} ${fingerprint}`));
  expect(Object.keys(schemas)).toEqual(Object.keys(messageKinds));
}); // prettier-ignore

test.each(pinned.map((one) => [one.kind, one.form, one] as const))(
  'the fingerprint of %s, form %i, is that of its schema',
  (_kind, _form, { schema, fingerprint }) => {
    // Another implementation of Avro's canonical form, and of SHA-256.
    const canonical = JSON.stringify(avro.Type.forSchema(schema as never).schema());
    expect(createHash('sha256').update(canonical).digest('hex')).toBe(fingerprint);
    expect(schemaFingerprint(canonical)).toBe(fingerprint);
  },
);

test('what is written is what is newest, and at most one form before it is read', () => {
  for (const [, { written, fingerprints }] of Object.entries(schemas)) {
    const forms = Object.keys(fingerprints).map(Number);
    expect(forms.at(-1)).toBe(written);
    expect(forms.slice(0, -1).every((form) => form === written - 1)).toBe(true);
  }
});

/** The first form that anybody else than its makers ever read, where that is not 1 (docs/adr/0067, 0072). */
const firstForms: Partial<Record<MessageKind, number>> = {
  batch: 2,
  identifierBlock: 2,
  payloadBlock: 2,
  workJob: 2,
};

test('the form before what is written is read, unless what is written is the first', () => {
  const unread = Object.entries(schemas).filter(([kind, { written, fingerprints }]) => {
    const first = firstForms[kind as MessageKind] ?? 1;
    return written > first && !Object.hasOwn(fingerprints, written - 1);
  });
  expect(unread).toEqual([]);
}); // prettier-ignore

test('a schema that changed without a form of its own stops the program', () => {
  const changed = recordCodec('SignedCommit', { commitment: fixedField(33) });
  expect(refusalOf(() => framed('ceremonyCommit', 4096, changed))).toBe('WIRE_VERSION schema');
  expect(refusalOf(() => framed('ceremonyCommit', 4096, changed, 2))).toBe('WIRE_VERSION schema');
});

interface Vector {
  readonly kind: string;
  readonly shape?: object;
  readonly bytes: Uint8Array;
}

const { valid, older } = JSON.parse(read('messages'), revive) as Record<
  'valid' | 'older',
  Vector[]
>;

/** Kinds whose messages have tests of their own: control.test.ts, work.test.ts. */
const testedAlone = /^(?:controlRecord|work[A-Z].*)$/;

type Decode = (bytes: Uint8Array, shape: never) => unknown;
const decoders: Readonly<Record<string, Decode>> = {
  batch: wire.decodeBatch,
  ceremony: wire.decodeCeremony,
  receipt: wire.decodeReceipt,
  linkBatch: wire.linkBatches.decode,
  eventBatch: wire.eventBatches.decode,
  linkResult: wire.decodeLinkResult,
  identifierBlock: wire.decodeIdentifierBlock,
  payloadBlock: wire.decodePayloadBlock,
  linkBlock: wire.decodeLinkBlock,
  eventBlock: wire.decodeEventBlock,
  linkStatement: wire.decodeLinkStatement,
  lookRequest: wire.decodeLookRequest,
  lookRequestBlock: wire.decodeLookRequestBlock,
  lookAnswer: wire.decodeLookReply,
  lookRefusal: wire.decodeLookReply,
  lookAnswerBlock: wire.decodeLookAnswerBlock,
};

describe('forms of a message', () => {
  test('each form that is read has a message of that form', () => {
    const there = new Set([...valid, ...older].map(({ bytes }) => `${bytes[0]!} ${bytes[1]!}`));
    const missing = pinned.filter(
      ({ kind, form }) => !testedAlone.test(kind) && !there.has(`${messageKinds[kind]} ${form}`),
    );
    expect(missing).toEqual([]);
  });

  test.each(valid.map((vector) => [vector.kind, vector] as const))(
    '%s: every other form and every other kind is refused',
    (kind, { bytes, shape }) => {
      const own = Object.entries(messageKinds).find(([, number]) => number === bytes[0])!;
      const forms = schemas[own[0] as MessageKind].fingerprints;
      const decode = decoders[kind]!;
      for (let form = 0; form < 256; form += 1) {
        if (Object.hasOwn(forms, form)) continue;
        const changed = bytes.with(1, form);
        expect(refusalOf(() => decode(changed, shape as never))).toBe('WIRE_VERSION version');
      }
      for (const other of [0, 15, 255]) {
        const changed = bytes.with(0, other);
        expect(refusalOf(() => decode(changed, shape as never))).toBe('WIRE_VERSION kind');
      }
    },
  );
});
