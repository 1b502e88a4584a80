// SPDX-License-Identifier: EUPL-1.2
/** One linkage of everything: by what a second round showed, or by the encodings themselves. */
import {
  linkByLooks,
  linkSources,
  type AssignmentRule,
  type EncodedSource,
  type FieldGroup,
  type LinkOptions,
  type LinkOutcome,
  type LookedRound,
} from '@koppel/linkage';

/** What a second round showed, where there was one: that alone decides then. */
export interface Looked {
  readonly groups: readonly FieldGroup[];
  readonly rounds: readonly LookedRound[];
  /** Names the rounds: of other rounds something else can come. */
  readonly name: string;
}

export interface LinkNow {
  readonly sources: readonly EncodedSource[];
  readonly options: LinkOptions & { readonly assignment: AssignmentRule };
  readonly looked?: Looked | undefined;
}

/** @throws as `linkSources` and `linkByLooks` */
export async function linkNow({ sources, options, looked }: LinkNow): Promise<LinkOutcome> {
  if (looked === undefined) return linkSources(sources, options);
  const { threshold, oneToOne, assignment, decisions, review, falseLinkTarget } = options;
  const { groups, rounds } = looked;
  const target = falseLinkTarget === undefined ? undefined : { precision: 1 - falseLinkTarget };
  const asked = { groups, threshold, oneToOne, assignment, target, decisions };
  return linkByLooks(sources, rounds, { ...asked, review: review !== undefined });
}
