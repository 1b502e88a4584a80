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
  /** By `decisionKey`: what holds back most where anything does, the newest otherwise. */
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

/**
 * How firmly a decision holds something back: 3 for a no, 2 for what is not known, 1 for a condition
 * that is open, 0 for nothing.
 */
function weightOf({ theoretical, practical, legal, wanted, conditions }: ControlDecision): number {
  const verdicts = [theoretical, practical, legal, wanted].map(({ verdict }) => verdict);
  if (verdicts.includes('no')) return 3;
  if (verdicts.includes('unknown')) return 2;
  return conditions.some(({ metOn }) => metOn === undefined) ? 1 : 0;
}

/** What stands of several: no open condition of one office hides the no of another. */
function heaviest(held: readonly StandingDecision[]): StandingDecision | undefined {
  const most = Math.max(...held.map(weightOf));
  return held.find((one) => weightOf(one) === most);
}

/**
 * Whether a signer would lift what another office said. Each may close what another opened, and take
 * back what it held back itself; what one holds back, it alone lets go.
 * @param heldBack of `ControlState.heldBack`, of the same sub-study and city
 */
export function contradictsOther(
  signer: string,
  body: DecisionEntry['body'],
  heldBack: readonly StandingDecision[] = [],
): boolean {
  if (heldBack.length === 0 || heldBack.some((one) => one.signer === signer)) return false;
  return body.kind === 'withdraw' || weightOf(body) === 0;
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
  if (body.kind === 'withdraw') return { standing: heaviest(ofOthers), heldBack: ofOthers };
  const decision = { ...body, signer, sequence };
  if (weightOf(body) === 0) {
    return { standing: heaviest(ofOthers) ?? decision, heldBack: ofOthers };
  }
  const at = before.findIndex((one) => one.signer === signer);
  const heldBack = at < 0 ? [...before, decision] : before.with(at, decision);
  return { standing: heaviest(heldBack), heldBack };
}

function problemOf(
  study: CoordinatedStudy,
  { signer, body }: ControlEntry,
  { documents, heldBack }: Pick<ControlState, 'documents' | 'heldBack'>,
): ControlProblem | undefined {
  const has = (list: readonly { readonly id: string }[], name: string): boolean =>
    list.some(({ id }) => id === name);
  if (body.kind === 'decision' || body.kind === 'withdraw') {
    const subStudy = study.subStudies.find(({ id }) => id === body.subStudy);
    if (subStudy?.cities.includes(body.city) !== true) return 'unknownReference';
    if (!isMandated(study, signer, body.city)) return 'noMandate';
    const held = heldBack.get(decisionKey(body.subStudy, body.city));
    return contradictsOther(signer, body, held) ? 'contradicts' : undefined;
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
        ? problemOf(study, entry, { documents, heldBack })
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
