// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads the control topic and writes on it. The log does not know who else writes: whether a record
 * counts is read back from the topic, where of two that were written at once the first stands.
 */
import { KoppelError } from '@koppel/errors';
import { sign, verify } from '@koppel/keys/sign';
import { canonicalJson, encodeControlBody, type ControlBody } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  controlSigningBytes,
  encodeControlRecord,
  readControl,
  topics,
  type ControlParties,
  type ReadControl,
} from '@koppel/wire';
import type { StudyFolder } from '../study-folder.ts';

export function partiesOf({ study, specHash }: StudyFolder): ControlParties {
  return { study, specHash, verify };
}

/** Every message of the control topic, in its order. */
export async function controlMessages(
  port: LogPort,
  { study }: StudyFolder,
): Promise<Uint8Array[]> {
  const messages: Uint8Array[] = [];
  for await (const { value } of readAll(port, topics(study.id).control, 0)) messages.push(value);
  return messages;
}

/** What the topic says of this version of the study. */
export async function lookAt(port: LogPort, folder: StudyFolder): Promise<ReadControl> {
  return readControl(await controlMessages(port, folder), partiesOf(folder));
}

export interface Writer {
  readonly signer: string;
  /** Secret half of the signing key, 32 bytes. */
  readonly secretKey: Uint8Array;
}

/** What stands already need not be said again, as after a crash between writing and telling. */
function stands({ entries, state }: ReadControl, signer: string, body: ControlBody): boolean {
  const refused = new Set(state.problems.map(({ sequence }) => sequence));
  const text = canonicalJson(body);
  const last = entries.findLast((one) => !refused.has(one.sequence) && isAbout(one.body, body));
  return last?.signer === signer && canonicalJson(last.body) === text;
}

/** Whether a later one of the two would take the place of the other. */
function isAbout(one: ControlBody, other: ControlBody): boolean {
  const name = (body: ControlBody): string => {
    if (body.kind === 'decision' || body.kind === 'withdraw') {
      return `decision ${body.subStudy} ${body.city}`;
    }
    if (body.kind === 'end' || body.kind === 'destroyed') return body.kind;
    return body.kind === 'objections' ? `objections ${body.id}` : `document ${body.id}`;
  };
  return name(one) === name(other);
}

/**
 * Signs a body and appends it as the next record.
 * @param seen the topic as the signer saw it; a record that came since makes this one late
 * @returns its sequence, or undefined where it stood already
 * @throws KoppelError CONTROL_BODY, CONTROL_LATE; LOG_*
 */
export async function write(
  port: LogPort,
  folder: StudyFolder,
  { signer, secretKey }: Writer,
  { body, seen }: { readonly body: ControlBody; readonly seen: ReadControl },
): Promise<number | undefined> {
  if (stands(seen, signer, body)) return undefined;
  const { study, specHash } = folder;
  const unsigned = {
    study: study.id,
    specHash,
    ...seen.next,
    signer,
    body: encodeControlBody(body),
  };
  const signature = sign(secretKey, controlSigningBytes(unsigned));
  const message = encodeControlRecord({ ...unsigned, signature });
  const offset = await port.append(topics(study.id).control, [message]);
  const after = readControl(
    (await controlMessages(port, folder)).slice(0, offset + 1),
    partiesOf(folder),
  );
  if (after.places[offset] !== 'entry') throw new KoppelError('CONTROL_LATE');
  return seen.next.sequence;
}
