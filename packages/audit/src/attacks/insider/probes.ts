// SPDX-License-Identifier: EUPL-1.2
/**
 * Records made to be read: as few tokens each as the owner lets pass, every frequent token in several
 * of them beside other company, so that what they have in common is its own.
 */
import type { RegisterClasses } from '../../decoding/classes.ts';
import type { AuditSubject, ClearRegister } from '../../subject.ts';

/** A value of one field, with its tokens. */
interface Candidate {
  readonly field: number;
  readonly values: readonly string[];
  readonly tokens: Uint32Array;
}

/** All distinct values of each field of the register. */
function candidatesOf(
  { profile, register }: AuditSubject,
  { vocabulary }: RegisterClasses,
): Candidate[] {
  const { inputs } = profile;
  const seen = new Map<string, Candidate>();
  for (const row of register.values) {
    for (const field of profile.spec.fields.keys()) {
      const values = inputs.map((input, at) => (input.field === field ? row[at]! : ''));
      const text = `${field}\n${values.join('\n')}`;
      if (seen.has(text)) continue;
      seen.set(text, { field, values, tokens: vocabulary.read(values) });
    }
  }
  return [...seen.values()].filter(({ tokens }) => tokens.length > 0);
}

/** How much less a token is worth each time it is probed again. */
const WORTH_OF_ANOTHER = 0.5;
/** Values are ranked anew after each of so many lots. */
const LOTS = 20;

/** Values of different fields that have tokens enough together; undefined where none are left. */
function joinUp(open: Iterable<Candidate>, least: number): Candidate[] | undefined {
  const joined = new Map<number, Candidate>();
  let count = 0;
  for (const candidate of open) {
    if (joined.has(candidate.field)) continue;
    joined.set(candidate.field, candidate);
    count += candidate.tokens.length;
    if (count >= least) return [...joined.values()];
  }
  return undefined;
}

/** One record of the values of several fields. */
function recordOf(candidates: readonly Candidate[], inputs: number): string[] {
  const values = Array.from({ length: inputs }, () => '');
  for (const candidate of candidates) {
    candidate.values.forEach((value, at) => {
      values[at] ||= value;
    });
  }
  return values;
}

/**
 * @param quota at most so many records
 * @param leastTokens records with fewer are not let in
 */
export function designProbes(
  subject: AuditSubject,
  register: RegisterClasses,
  quota: number,
  leastTokens: number,
): ClearRegister {
  let open = candidatesOf(subject, register);
  const worth = new Float64Array(register.vocabulary.size);
  register.tokens.forEach((tokens, value) => {
    for (const token of tokens) worth[token]! += register.sizes[value]!;
  });
  const probes: string[][] = [];
  const lot = Math.ceil(quota / LOTS);
  while (probes.length < quota && open.length > 0) {
    const score = new Map(
      open.map((one) => [one, one.tokens.reduce((sum, token) => sum + worth[token]!, 0)]),
    );
    const left = new Set(open.toSorted((a, b) => score.get(b)! - score.get(a)!));
    for (let n = 0; n < lot && probes.length < quota; n += 1) {
      const joined = joinUp(left, leastTokens);
      // Nothing that is left can be joined to a record that would be let in.
      if (joined === undefined) return { values: probes };
      probes.push(recordOf(joined, subject.profile.inputs.length));
      for (const candidate of joined) {
        left.delete(candidate);
        for (const token of candidate.tokens) worth[token]! *= WORTH_OF_ANOTHER;
      }
    }
    open = [...left];
  }
  return { values: probes };
}
