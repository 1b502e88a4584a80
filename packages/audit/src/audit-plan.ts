// SPDX-License-Identifier: EUPL-1.2
/**
 * Which attacks an audit runs, and on what: known pairs and overlaps become stagings of the persons
 * that there are. An attack on too few persons proves nothing, so it is not run, and that is said.
 */
import { findAttack, type AttackEntry } from './attacks.ts';
import { leastTargets } from './least.ts';
import type { AttackId } from './result.ts';

/** An attack and what its attacker is given. */
export interface AttackLevel {
  readonly attack: AttackId;
  /** Pairs that he knows; absent for an attack that needs none. */
  readonly knownPairs?: number;
  /** Share of the encodings that his register has, above 0 and at most 1; 1 with known pairs. */
  readonly overlap: number;
}

/** With the sizes that `makeSubject` takes. */
export interface PlannedAttack extends AttackLevel {
  readonly encoded: number;
  readonly population: number;
  readonly both: number;
}

export interface SkippedAttack extends AttackLevel {
  /** Persons that it takes to mean anything. */
  readonly needed: number;
}

export interface AuditRequest {
  /** Persons in the sample. */
  readonly persons: number;
  readonly attacks: readonly AttackEntry[];
  /** Each ≥ 1. */
  readonly knownPairs: readonly number[];
  /** Each above 0 and at most 1. */
  readonly overlaps: readonly number[];
}

export interface AuditPlan {
  readonly planned: readonly PlannedAttack[];
  readonly skipped: readonly SkippedAttack[];
}

function levelsOf({ id, varies }: AttackEntry, request: AuditRequest): AttackLevel[] {
  if (varies === 'nothing') return [{ attack: id, overlap: 1 }];
  if (varies === 'overlap') return request.overlaps.map((overlap) => ({ attack: id, overlap }));
  return request.knownPairs.map((knownPairs) => ({ attack: id, knownPairs, overlap: 1 }));
}

/** Persons that an attack needs at a level. */
export function personsNeeded({ attack, knownPairs, overlap }: AttackLevel): number {
  const { varies, leastPersons = 0 } = findAttack(attack);
  const targets = leastTargets[attack];
  // Half of the population is encoded; what he is given is no target.
  if (varies !== 'overlap') return Math.max(leastPersons, 2 * ((knownPairs ?? 0) + targets));
  // Two registers of one size, and a target more for what rounding takes.
  return Math.max(leastPersons, Math.ceil(((targets + 1) * (2 - overlap)) / overlap));
}

/** Known pairs: he holds everybody, and half is encoded. Overlap: two registers of one size. */
function stage(level: AttackLevel, persons: number): PlannedAttack {
  const { mostPersons, varies } = findAttack(level.attack);
  const used = Math.max(Math.min(persons, mostPersons), personsNeeded(level));
  if (varies !== 'overlap') {
    const encoded = Math.floor(used / 2);
    return { ...level, encoded, population: used, both: encoded };
  }
  const each = Math.floor(used / (2 - level.overlap));
  // Rounding never asks for more persons than there are.
  const both = Math.min(each, Math.max(Math.round(level.overlap * each), 2 * each - used));
  return { ...level, encoded: each, population: each, both };
}

/** The attacks that the persons suffice for, in the order asked for, and those that need more. */
export function planAudit(request: AuditRequest): AuditPlan {
  const { persons, attacks } = request;
  const levels = attacks.flatMap((entry) => levelsOf(entry, request));
  const suffices = (level: AttackLevel): boolean => personsNeeded(level) <= persons;
  return {
    planned: levels.filter(suffices).map((level) => stage(level, persons)),
    skipped: levels
      .filter((level) => !suffices(level))
      .map((level) => ({ ...level, needed: personsNeeded(level) })),
  };
}
