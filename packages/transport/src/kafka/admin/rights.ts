// SPDX-License-Identifier: EUPL-1.2
/**
 * Who may do what on the topics of a study: the one table that the setup gives and the doctor asks
 * for. Pure. A broker that follows it keeps parties apart even when one of their programs is altered.
 */
import {
  codeBytes,
  eventBlockBytes,
  identifierBlockBytes,
  linkBlockBytes,
  lookAnswerBlockBytes,
  lookRequestBlockBytes,
  lookSizes,
  payloadBlockBytes,
  topics,
} from '@koppel/wire';
import { maxKafkaMessageBytes } from '../settings.ts';

/** Of a second round, what the size of an answer follows from. */
type SecondRound = Parameters<typeof lookSizes>[0] & {
  readonly fields?: readonly unknown[] | undefined;
};

/** Of a study, what its topics follow from. */
export interface LineStudy {
  readonly id: string;
  readonly owners: readonly { readonly id: string }[];
  /** Who may decide; a study of form 1 has nobody. */
  readonly mandates?: readonly { readonly id: string }[];
  /** Who may read what the researcher may. */
  readonly coResearchers?: readonly { readonly id: string }[] | undefined;
  readonly batches: { readonly capacity: number };
  readonly encoding: {
    readonly parameters: { readonly bits: number };
    readonly fields?: readonly unknown[];
  };
  readonly bsnTokens?: true | undefined;
  readonly registers: readonly { readonly payload: readonly unknown[] }[];
  /** Absent for a study with one round. */
  readonly secondRound?: SecondRound | undefined;
}

/** A party of a study. */
export type Role =
  | { readonly kind: 'owner' | 'mandate' | 'coResearcher'; readonly name: string }
  | { readonly kind: 'coordinator' | 'linkageUnit' | 'researcher' };

export type Access = 'read' | 'write';

/** A topic, and by the name of each party (`roleName`) what it may do there. */
export interface LineTopic {
  readonly topic: string;
  /** The setting `max.message.bytes`: no message of ours is larger. */
  readonly maxBytes: number;
  /** The largest message that this study makes here; 0 where that is small beside `maxBytes`. */
  readonly messageBytes: number;
  /** Places in it that keep an order of their own: 1 but where work is shared out. */
  readonly partitions: number;
  readonly rights: ReadonlyMap<string, readonly Access[]>;
}

/** One word for a party: `linkageUnit`, `owner rotterdam`. */
export function roleName(role: Role): string {
  return 'name' in role ? `${role.kind} ${role.name}` : role.kind;
}

/** Every party of a study. */
export function rolesOf({ owners, mandates = [], coResearchers = [] }: LineStudy): Role[] {
  return [
    { kind: 'coordinator' },
    ...mandates.map(({ id: name }) => ({ kind: 'mandate' as const, name })),
    ...owners.map(({ id: name }) => ({ kind: 'owner' as const, name })),
    { kind: 'linkageUnit' },
    { kind: 'researcher' },
    ...coResearchers.map(({ id: name }) => ({ kind: 'coResearcher' as const, name })),
  ];
}

/** Around a sealed block: sealing, header, signature, and the broker's own frame. */
const envelopeBytes = 2048;
/** What sealing to one more recipient adds. */
const recipientBytes = 112;

/** For what is small: `control` (64 KiB of text), the ceremony and receipts (4 KiB). */
const controlBytes = 2 ** 17;
const smallBytes = 2 ** 14;

/**
 * The topics over which the linkage unit shares a search out to its own workers, which use its user.
 * @param partitions of the parts of searches: as many workers can take part; any number above one where
 *   it is only asked who may do what
 */
export function workTopics(study: LineStudy, partitions = 2): LineTopic[] {
  const { workJobs, workParts, workAnswers } = topics(study.id);
  const rights = new Map([[roleName({ kind: 'linkageUnit' }), ['read', 'write'] as const]]);
  const common = { maxBytes: maxKafkaMessageBytes, messageBytes: 0, rights };
  return [
    { topic: workJobs, partitions: 1, ...common },
    { topic: workParts, partitions, ...common },
    { topic: workAnswers, partitions: 1, ...common },
  ];
}

/** The name of the group in which workers of the linkage unit share a search. */
export function workerGroup(study: LineStudy): string {
  return topics(study.id).workers;
}

const both: readonly Access[] = ['read', 'write'];
const read: readonly Access[] = ['read'];
const owner = (name: string): Role => ({ kind: 'owner', name });
const unit: Role = { kind: 'linkageUnit' };
const coordinator: Role = { kind: 'coordinator' };

const rights = (...entries: readonly (readonly [Role, readonly Access[]])[]): LineTopic['rights'] =>
  new Map(entries.map(([role, accesses]) => [roleName(role), accesses]));

const large = (topic: string, block: number, given: LineTopic['rights']): LineTopic => ({
  topic,
  maxBytes: maxKafkaMessageBytes,
  messageBytes: block + envelopeBytes,
  partitions: 1,
  rights: given,
});

const small = (topic: string, maxBytes: number, given: LineTopic['rights']): LineTopic => ({
  topic,
  maxBytes,
  messageBytes: 0,
  partitions: 1,
  rights: given,
});

/** What an owner is asked and answers in a second round; nothing for a study with one. */
function lookTopics(study: LineStudy, name: string): LineTopic[] {
  const { secondRound, encoding } = study;
  if (secondRound === undefined) return [];
  const { capacity } = study.batches;
  const { lookRequests, lookAnswers } = topics(study.id);
  const sizes = lookSizes(secondRound, (secondRound.fields ?? encoding.fields ?? []).length);
  return [
    large(
      lookRequests(name),
      lookRequestBlockBytes({ capacity }),
      rights([unit, both], [owner(name), read]),
    ),
    large(
      lookAnswers(name),
      lookAnswerBlockBytes({ capacity, ...sizes }),
      rights([owner(name), both], [unit, read]),
    ),
  ];
}

/**
 * The topics of a study in a fixed order, each with its rights. Throws WIRE_MALFORMED for a bad name.
 * @param workers how many workers of the linkage unit may share a search; 0 for none
 */
export function lineTopics(study: LineStudy, workers = 0): LineTopic[] {
  const names = topics(study.id);
  const owners = study.owners.map(({ id }) => id);
  const { capacity } = study.batches;
  const variables = Math.max(...study.registers.map(({ payload }) => payload.length));
  const filterBytes = codeBytes(study);
  const everyone = rolesOf(study);
  const writesControl = (role: Role): boolean =>
    role.kind === 'coordinator' || role.kind === 'mandate';
  const researchers = everyone
    .filter(({ kind }) => kind === 'researcher' || kind === 'coResearcher')
    .map((one) => [one, read] as const);
  const forResearchers = rights([unit, both], ...researchers);
  const each = recipientBytes * researchers.length;
  return [
    small(
      names.control,
      controlBytes,
      rights(...everyone.map((one) => [one, writesControl(one) ? both : read] as const)),
    ),
    small(
      names.ceremony,
      smallBytes,
      rights(...owners.map((one) => [owner(one), both] as const), [unit, read], ...researchers),
    ),
    ...owners.flatMap((one) => [
      large(
        names.batches(one),
        identifierBlockBytes({ capacity, filterBytes }) + each,
        rights([owner(one), both], [unit, read]),
      ),
      large(
        names.payload(one),
        payloadBlockBytes({ capacity, variables }) + each,
        rights([owner(one), both], ...researchers),
      ),
      small(
        names.receipts(one),
        smallBytes,
        rights([unit, both], [owner(one), read], [coordinator, read]),
      ),
      ...lookTopics(study, one),
    ]),
    large(names.links, Math.max(linkBlockBytes({ capacity }), eventBlockBytes({ capacity })) + each, forResearchers),
    large(names.results, each, rights([unit, both], ...researchers, [coordinator, read])),
    ...(workers > 0 ? workTopics(study, workers) : []),
  ];
} // prettier-ignore

/** What begins the name of every topic of a study. */
export function topicPrefix(study: LineStudy): string {
  return topics(study.id).control.slice(0, -'control'.length);
}
