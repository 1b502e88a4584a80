// SPDX-License-Identifier: EUPL-1.2
/**
 * The results of the linkage unit in the order in which it published them, whatever the order in which
 * they arrived and however often; and the way from one to another. Trusts what the unit signed.
 */
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  decodeLinkResult,
  decodeLinkStatement,
  hasStatement,
  linkResultSigningBytes,
  statementAssociatedData,
  statementSealingInfo,
  topics,
  type LinkResult,
  type LinkStatement,
  type OlderLinkResult,
} from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import { openFromSeat } from './seat.ts';
import type { Session } from './session.ts';

/** A result of any form that can be read. */
export type AnyResult = LinkResult | OlderLinkResult;

function authenticResult(
  value: Uint8Array,
  session: Omit<Session, 'mailbox'>,
  unitKey: Uint8Array,
): AnyResult | undefined {
  try {
    const result = decodeLinkResult(value);
    const ours = result.study === session.study.id && sameBytes(result.specHash, session.specHash);
    if (!ours) return undefined;
    return verify(unitKey, linkResultSigningBytes(result), result.signature) ? result : undefined;
  } catch {
    return undefined; // noise of another program: not from the linkage unit
  }
}

/** Results from before there were ordinals come first, in the order of arrival. */
const ordinalOf = (result: AnyResult): number => (hasStatement(result) ? result.ordinal : 0);

/** All results of this version of the study, oldest first, each once. */
export async function readResults(
  session: Omit<Session, 'mailbox'>,
): Promise<readonly AnyResult[]> {
  const unitKey = decodePublicKey(session.study.linkageUnit.signPublicKey);
  const found = new Map<string, AnyResult>();
  for await (const { value } of readAll(session.port, topics(session.study.id).results, 0)) {
    const result = authenticResult(value, session, unitKey);
    if (result === undefined) continue;
    const name = `${String(ordinalOf(result))} ${hex(result.result)}`;
    // Of a result that arrives again the first counts: it does not become newer by that.
    if (!found.has(name)) found.set(name, result);
  }
  const nameOf = (result: AnyResult): string => (hasStatement(result) ? hex(result.result) : '');
  return [...found.values()].sort(
    (m, n) => ordinalOf(m) - ordinalOf(n) || (nameOf(m) < nameOf(n) ? -1 : 0),
  );
}

/** The last result of this version of the study, or undefined when there is none yet. */
export async function newestResult(session: Session): Promise<AnyResult | undefined> {
  return (await readResults(session)).at(-1);
}

/** What the linkage unit states about the quality; undefined in results from before it did. */
export async function readStatement(
  session: Session,
  result: AnyResult,
): Promise<LinkStatement | undefined> {
  if (!hasStatement(result)) return undefined;
  const aad = statementAssociatedData(result);
  const plain = await openFromSeat(session, statementSealingInfo(), aad, result.statement);
  return decodeLinkStatement(plain);
}

/** The results from which one came, itself first, as far as the linkage unit tells. */
function ancestry(results: readonly AnyResult[], last: AnyResult): AnyResult[] {
  const line = [last];
  for (let at = results.indexOf(last); ;) {
    const result = results[at]!;
    if (!hasStatement(result)) return line;
    // Decisions that are withdrawn lead back to an outcome that was there: the last one before counts.
    at = results.findLastIndex((one, place) => place < at && sameBytes(one.result, result.since));
    if (at < 0) return line;
    line.push(results[at]!);
  }
}

/**
 * The results whose events lie between two results; undefined when the linkage unit does not tell
 * them. A linkage unit that was interrupted may have told of one result from another than the last:
 * so both are followed back to where they part.
 */
export function eventsOnTheWay(
  results: readonly AnyResult[],
  from: AnyResult,
  to: AnyResult,
): readonly LinkResult[] | undefined {
  const [before, after] = [ancestry(results, from), ancestry(results, to)];
  const meeting = before.find((one) => after.includes(one));
  if (meeting === undefined) return undefined;
  const untilMeeting = (line: readonly AnyResult[]): AnyResult[] =>
    line.slice(0, line.indexOf(meeting));
  return [...untilMeeting(before), ...untilMeeting(after)].filter(hasStatement);
}
