// SPDX-License-Identifier: EUPL-1.2
/**
 * Who has delivered what, from receipts and results on the log. Both are signed by the linkage unit;
 * what is not is passed over, as anybody can write on a topic.
 */
import { isKoppelError, type ErrorCode } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import {
  checkGate,
  decodePublicKey,
  type ControlState,
  type CoordinatedStudy,
} from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  decodeLinkResult,
  decodeReceipt,
  linkResultSigningBytes,
  receiptSigningBytes,
  topics,
  type Receipt,
} from '@koppel/wire';
import type { StudyFolder } from '../study-folder.ts';

export interface Delivery {
  readonly owner: string;
  readonly city: string;
  readonly register: string;
  /** Batches that the linkage unit took, and refused, by the code of the refusal. */
  readonly taken: number;
  readonly refused: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Why nothing may be sent today; undefined where it may. */
  readonly gate: ErrorCode | undefined;
  /** What the refusal is about: a document, a city. */
  readonly about: string | undefined;
  /** Records in the newest result. */
  readonly records: number | undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Every message of a topic; none of one that was erased, as in a study that is destroyed. */
async function* messagesOf(port: LogPort, topic: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const { value } of readAll(port, topic, 0)) yield value;
  } catch (thrown) {
    if (!isKoppelError(thrown, 'LOG_TRUNCATED')) throw thrown;
  }
}

async function receiptsOf(port: LogPort, study: CoordinatedStudy, owner: string): Promise<Receipt[]> {
  const key = decodePublicKey(study.linkageUnit.signPublicKey);
  const receipts: Receipt[] = [];
  for await (const value of messagesOf(port, topics(study.id).receipts(owner))) {
    const receipt = attempt(() => decodeReceipt(value));
    if (receipt?.study !== study.id || receipt.owner !== owner) continue;
    if (verify(key, receiptSigningBytes(receipt), receipt.signature)) receipts.push(receipt);
  }
  return receipts;
} // prettier-ignore

/** Of whichever form. */
export type AnyResult = ReturnType<typeof decodeLinkResult>;

/** The newest result for this version of the study. */
export async function newestResult(
  port: LogPort,
  { study, specHash }: StudyFolder,
): Promise<AnyResult | undefined> {
  const key = decodePublicKey(study.linkageUnit.signPublicKey);
  let newest: AnyResult | undefined;
  for await (const value of messagesOf(port, topics(study.id).results)) {
    const result = attempt(() => decodeLinkResult(value));
    if (result?.study !== study.id || Buffer.compare(result.specHash, specHash) !== 0) continue;
    if (verify(key, linkResultSigningBytes(result), result.signature)) newest = result;
  }
  return newest;
}

function gateOf(
  study: CoordinatedStudy,
  { owner, register }: { readonly owner: string; readonly register: string },
  today: string,
  control: ControlState,
): Pick<Delivery, 'gate' | 'about'> {
  try {
    checkGate(study, owner, register, today, control);
    return { gate: undefined, about: undefined };
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    return { gate: thrown.code, about: thrown.place.field };
  }
}

/** One entry for each register of each owner, in the order of the study. */
export async function deliveries(
  port: LogPort,
  { study }: StudyFolder,
  { control, today, result }: {
    readonly control: ControlState;
    readonly today: string;
    readonly result: AnyResult | undefined;
  },
): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (const { id: owner, city, registers } of study.owners) {
    const receipts = await receiptsOf(port, study, owner);
    for (const register of registers) {
      const own = receipts.filter((receipt) => receipt.register === register);
      const refused: Partial<Record<ErrorCode, number>> = {};
      for (const { code } of own) if (code !== '') refused[code] = (refused[code] ?? 0) + 1;
      const source = result?.sources.find((one) => one.owner === owner && one.register === register);
      all.push({
        owner,
        city,
        register,
        taken: own.filter(({ accepted }) => accepted).length,
        refused,
        ...gateOf(study, { owner, register }, today, control),
        records: source?.records,
      });
    }
  }
  return all;
} // prettier-ignore
