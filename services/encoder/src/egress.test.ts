// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import ts from 'typescript';
import { openShare } from '@koppel/keys/ceremony';
import { signingPublicKey, verify } from '@koppel/keys/sign';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  ceremonySigningBytes,
  decodeBatch,
  decodeCeremony,
  decodeIdentifierBlock,
  decodePayloadBlock,
  type Lane,
} from '@koppel/wire';
import {
  batchCount,
  buildBatch,
  buildCommitment,
  buildConfirmation,
  buildReveal,
  type Run,
} from './egress.ts';
import { instanceName } from './instance.ts';
import { RegisterBuilder, type PreparedRegister } from './prepared.ts';
import { hpkeOpen } from './testing/hpke-open.ts';
import { makeStudy, type TestStudy } from './testing/study.ts';

const filterBytes = 64;

/** `count` rows whose bytes tell their number; every third row lacks a payload value. */
function rowsOf(count: number, variables: number): PreparedRegister {
  const builder = new RegisterBuilder(filterBytes, variables);
  for (let row = 0; row < count; row += 1) {
    const payload = Array.from({ length: variables }, (_, at) =>
      (row + at) % 3 === 0 ? undefined : row * 10 + at,
    );
    const token = new Uint8Array(16).fill(row + 1);
    builder.add(token, new Uint8Array(filterBytes).fill(row + 2), 2 ** 31 + row, payload);
  }
  return builder.finish();
}

function runOf(rows: PreparedRegister, register: number): Run {
  return {
    register,
    profileHash: new Uint8Array(32).fill(3),
    keyCheck: new Uint8Array(16).fill(4),
    identity: new Uint8Array(16).fill(5),
    ordinal: 6,
    base: new Uint8Array(16),
    rows,
  };
}

let world: TestStudy;

beforeAll(async () => {
  world = await makeStudy(['north', 'south']);
});

/** All batches of a run on a lane, opened by their receiver. */
async function opened(run: Run, lane: Lane) {
  const { sender } = world.owners[0]!;
  const mailbox = lane === 'identifiers' ? world.linkageMailbox : world.researcherMailbox;
  const all = [];
  for (let sequence = 0; sequence < batchCount(sender, run); sequence += 1) {
    const bytes = await buildBatch(sender, run, lane, sequence);
    const batch = decodeBatch(bytes);
    const info = batchSealingInfo(lane);
    const plain = hpkeOpen(mailbox, info, batchAssociatedData(batch), batch.sealed);
    all.push({ bytes, batch, plain });
  }
  return all;
}

describe('a batch', () => {
  const shape = { capacity: 10, filterBytes };

  test('of identifiers holds token, filter and presence of its rows, and nothing else', async () => {
    const rows = rowsOf(23, 0);
    const batches = await opened(runOf(rows, 0), 'identifiers');
    const blocks = batches.map(({ plain }) => decodeIdentifierBlock(plain, shape));
    expect(blocks.map(({ count }) => count)).toEqual([10, 10, 3]);
    const filled = (column: 'tokens' | 'filters' | 'presence', width: number) =>
      Buffer.concat(blocks.map((block) => block[column].subarray(0, block.count * width)));
    expect(filled('tokens', 16).equals(rows.tokens)).toBe(true);
    expect(filled('filters', filterBytes).equals(rows.filters)).toBe(true);
    const presence = filled('presence', 4);
    expect(Array.from(rows.presence, (_, row) => presence.readUInt32LE(row * 4))).toEqual([
      ...rows.presence,
    ]);
  });

  test('of payload holds token and numbers of its rows, and nothing else', async () => {
    const rows = rowsOf(12, 4);
    const batches = await opened(runOf(rows, 1), 'payload');
    const blocks = batches.map(({ plain }) =>
      decodePayloadBlock(plain, { capacity: 10, variables: 4 }),
    );
    const tokens = blocks.map(({ tokens: all, count }) => all.subarray(0, count * 16));
    expect(Buffer.concat(tokens).equals(rows.tokens)).toBe(true);
    const present = blocks.flatMap((block) => [...block.present.subarray(0, block.count * 4)]);
    expect(present).toEqual([...rows.payloadPresent]);
    const values = blocks.flatMap((block) => [...block.values.subarray(0, block.count * 4)]);
    expect(values).toEqual([...rows.payloadValues]);
  });

  test.each([
    ['identifiers', 0, 0],
    ['payload', 1, 4],
  ] as const)('on the %s lane has one size, however full', async (lane, register, variables) => {
    const sizes = new Set<number>();
    for (const count of [1, 9, 10, 25]) {
      for (const { bytes } of await opened(runOf(rowsOf(count, variables), register), lane)) {
        sizes.add(bytes.length);
      }
    }
    expect(sizes.size).toBe(1);
  });

  test('says who sent it and where it belongs, under the signature of the owner', async () => {
    const [{ batch }] = (await opened(runOf(rowsOf(1, 0), 0), 'identifiers')) as [
      Awaited<ReturnType<typeof opened>>[number],
    ];
    const { study, specHash } = world;
    expect(batch).toMatchObject({
      lane: 'identifiers', study: 'sample', owner: 'north', register: 'population',
      runOrdinal: 6, sequence: 0, batches: 1, capacity: 10, specHash,
      profileHash: new Uint8Array(32).fill(3), keyCheck: new Uint8Array(16).fill(4),
      run: new Uint8Array(16).fill(5),
    }); // prettier-ignore
    const signKey = signingPublicKey(world.owners[0]!.secrets['sign']!);
    expect(verify(signKey, batchSigningBytes(batch), batch.signature)).toBe(true);
    expect(study.owners.map(({ id }) => id)).toEqual(['north', 'south']);
  });

  test('opens only for the party of its lane', async () => {
    const run = runOf(rowsOf(1, 0), 0);
    const batch = decodeBatch(await buildBatch(world.owners[0]!.sender, run, 'identifiers', 0));
    const aad = batchAssociatedData(batch);
    for (const mailbox of [world.researcherMailbox, world.owners[1]!.secrets['mailbox']!]) {
      const info = batchSealingInfo('identifiers');
      expect(() => hpkeOpen(mailbox, info, aad, batch.sealed)).toThrow();
    }
  });

  test('of a run without rows is one empty batch', async () => {
    const [only, ...others] = await opened(runOf(rowsOf(0, 0), 0), 'identifiers');
    expect(others).toEqual([]);
    expect(decodeIdentifierBlock(only!.plain, shape).count).toBe(0);
  });

  test('count covers every row once', () => {
    const { sender } = world.owners[0]!;
    fc.assert(
      fc.property(fc.nat(200), (count) => {
        const run = runOf(rowsOf(count, 0), 0);
        expect(batchCount(sender, run)).toBe(Math.max(1, Math.ceil(count / 10)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a message of the ceremony', () => {
  const share = new Uint8Array(32).fill(7);

  test('is signed for this very version of the study', async () => {
    const { sender, secrets } = world.owners[0]!;
    const confirmed = { keyCheck: new Uint8Array(16), profileHash: new Uint8Array(32) };
    const messages = [
      buildCommitment(sender, share),
      await buildReveal(sender, share, 1),
      buildConfirmation(sender, confirmed),
    ].map(decodeCeremony);
    expect(messages.map(({ step }) => step)).toEqual(['commit', 'reveal', 'confirm']);
    for (const message of messages) {
      expect(message).toMatchObject({ study: 'sample', owner: 'north', specHash: world.specHash });
      const signed = ceremonySigningBytes(message);
      expect(verify(signingPublicKey(secrets['sign']!), signed, message.signature)).toBe(true);
    }
  });

  test('shows a share to its recipient alone', async () => {
    const { sender } = world.owners[0]!;
    const bytes = await buildReveal(sender, share, 1);
    expect(Buffer.from(bytes).includes(Buffer.from(share))).toBe(false);
    const message = decodeCeremony(bytes);
    if (message.step !== 'reveal') throw new Error('not a reveal');
    const instance = instanceName('sample', world.specHash);
    const [north, south] = world.owners.map(({ secrets }) => secrets['mailbox']!);
    expect(await openShare(south!, instance, 'north', 'south', message.sealed)).toEqual(share);
    await expect(openShare(north!, instance, 'north', 'south', message.sealed)).rejects.toThrow();
  });
});

describe('no input of the edge is free text', () => {
  const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const config = ts.readConfigFile(file('../../../tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(
    (config.config as { compilerOptions: object }).compilerOptions,
    file('../../..'),
  );
  const program = ts.createProgram([file('egress.ts'), file('mapping.ts')], options);
  const checker = program.getTypeChecker();
  /** Objects of the language whose content is numbers. */
  const columns = new Set(['Uint8Array', 'Uint32Array', 'Float64Array']);

  /** Paths below a type at which a text (or anything at all) could stand; the study is not searched. */
  function textsIn(type: ts.Type, path: string, seen: readonly ts.Type[] = []): string[] {
    if (type.isUnion()) return type.types.flatMap((one) => textsIn(one, path, seen));
    if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) return [];
    if (type.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.Undefined)) return [];
    if (!(type.flags & ts.TypeFlags.Object)) return [path];
    if (columns.has(type.symbol.name) || seen.includes(type)) return [];
    if (checker.getIndexInfosOfType(type).length > 0) return [`${path}[…]`];
    return checker.getPropertiesOfType(type).flatMap((property) => {
      const declared = property.valueDeclaration;
      const isStudy =
        declared !== undefined &&
        ts.isPropertySignature(declared) &&
        declared.type?.getText() === 'Study';
      if (isStudy) return [];
      const inner = checker.getTypeOfSymbol(property);
      return textsIn(inner, `${path}.${property.name}`, [...seen, type]);
    });
  }

  /** Per exported function its parameters with text in them. */
  function textsOfExports(name: string): Record<string, string[]> {
    const source = checker.getSymbolAtLocation(program.getSourceFile(file(name))!)!;
    const found: Record<string, string[]> = {};
    for (const symbol of checker.getExportsOfModule(source)) {
      for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) {
        found[symbol.name] = signature
          .getParameters()
          .flatMap((parameter) => textsIn(checker.getTypeOfSymbol(parameter), parameter.name));
      }
    }
    return found;
  }

  test('but the names that the study holds', () => {
    expect(textsOfExports('egress.ts')).toEqual({
      batchCount: [],
      buildBatch: [],
      buildCommitment: [],
      buildReveal: [],
      buildConfirmation: [],
    });
  });

  test('and the search finds text where there is some', () => {
    expect(textsOfExports('mapping.ts')['readMapping']).toEqual(
      expect.arrayContaining(['file', 'register.id', 'register.label']),
    );
  });
});
