// SPDX-License-Identifier: EUPL-1.2
/** Persons who do not exist, planted by an insider, who then knows the encodings of as many records. */
import { KoppelError } from '@koppel/errors';
import type { Attack } from '../../attack.ts';
import { createRandom } from '../../random.ts';
import type { AuditSubject, ClearRegister } from '../../subject.ts';
import { seededProfile } from '../seeded-profile/seeded-profile.ts';
import type { EncodingOracle } from './oracle.ts';

export interface FakeRecordsOptions {
  readonly oracle: EncodingOracle;
  /** How many records he plants: what quotas leave him. */
  readonly planted: number;
  /** Rounds of the attack with known pairs. */
  readonly rounds?: number;
}

/** Persons of which each field is that of some person of the register, so that none stands out. */
export function inventPersons(
  { profile, register }: AuditSubject,
  count: number,
  seed: number,
): ClearRegister {
  const random = createRandom('fake persons', seed);
  const { values } = register;
  if (values.length === 0) throw new KoppelError('AUDIT_TOO_FEW', { rule: 'fakeRecords' });
  const persons = Array.from({ length: count }, () => {
    const from = profile.spec.fields.map(() => values[random.below(values.length)]!);
    return profile.inputs.map(({ field }, at) => from[field]![at]!);
  });
  return { values: persons };
}

/**
 * Assumes that planted records are encoded with the others and can be told among them, and a register of
 * the same population. Cost: that of the attack with as many known pairs, which is what planted records
 * become. Hüllen (2024) plants 1,000 and finds graph matching to work at 5 % overlap; Heng, Armknecht,
 * Chen & Schnell (PETS 2022) show fakes by the owner to disturb it. Quotas limit how many get in;
 * shuffling makes them hard to tell.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const fakeRecords: Attack<FakeRecordsOptions> = async (subject, options) => {
  const { oracle, planted, rounds, ...watch } = options;
  const fakes = inventPersons(subject, planted, options.seed);
  const { encodings, register, truth } = subject;
  const added = oracle(fakes);
  const filters = new Uint8Array(encodings.filters.length + added.filters.length);
  filters.set(encodings.filters);
  filters.set(added.filters, encodings.filters.length);
  const known = fakes.values.map((_, n) => ({
    encoding: encodings.count + n,
    row: register.values.length + n,
  }));
  const withFakes: AuditSubject = {
    ...subject,
    encodings: { ...encodings, count: encodings.count + planted, filters },
    register: { values: [...register.values, ...fakes.values] },
    truth: Int32Array.from([...truth, ...known.map(({ row }) => row)]),
  };
  const result = await seededProfile(withFakes, {
    ...watch,
    seeds: planted,
    known,
    ...(rounds === undefined ? {} : { rounds }),
  });
  const { seeds, ...given } = result.given;
  return { ...result, attack: 'fakeRecords', given: { planted: seeds ?? planted, ...given } };
};
