// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { checkStudy, encodePublicKey, recipientMailboxes, recipientsOf } from './index.ts';
import { sampleStudy } from './testing/sample-study.ts';

const mailbox = (byte: number): string => encodePublicKey(new Uint8Array(32).fill(byte));
const second = { id: 'second', name: 'Institute', mailboxPublicKey: mailbox(201) };

/** Code and path of every problem of the sample with these co-researchers; or the study. */
function checked(coResearchers?: readonly object[]) {
  const result = checkStudy({
    ...sampleStudy(),
    ...(coResearchers === undefined ? {} : { coResearchers }),
  });
  if (result.ok) return result.value;
  return result.problems.map(({ code, place }) => `${code} ${String(place.path)}`);
}

test('a study that names nobody else has one recipient, and the hash that it always had', () => {
  const read = checked();
  expect(read).not.toBeInstanceOf(Array);
  if (Array.isArray(read)) return;
  expect(recipientsOf(read.study).map(({ id }) => id)).toEqual(['researcher']);
  expect(JSON.stringify(read.study)).not.toContain('coResearchers');
});

test('co-researchers come after the researcher, in the order of the study', () => {
  const third = { ...second, id: 'third', mailboxPublicKey: mailbox(202) };
  const read = checked([third, second]);
  if (Array.isArray(read)) throw new Error(read.join());
  expect(recipientsOf(read.study).map(({ id }) => id)).toEqual(['researcher', 'third', 'second']);
  expect(recipientMailboxes(read.study).slice(1)).toEqual([
    new Uint8Array(32).fill(202),
    new Uint8Array(32).fill(201),
  ]);
  expect(read.specHash).not.toEqual((checked([second, third]) as typeof read).specHash);
});

test('a name twice, that of an owner, and a mailbox that another party has are refused', () => {
  const { owners, linkageUnit, researcher } = sampleStudy();
  const refused = 'STUDY_DUPLICATE coResearchers';
  expect(checked([second, second])).toEqual([`${refused}[1].id`, `${refused}[1].mailboxPublicKey`]);
  expect(checked([{ ...second, id: owners[0]!.id }])).toEqual([`${refused}[0].id`]);
  for (const { mailboxPublicKey } of [owners[0]!, linkageUnit, researcher]) {
    expect(checked([{ ...second, mailboxPublicKey }])).toEqual([`${refused}[0].mailboxPublicKey`]);
  }
  expect(checked([{ ...second, id: 'researcher' }])).toEqual(['STUDY_VALUE coResearchers[0].id']);
  expect(checked([])).toEqual(['STUDY_VALUE coResearchers']);
});

test('a linkage unit has the mailbox of no other party', () => {
  const { owners, researcher, linkageUnit, ...rest } = sampleStudy();
  const [mine, one, two, three] = [mailbox(1), mailbox(2), mailbox(3), mailbox(4)];
  const problems = (first: string, second: string, third: string): string[] => {
    const result = checkStudy({
      ...rest,
      owners: owners.map((own, at) => ({ ...own, mailboxPublicKey: at === 0 ? first : second })),
      researcher: { ...researcher, mailboxPublicKey: third },
      linkageUnit: { ...linkageUnit, mailboxPublicKey: mine },
    });
    return result.ok ? [] : result.problems.map(({ code, place }) => `${code} ${place.path ?? ''}`);
  };
  expect(problems(one, two, three)).toEqual([]);
  const refused = ['STUDY_DUPLICATE linkageUnit.mailboxPublicKey'];
  expect(problems(one, mine, three)).toEqual(refused);
  expect(problems(one, two, mine)).toEqual(refused);
});
