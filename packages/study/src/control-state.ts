// SPDX-License-Identifier: EUPL-1.2
/** What the records of a control topic come to: the documents and decisions that stand. Pure. */
import type {
  ControlBody,
  ControlDecision,
  ControlDocument,
  ControlObjections,
} from './control-schema.ts';
import type { CoordinatedStudy } from './schema.ts';

/** The signer that is the coordinator; any other is a mandate of the study. */
export const COORDINATOR = 'coordinator';

/** A record whose signature and place in the chain were checked. */
export interface ControlEntry {
  readonly sequence: number;
  readonly signer: string;
  readonly body: ControlBody;
}

/** A decision of an office, or that it takes one back. */
type DecisionEntry = Omit<ControlEntry, 'body'> & {
  readonly body: Extract<ControlBody, { kind: 'decision' | 'withdraw' }>;
};

/** Why a record that was signed well means nothing. */
export type ControlProblem =
  /** Its signer may not say this: not the coordinator, or no mandate for that city. */
  | 'noMandate'
  /** It speaks of a sub-study, city, register or document that the study does not have. */
  | 'unknownReference'
  /** It comes after the end of the study, which only its destruction may. */
  | 'afterEnd'
  /** It lifts what another office holds back, which only that office may let go. */
  | 'contradicts';

export interface StandingDecision extends ControlDecision {
  readonly signer: string;
  readonly sequence: number;
}

export interface StandingObjections extends ControlObjections {
  readonly sequence: number;
}

export interface ControlState {
  readonly documents: ReadonlyMap<string, ControlDocument>;
  /** By `decisionKey`: what holds back where anything does, the newest otherwise. */
  readonly decisions: ReadonlyMap<string, StandingDecision>;
  /** By `decisionKey`: of each office that holds something back what it said last; the first to do so comes first. */
  readonly heldBack: ReadonlyMap<string, readonly StandingDecision[]>;
  /** The day on which the study ended; absent while it goes on. */
  readonly endedOn?: string;
  /** The day on which the coordinator signed that all parties have erased it. */
  readonly destroyedOn?: string;
  /** Rounds of objections that were announced, by their name. */
  readonly objections: ReadonlyMap<string, StandingObjections>;
  readonly problems: readonly { readonly sequence: number; readonly problem: ControlProblem }[];
}

/** Under what a decision stands in `ControlState`: a newer one takes its place. */
export function decisionKey(subStudy: string, city: string): string {
  return `${subStudy} ${city}`;
}

function isMandated(study: CoordinatedStudy, signer: string, city: string): boolean {
  return study.mandates.some(({ id, cities }) => id === signer && cities.includes(city));
}

/** Whether a decision holds something back: a no, what is not known, or a condition that is open. */
function holdsBack({
  theoretical,
  practical,
  legal,
  wanted,
  conditions,
}: ControlDecision): boolean {
  const verdicts = [theoretical, practical, legal, wanted].map(({ verdict }) => verdict);
  const isOpen = conditions.some(({ metOn }) => metOn === undefined);
  return verdicts.includes('no') || verdicts.includes('unknown') || isOpen;
}

/**
 * Whether a signer would lift what another office said. Each may close what another opened; what one
 * holds back, it alone lets go.
 * @param standing of `ControlState.decisions`
 */
export function contradictsOther(
  signer: string,
  body: DecisionEntry['body'],
  standing: StandingDecision | undefined,
): boolean {
  if (standing === undefined || standing.signer === signer || !holdsBack(standing)) return false;
  return body.kind === 'withdraw' || !holdsBack(body);
}

/** What the offices say of one sub-study in one city, when another thing is said. */
interface Verdicts {
  readonly standing: StandingDecision | undefined;
  /** As `ControlState.heldBack`. */
  readonly heldBack: readonly StandingDecision[];
}

/** What another office holds back stays, whatever is said: it must be there when the first lets go. */
function verdictsAfter(before: readonly StandingDecision[], said: DecisionEntry): Verdicts {
  const { signer, sequence, body } = said;
  const ofOthers = before.filter((one) => one.signer !== signer);
  if (body.kind === 'withdraw') return { standing: ofOthers[0], heldBack: ofOthers };
  const decision = { ...body, signer, sequence };
  if (!holdsBack(body)) return { standing: ofOthers[0] ?? decision, heldBack: ofOthers };
  const at = before.findIndex((one) => one.signer === signer);
  const heldBack = at < 0 ? [...before, decision] : before.with(at, decision);
  return { standing: heldBack[0], heldBack };
}

function problemOf(
  study: CoordinatedStudy,
  { signer, body }: ControlEntry,
  { documents, decisions }: Pick<ControlState, 'documents' | 'decisions'>,
): ControlProblem | undefined {
  const has = (list: readonly { readonly id: string }[], name: string): boolean =>
    list.some(({ id }) => id === name);
  if (body.kind === 'decision' || body.kind === 'withdraw') {
    const subStudy = study.subStudies.find(({ id }) => id === body.subStudy);
    if (subStudy?.cities.includes(body.city) !== true) return 'unknownReference';
    if (!isMandated(study, signer, body.city)) return 'noMandate';
    const standing = decisions.get(decisionKey(body.subStudy, body.city));
    return contradictsOther(signer, body, standing) ? 'contradicts' : undefined;
  }
  if (signer !== COORDINATOR) return 'noMandate';
  if (body.kind === 'revoke') return documents.has(body.id) ? undefined : 'unknownReference';
  if (body.kind === 'destroyed') return 'unknownReference'; // the study has not ended
  if (body.kind !== 'document') return undefined;
  const { cities = [], registers = [] } = body.covers;
  const known =
    cities.every((name) => has(study.cities, name)) &&
    registers.every((name) => has(study.registers, name));
  return known ? undefined : 'unknownReference';
}

/** After the end only one thing can be said, once: that the study was destroyed. */
function problemAfterEnd(
  { signer, body }: ControlEntry,
  destroyedOn: string | undefined,
): ControlProblem | undefined {
  if (body.kind !== 'destroyed' || destroyedOn !== undefined) return 'afterEnd';
  return signer === COORDINATOR ? undefined : 'noMandate';
}

/**
 * Applies records in their order. A record that may not be is named in `problems` and changes
 * nothing: so it can close nothing either, but by those who may.
 */
export function controlState(
  study: CoordinatedStudy,
  entries: Iterable<ControlEntry>,
): ControlState {
  const documents = new Map<string, ControlDocument>();
  const decisions = new Map<string, StandingDecision>();
  const heldBack = new Map<string, readonly StandingDecision[]>();
  const problems: ControlState['problems'][number][] = [];
  const objections = new Map<string, StandingObjections>();
  let endedOn: string | undefined;
  let destroyedOn: string | undefined;
  for (const entry of entries) {
    const { body, sequence, signer } = entry;
    const problem =
      endedOn === undefined
        ? problemOf(study, entry, { documents, decisions })
        : problemAfterEnd(entry, destroyedOn);
    if (problem !== undefined) problems.push({ sequence, problem });
    else if (body.kind === 'document') documents.set(body.id, body);
    else if (body.kind === 'revoke') documents.delete(body.id);
    else if (body.kind === 'objections') objections.set(body.id, { ...body, sequence });
    else if (body.kind === 'end') endedOn = body.on;
    else if (body.kind === 'destroyed') destroyedOn = body.on;
    else {
      const name = decisionKey(body.subStudy, body.city);
      const after = verdictsAfter(heldBack.get(name) ?? [], { signer, sequence, body });
      heldBack.set(name, after.heldBack);
      if (after.standing === undefined) decisions.delete(name);
      else decisions.set(name, after.standing);
    }
  }
  const ended = endedOn !== undefined && { endedOn };
  const destroyed = destroyedOn !== undefined && { destroyedOn };
  return { documents, decisions, heldBack, objections, problems, ...ended, ...destroyed };
}
