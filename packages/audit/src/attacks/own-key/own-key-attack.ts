// SPDX-License-Identifier: EUPL-1.2
/** The plainest attack: encode the register under a key of one's own, and see what comes out the same. */
import type { Attack } from '../../attack.ts';
import { classifyEncodings, classifyRegister, scoreGuesses } from '../../decoding/classes.ts';
import { isFinding, pickFilters } from '../../decoding/finding.ts';
import { compareWith, guessesOf } from '../../decoding/grow.ts';
import { requireEnough } from '../../least.ts';
import { encodeOwnRegister } from '../../own-key.ts';
import { createPace } from '../../pace.ts';
import { createRandom, sampleBelow } from '../../random.ts';
import { attackResult } from '../../result.ts';
import type { AuditSubject, ClearRegister } from '../../subject.ts';
import { measureKeyDependence } from './key-dependence.ts';

export interface OwnKeyOptions {
  /** Encodings whose person is known, by which the owner tests each field; 400 unless told otherwise. */
  readonly tested?: number;
  /** Shufflings, at least 19; 99 unless told otherwise. No p is below 1 / (this + 1). */
  readonly shuffles?: number;
}

/** The rows of the pairs, with one field only. */
function onlyField(
  { profile, register }: AuditSubject,
  rows: Iterable<number>,
  field: number,
): ClearRegister {
  const values = Array.from(rows, (row) =>
    profile.inputs.map((input, at) => (input.field === field ? register.values[row]![at]! : '')),
  );
  return { values };
}

/**
 * Assumes nothing but the public algorithm: no pair, no frequencies. Where every field is keyed it finds
 * as many as guessing does. Cost: shufflings · tested · bits set · fields, and encodings × records × bits.
 *
 * It is the dictionary attack of Kuzu, Kantarcioglu, Durham & Malin (PETS 2011) on filters without a
 * secret. `found` is 1 where a field agrees between two keys (p ≤ 0.05 and z > 3, by the owner's own
 * knowledge of who is who), and `field` is its place in the profile: an encoder that forgets the key for
 * one field, or whose key is not what it says, shows here, whatever its hash functions are.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const ownKeyAttack: Attack<OwnKeyOptions> = async (subject, options) => {
  const { tested = 400, shuffles = 99, seed } = options;
  const pace = createPace(options);
  await pace.at(0);
  const random = createRandom('own key attack', seed);
  const known = Uint32Array.from(subject.truth.keys()).filter((e) => subject.truth[e] !== -1);
  requireEnough('ownKey', known.length);
  const order = sampleBelow(random, known.length, Math.min(tested, known.length));
  const pairs = order.map((at) => known[at]!);
  const rows = Array.from(pairs, (encoding) => subject.truth[encoding]!);
  const own = subject.profile.spec.fields.map((_, field) =>
    encodeOwnRegister({ ...subject, register: onlyField(subject, rows, field) }, seed),
  );
  const { z, p, field } = await measureKeyDependence(
    pickFilters(subject.encodings, pairs), own, shuffles, random, pace.within(0, 0.7),
  ); // prettier-ignore
  const found = isFinding(z[field]!, p);
  const register = classifyRegister(subject);
  const encodings = classifyEncodings(subject.encodings);
  const everyRow = subject.register.values.keys();
  const attacked = found ? { ...subject, register: onlyField(subject, everyRow, field) } : subject;
  const predicted = pickFilters(encodeOwnRegister(attacked, seed), register.first);
  const { values } = await compareWith(encodings, predicted);
  await pace.at(1);
  return attackResult({
    attack: 'ownKey',
    given: { encodings: subject.encodings.count, records: subject.register.values.length },
    ...scoreGuesses(subject, register, guessesOf(encodings, values)),
    figures: { z: z[field]!, p, found: found ? 1 : 0, field: found ? field : -1 },
  });
};
