// SPDX-License-Identifier: EUPL-1.2
/** Opens what is sealed on the log, as only the party that it is for can, and forges what is not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyFile } from '@koppel/keys';
import { open } from '@koppel/keys/open';
import { seal } from '@koppel/keys/seal';
import { sign } from '@koppel/keys/sign';
import { decodePublicKey, parseStudy, type ReadStudy } from '@koppel/study';
import { openEmbeddedLog, readAll } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  decodeBatch,
  decodeIdentifierBlock,
  encodeBatch,
  encodeIdentifierBlock,
  isFullRun,
  rowKinds,
  topics,
  type BatchEnvelope,
  type BatchHeader,
} from '@koppel/wire';
import { keyRoles, passphrase } from './key-files.ts';
import type { Line } from './line.ts';
import type { Party } from './program.ts';

/** The secrets in a party's key file, by name. */
export async function secretsOf(party: Party): Promise<Record<string, Uint8Array>> {
  const file = new Uint8Array(readFileSync(join(party.folder, 'party.key')));
  return openKeyFile(new TextEncoder().encode(passphrase), keyRoles[party.role], file);
}

/** The study as the programs read it, with its hash. */
export function readStudy(line: Line): ReadStudy {
  const read = parseStudy(readFileSync(line.studyFile, 'utf8'));
  if (!read.ok) throw new Error('the study of a test is not valid');
  return read.value;
}

/** Every message on a topic, in its order. */
export async function messagesOn(line: Line, topic: string): Promise<Uint8Array[]> {
  const port = await openEmbeddedLog(line.log);
  const values: Uint8Array[] = [];
  try {
    for await (const { value } of readAll(port, topic, 0)) values.push(value);
  } finally {
    await port.close();
  }
  return values;
}

/** Puts messages on a topic, as anyone who can write in the log's folder could. */
export async function appendTo(
  line: Line,
  topic: string,
  values: readonly Uint8Array[],
): Promise<void> {
  const port = await openEmbeddedLog(line.log);
  try {
    await port.append(topic, values);
  } finally {
    await port.close();
  }
}

/** The identifier batches of an owner. */
export async function batchesOf(line: Line, owner: Party): Promise<BatchEnvelope[]> {
  const values = await messagesOn(line, topics(line.study.id).batches(owner.name));
  return values.map((value) => decodeBatch(value));
}

export interface OpenedRow {
  readonly owner: string;
  readonly register: string;
  readonly token: Uint8Array;
  readonly filter: Uint8Array;
}

/** Every row that the owners sent, opened with the linkage unit's key file. */
export async function openRows(line: Line): Promise<OpenedRow[]> {
  const { mailbox } = await secretsOf(line.linkageUnit);
  const { study } = readStudy(line);
  const filterBytes = study.encoding.parameters.bits / 8;
  const rows: OpenedRow[] = [];
  for (const owner of line.owners) {
    for (const batch of await batchesOf(line, owner)) {
      const info = batchSealingInfo('identifiers');
      const plain = await open(mailbox!, info, batchAssociatedData(batch), batch.sealed);
      const block = decodeIdentifierBlock(plain, { capacity: batch.capacity, filterBytes });
      for (let row = 0; row < block.count; row += 1) {
        rows.push({
          owner: batch.owner,
          register: batch.register,
          token: block.tokens.slice(row * 16, (row + 1) * 16),
          filter: block.filters.slice(row * filterBytes, (row + 1) * filterBytes),
        });
      }
    }
  }
  return rows;
}

/**
 * What the owner's newest complete run of a register makes of it: token → presence and filter, in
 * hexadecimal. Follows the runs that it changes, as docs/adr/0014 says; undefined when one lacks.
 */
export async function deliveredRecords(
  line: Line,
  owner: Party,
  register: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const { mailbox } = await secretsOf(line.linkageUnit);
  const filterBytes = readStudy(line).study.encoding.parameters.bits / 8;
  const all = (await batchesOf(line, owner)).filter((batch) => batch.register === register);
  const runs = Map.groupBy(all, ({ run }) => hexOf(run));
  const complete = [...runs.values()].filter((batches) => batches.length === batches[0]!.batches);
  const chain = [complete.toSorted((a, b) => b[0]!.runOrdinal - a[0]!.runOrdinal)[0]];
  while (chain[0] !== undefined && !isFullRun(chain[0][0]!)) {
    chain.unshift(complete.find(([batch]) => hexOf(batch!.run) === hexOf(chain[0]![0]!.base)));
  }
  if (chain[0] === undefined) return undefined;
  const records = new Map<string, string>();
  for (const batch of chain.flat().map((one) => one!)) {
    const aad = batchAssociatedData(batch);
    const plain = await open(mailbox!, batchSealingInfo('identifiers'), aad, batch.sealed);
    const block = decodeIdentifierBlock(plain, { capacity: batch.capacity, filterBytes });
    const cell = (column: Uint8Array, width: number, row: number): string =>
      hexOf(column.subarray(row * width, (row + 1) * width));
    for (let row = 0; row < block.count; row += 1) {
      const token = cell(block.tokens, 16, row);
      if (block.kinds[row] === rowKinds.retraction) records.delete(token);
      else {
        const presence = cell(block.presence, 4, row);
        records.set(token, `${presence} ${cell(block.filters, filterBytes, row)}`);
      }
    }
  }
  return new Map([...records].sort());
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** A batch as it stands on the log, signed by whoever holds that key. */
export function signBatch(
  unsigned: Omit<BatchEnvelope, 'signature'>,
  signSecretKey: Uint8Array,
): Uint8Array {
  return encodeBatch({ ...unsigned, signature: sign(signSecretKey, batchSigningBytes(unsigned)) });
}

/** A row that a test makes up: an invented record, or a retraction. */
export interface InventedRow {
  readonly token: Uint8Array;
  readonly retracted?: true;
}

/** A batch of invented rows, one record by default, sealed to the linkage unit in due form. */
export async function inventBatch(
  line: Line,
  header: BatchHeader,
  signSecretKey: Uint8Array,
  rows: readonly InventedRow[] = [{ token: new Uint8Array(16).fill(7) }],
): Promise<Uint8Array> {
  const { study } = readStudy(line);
  const { capacity } = header;
  const filterBytes = study.encoding.parameters.bits / 8;
  const block = {
    count: rows.length,
    tokens: new Uint8Array(capacity * 16),
    kinds: new Uint8Array(capacity),
    filters: new Uint8Array(capacity * filterBytes).fill(0x55, 0, rows.length * filterBytes),
    presence: new Uint8Array(capacity * 4),
  };
  rows.forEach(({ token, retracted }, row) => {
    block.tokens.set(token, row * 16);
    block.kinds[row] = retracted ? rowKinds.retraction : rowKinds.record;
    block.presence[row * 4] = 1;
  });
  const sealed = await seal(
    decodePublicKey(study.linkageUnit.mailboxPublicKey),
    batchSealingInfo('identifiers'),
    batchAssociatedData(header),
    encodeIdentifierBlock(block, { capacity, filterBytes }),
  );
  return signBatch({ ...header, sealed }, signSecretKey);
}
