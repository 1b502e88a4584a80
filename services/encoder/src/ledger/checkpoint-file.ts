// SPDX-License-Identifier: EUPL-1.2
/**
 * A checkpoint to keep elsewhere: where the ledger stood, signed by the owner. Against it a ledger
 * that was cut off at its end is found out, which its chain alone cannot show.
 */
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { z } from 'zod';
import { bytesOfHex } from '../bytes.ts';
import { checkpointBytes, ledgerFileOf, type Chain } from './chain.ts';

const schema = z.strictObject({
  koppelCheckpoint: z.literal(1),
  owner: z.string(),
  /** Entries that the ledger had. */
  next: z.int().min(1),
  /** SHA-256 of the last of them. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

export type Checkpoint = z.output<typeof schema>;

/** The newest checkpoint in a ledger; undefined when no run has ended yet. */
export function lastCheckpoint({ entries }: Chain): Checkpoint | undefined {
  const [begin] = entries;
  const last = entries.findLast((entry) => entry.kind === 'checkpoint');
  if (begin?.kind !== 'begin' || last?.kind !== 'checkpoint') return undefined;
  return {
    koppelCheckpoint: 1,
    owner: begin.owner,
    next: last.n,
    hash: last.previous,
    signature: last.signature,
  };
}

/**
 * Holds a ledger against a checkpoint that was kept elsewhere.
 * @throws KoppelError LEDGER_BROKEN with rule `checkpoint`, and the entry that should be there as row
 */
export function checkAgainst(file: string, stateFolder: string, chain: Chain): void {
  let kept: Checkpoint;
  const text = readFileText(file);
  try {
    kept = schema.parse(JSON.parse(text));
  } catch {
    throw new KoppelError('LEDGER_BROKEN', { file, rule: 'checkpointForm' });
  }
  const [begin] = chain.entries;
  const signed = checkpointBytes(kept.owner, kept);
  const sound =
    begin?.kind === 'begin' &&
    begin.owner === kept.owner &&
    chain.hashes[kept.next - 1] === kept.hash &&
    verify(bytesOfHex(begin.signPublicKey), signed, bytesOfHex(kept.signature));
  if (sound) return;
  throw new KoppelError('LEDGER_BROKEN', {
    file: ledgerFileOf(stateFolder),
    row: kept.next,
    rule: 'checkpoint',
  });
}
