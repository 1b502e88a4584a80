// SPDX-License-Identifier: EUPL-1.2
/**
 * What became of every message on the control topic, and why: for who checks the chain. What was
 * signed for earlier versions of the study is told apart, as a city can come after a decision.
 */
import { verify } from '@koppel/keys/sign';
import {
  COORDINATOR,
  decodePublicKey,
  readControlBody,
  type ControlBody,
  type CoordinatedStudy,
} from '@koppel/study';
import {
  controlSigningBytes,
  decodeControlRecord,
  readControl,
  type ControlRecord,
} from '@koppel/wire';
import type { StudyFolder } from '../study-folder.ts';
import { partiesOf } from './topic.ts';

export type Standing =
  /** Counts, or counted until a later one took its place. */
  | 'entry'
  /** In the chain, and its signer may not say this, or it means nothing. */
  | 'noMandate'
  | 'unknownReference'
  | 'afterEnd'
  | 'contradicts'
  /** Written at the same time as another that counts. */
  | 'late'
  | 'otherVersion'
  /** Changed on its way, or signed with another key than the signer's. */
  | 'tampered'
  | 'stranger'
  | 'unreadable';

export interface HistoryLine {
  /** Place on the topic, from 0. */
  readonly offset: number;
  readonly standing: Standing;
  readonly sequence?: number;
  readonly signer?: string;
  readonly body?: ControlBody;
}

function decoded(message: Uint8Array): ControlRecord | undefined {
  try {
    return decodeControlRecord(message);
  } catch {
    return undefined;
  }
}

function keyOf({ coordinator, mandates }: CoordinatedStudy, signer: string): string | undefined {
  const named = signer === COORDINATOR ? coordinator : mandates.find(({ id }) => id === signer);
  return named?.signPublicKey;
}

/** Why a message was passed over. */
function whyIgnored(record: ControlRecord | undefined, study: CoordinatedStudy): Standing {
  if (record === undefined) return 'unreadable';
  const key = record.study === study.id ? keyOf(study, record.signer) : undefined;
  if (key === undefined) return 'stranger';
  const isSigned = verify(decodePublicKey(key), controlSigningBytes(record), record.signature);
  return isSigned ? 'unreadable' : 'tampered';
}

/** One line per message, in their order. */
export function historyOf(messages: readonly Uint8Array[], folder: StudyFolder): HistoryLine[] {
  const { places, state } = readControl(messages, partiesOf(folder));
  const problems = new Map(state.problems.map(({ sequence, problem }) => [sequence, problem]));
  return messages.map((message, offset) => {
    const record = decoded(message);
    const place = places[offset]!;
    if (place === 'ignored') {
      const standing = whyIgnored(record, folder.study);
      return { offset, standing, ...(standing === 'tampered' && { signer: record!.signer }) };
    }
    const { sequence, signer, body } = record!;
    const standing = place === 'entry' ? (problems.get(sequence) ?? 'entry') : place;
    return { offset, standing, sequence, signer, body: readControlBody(body)! };
  });
}

/** Decisions for other versions of the study, as `sub-study city`: to be signed anew. */
export function earlierDecisions(history: readonly HistoryLine[]): ReadonlySet<string> {
  return new Set(
    history.flatMap(({ standing, body }) =>
      standing === 'otherVersion' && body?.kind === 'decision'
        ? [`${body.subStudy} ${body.city}`]
        : [],
    ),
  );
}
