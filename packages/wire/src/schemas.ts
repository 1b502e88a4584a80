// SPDX-License-Identifier: EUPL-1.2
/**
 * The schemas of all messages. The two bytes in front of a message, kind and form, stand for exactly one
 * Avro schema, whose fingerprint is pinned here: a schema that changes without a form of its own stops
 * every party's program at its start, instead of being read as something else.
 */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from './digest.ts';

/** The first byte. A number is never used again for something else. */
export const messageKinds = {
  batch: 1,
  identifierBlock: 2,
  payloadBlock: 3,
  ceremonyCommit: 4,
  ceremonyReveal: 5,
  ceremonyConfirm: 6,
  receipt: 7,
  linkBatch: 8,
  linkBlock: 9,
  linkResult: 10,
  eventBatch: 11,
  eventBlock: 12,
  linkStatement: 13,
  controlRecord: 14,
  workMessage: 20,
  workJob: 21,
  workPart: 22,
  workAnswer: 23,
  lookRequest: 30,
  lookRequestBlock: 31,
  lookAnswer: 32,
  lookAnswerBlock: 33,
  lookRefusal: 34,
} as const;

export type MessageKind = keyof typeof messageKinds;

export interface MessageSchemas {
  /** The form that is written: the second byte. */
  readonly written: number;
  /** Every form that is read, this one too, and the fingerprint of its schema. */
  readonly fingerprints: Readonly<Record<number, string>>;
}

/** SHA-256 over Avro's canonical form of a schema, in hexadecimal. */
export function schemaFingerprint(schema: string): string {
  return bytesToHex(sha256(utf8ToBytes(schema)));
}

/**
 * What is written and what is read. A form that was in a release is read for one more form. The first
 * forms of batches and of identifier and payload blocks, and the first of link results and of searches
 * that are shared, were in none.
 */
export const schemas: Readonly<Record<MessageKind, MessageSchemas>> = {
  batch: {
    written: 2,
    fingerprints: {
      2: 'bc7b4e311e001f09b4d90d6979ae28c3747c247121fac2d1345637412e3e042a',
    },
  },
  identifierBlock: {
    written: 2,
    fingerprints: {
      2: 'e9267f932fcbc40fb5d4a4a748c2ee7c0c4e37fc008d4e427dd020092e486428',
    },
  },
  payloadBlock: {
    written: 2,
    fingerprints: {
      2: '0b7d6f7e02b1ddab9459e02a6b2f727f27e75fb991ec33d90c3cbc49ad7629c3',
    },
  },
  ceremonyCommit: {
    written: 1,
    fingerprints: {
      1: 'f8c355fa233f0bdf8287225ea1ad65a63a8d57d72708d1941e51357c92734de4',
    },
  },
  ceremonyReveal: {
    written: 1,
    fingerprints: {
      1: 'ee8154a9c29935fd9425bf93c999326fe24aa35eb65c247a92db66d7b76b42fc',
    },
  },
  ceremonyConfirm: {
    written: 1,
    fingerprints: {
      1: 'aa0c199f7ffea84c2ff7374330a162782eb7c85c07b27a7a09771d62e2e51444',
    },
  },
  receipt: {
    written: 1,
    fingerprints: {
      1: 'aaea184002d0d6cde1737c3ed2a1962419d9511abc055bfe3085922b3d975cbe',
    },
  },
  linkBatch: {
    written: 1,
    fingerprints: {
      1: 'ab94e67f0b5a8c9f8c3fe6bc5288418e7d9faec750489e184c75f71c8c44addf',
    },
  },
  linkBlock: {
    written: 2,
    fingerprints: {
      1: 'a0c637b1c6bf7499742a54b283a404d812988950d9390d75b17cbf211ce8d310',
      2: 'f17b21fcf31fe546228a51ee171dd5c30caf3bff488701fd30a031f392b3259b',
    },
  },
  linkResult: {
    written: 3,
    fingerprints: {
      2: '11ed2dabb4c1fd5ad1bc96d31c1f41a3a77f87c76f5b66083d797b422c9d0564',
      3: 'ddca73be5d11ebbfbbb586841e2b29060a37c04c4a1045b5aab732ea8ec888a8',
    },
  },
  eventBatch: {
    written: 1,
    fingerprints: {
      1: 'ab94e67f0b5a8c9f8c3fe6bc5288418e7d9faec750489e184c75f71c8c44addf',
    },
  },
  eventBlock: {
    written: 1,
    fingerprints: {
      1: '8dc6cdd5700f6b7dcbc4afc8195a3c00cd1d06f4c9debcbb085f51f7676dfb03',
    },
  },
  linkStatement: {
    written: 1,
    fingerprints: {
      1: '0ebd143ceb80344f786d8807e072991c5af5d9e4761924290b6c08629e9e5dfe',
    },
  },
  controlRecord: {
    written: 1,
    fingerprints: {
      1: '4f4136545f379b255dfe50e8630b5c7044f0ef64d6f0d7e40ad4ba331668bb48',
    },
  },
  workMessage: {
    written: 1,
    fingerprints: {
      1: 'a12c15e87503359f8f49db8944cb151df993945413ae175e6914782f618b2a0f',
    },
  },
  workJob: {
    written: 2,
    fingerprints: {
      2: '9988a408a65ac9de991f700bf70c508d848061e645cc67d0ed534d4e29ae56e3',
    },
  },
  workPart: {
    written: 1,
    fingerprints: {
      1: '0391d573a1cac0b3966de4d86ac25691d2215ef150a85b949e1cbd9ca2b30ba3',
    },
  },
  workAnswer: {
    written: 1,
    fingerprints: {
      1: '1f128f142582e82b724e404d2bc2abb7ca3b6c006b6235ab9bfb8bcf6de24be2',
    },
  },
  lookRequest: {
    written: 1,
    fingerprints: {
      1: 'dceee8458d471fb5ad55e336a39b9e692af921508075ed1db267c2fff5df6516',
    },
  },
  lookRequestBlock: {
    written: 1,
    fingerprints: {
      1: 'fb4350e0ca570635f7752cacaab591689a8930047da6a9fc99ba7f14271656d7',
    },
  },
  lookAnswer: {
    written: 1,
    fingerprints: {
      1: '2483f0d41a0156ed0283a6fb114479b010de4510a33291b593e20403a98754a5',
    },
  },
  lookAnswerBlock: {
    written: 1,
    fingerprints: {
      1: '30ba557e2289f77aa090a20ce409009ea8a50ffb0f1999e1e9e06591ec4eb751',
    },
  },
  lookRefusal: {
    written: 1,
    fingerprints: {
      1: '201d2d9138d8da674d134c17746add278e52c7051c71540b6145eaa15264cc3d',
    },
  },
};
