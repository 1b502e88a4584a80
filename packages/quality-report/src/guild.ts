// SPDX-License-Identifier: EUPL-1.2
/**
 * What the GUILD guidance asks to be shared at each of its four steps, and who answers it here.
 * Source: Gilbert et al. 2018, GUILD: GUidance for Information about Linking Data sets, J Public
 * Health 40(1), 191–198, doi:10.1093/pubmed/fdx037. The steps are those of the guidance; how they
 * are split into items, and their names, are ours.
 */

export type GuildStep = 1 | 2 | 3 | 4;

/** Who has the answer: this report, or a party that sees what the linkage unit does not. */
export type Answering = 'report' | 'dataOwner' | 'coordinator' | 'researcher';

/** Parts of the page. */
export type SectionId =
  'key' | 'registers' | 'similarities' | 'sensitivity' | 'clusters' | 'history' | 'method';

export interface GuildItem {
  readonly step: GuildStep;
  readonly item: GuildName;
  readonly answeredBy: Answering;
  /** Where in this report; empty when another party answers. */
  readonly sections: readonly SectionId[];
}

export const guildNames = [
  'population', 'generation', 'identifierQuality', 'provided', 'preparation', 'method', 'flow',
  'error', 'thresholds', 'manyAndTied', 'updates', 'validation', 'disclosure', 'subgroups',
  'biasOfResults', 'adjustment', 'flowDiagram', 'limits',
] as const; // prettier-ignore

export type GuildName = (typeof guildNames)[number];

const here = (step: GuildStep, item: GuildName, ...sections: SectionId[]): GuildItem => ({
  step,
  item,
  answeredBy: 'report',
  sections,
});

const by = (
  step: GuildStep,
  item: GuildName,
  answeredBy: Exclude<Answering, 'report'>,
): GuildItem => ({ step, item, answeredBy, sections: [] });

export const guildItems: readonly GuildItem[] = [
  by(1, 'population', 'coordinator'),
  by(1, 'generation', 'dataOwner'),
  by(1, 'identifierQuality', 'dataOwner'),
  here(1, 'provided', 'registers'),
  here(2, 'preparation', 'method'),
  here(2, 'method', 'method'),
  here(2, 'flow', 'registers'),
  here(2, 'error', 'key', 'similarities'),
  here(2, 'thresholds', 'sensitivity'),
  here(2, 'manyAndTied', 'clusters', 'registers'),
  here(2, 'updates', 'history'),
  here(2, 'validation', 'key'),
  by(2, 'disclosure', 'coordinator'),
  by(3, 'subgroups', 'researcher'),
  by(3, 'biasOfResults', 'researcher'),
  by(3, 'adjustment', 'researcher'),
  here(4, 'flowDiagram', 'registers'),
  by(4, 'limits', 'researcher'),
];
