// SPDX-License-Identifier: EUPL-1.2
/**
 * Who may open research variables and links: the researcher, and others that the study names. All of
 * them get the same; the order is that of the study, and decides who has which seat in a seal.
 */
import { KoppelError } from '@koppel/errors';
import { decodePublicKey } from './public-key.ts';
import type { Study } from './schema.ts';

export interface Recipient {
  /** `researcher`, or the id of a co-researcher. */
  readonly id: string;
  readonly name: string;
  readonly mailboxPublicKey: string;
  readonly signPublicKey?: string | undefined;
}

/** Every recipient of a study: the researcher first. */
export function recipientsOf({
  researcher,
  coResearchers = [],
}: Pick<Study, 'researcher' | 'coResearchers'>): readonly Recipient[] {
  return [{ id: 'researcher', ...researcher }, ...coResearchers];
}

/** Their mailboxes, 32 bytes each, in the same order. */
export function recipientMailboxes(
  study: Pick<Study, 'researcher' | 'coResearchers'>,
): readonly Uint8Array[] {
  return recipientsOf(study).map(({ mailboxPublicKey }) => decodePublicKey(mailboxPublicKey));
}

/** The linkage unit with the mailbox of an owner or of a recipient would read what is for these alone. */
function unitProblems({ owners, linkageUnit, researcher }: Study): KoppelError[] {
  const others = [...owners, researcher].map(({ mailboxPublicKey }) => mailboxPublicKey);
  if (!others.includes(linkageUnit.mailboxPublicKey)) return [];
  return [new KoppelError('STUDY_DUPLICATE', { path: 'linkageUnit.mailboxPublicKey' })];
}

/**
 * What contradicts itself in who can open what: a linkage unit with the mailbox of another party; in
 * `coResearchers` a name twice or that of an owner, or a mailbox that another party has.
 */
export function recipientProblems(study: Study): KoppelError[] {
  return [...unitProblems(study), ...coResearcherProblems(study)];
}

function coResearcherProblems(study: Study): KoppelError[] {
  const { coResearchers = [], owners, linkageUnit, researcher } = study;
  const names = new Set(owners.map(({ id }) => id));
  const mailboxes = new Set(
    [...owners, linkageUnit, researcher].map(({ mailboxPublicKey }) => mailboxPublicKey),
  );
  return coResearchers.flatMap(({ id, mailboxPublicKey }, at) => {
    const wrong = [
      ...(names.has(id) ? ['id'] : []),
      ...(mailboxes.has(mailboxPublicKey) ? ['mailboxPublicKey'] : []),
    ];
    names.add(id);
    mailboxes.add(mailboxPublicKey);
    const path = (member: string): string => `coResearchers[${String(at)}].${member}`;
    return wrong.map((member) => new KoppelError('STUDY_DUPLICATE', { path: path(member) }));
  });
}
