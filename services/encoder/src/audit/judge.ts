// SPDX-License-Identifier: EUPL-1.2
/**
 * Holds what was measured against the gates, and names the gates that nothing was measured for: these
 * do not count as held, whatever the reason was.
 */
import { attackEntries, gateOutcomes, gateSettings, type AttackId } from '@koppel/audit';
import type { AttackRun, AuditReport, ReportGate } from './model.ts';

/** The pairs for which an attack has a gate; undefined where they do not matter. */
function gatePairs(attack: AttackId): number | undefined {
  if (attack === 'seededProfile') return gateSettings.seededProfile.seeds;
  return attack === 'knownPairDecoding' ? gateSettings.knownPairDecoding.pairs : undefined;
}

function gatesOf({ attack, knownPairs, overlap, result }: AttackRun): ReportGate[] {
  const pairs = knownPairs === undefined ? {} : { knownPairs };
  return gateOutcomes([result]).map((gate) => ({ ...gate, attack, ...pairs, overlap }));
}

export function judge(
  attacks: readonly AttackRun[],
): Pick<AuditReport, 'gates' | 'unmeasured' | 'verdict'> {
  const gates = attacks.flatMap(gatesOf);
  const unmeasured = [...attackEntries.keys()]
    .filter((id) => !gates.some(({ attack }) => attack === id))
    .map((attack) => {
      const knownPairs = gatePairs(attack);
      return { attack, ...(knownPairs === undefined ? {} : { knownPairs }), overlap: 1 };
    });
  if (gates.some(({ passed }) => !passed)) return { gates, unmeasured, verdict: 'failed' };
  return { gates, unmeasured, verdict: unmeasured.length > 0 ? 'incomplete' : 'passed' };
}
