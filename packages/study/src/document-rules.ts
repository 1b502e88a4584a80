// SPDX-License-Identifier: EUPL-1.2
/**
 * Which documents a study needs, as data: what the law asks of every study, of some registers, of
 * every city. The gate enforces it and the feasibility report shows it. Not legal advice: the list
 * can be longer for a study, by the condition of a decision, but not shorter.
 */
import type { DocumentKind } from './gate-schema.ts';

/** What a register is about, which decides under which law it may be used. */
export const registerKinds = [
  'population',
  'benefits',
  'trajectories',
  'debt',
  'care',
  'school',
  'wages',
  'health',
  'other',
] as const;

export type RegisterKind = (typeof registerKinds)[number];

interface DocumentRule {
  readonly kind: DocumentKind;
  /**
   * `severalOwners`: where two or more decide together why and how; `bsnTokens`: where a study asks for
   * tokens of citizen service numbers.
   */
  readonly when: 'always' | 'severalOwners' | 'bsnTokens' | readonly RegisterKind[];
  /** For what one document must stand: the study, each city, or each register. */
  readonly per: 'study' | 'city' | 'register';
  /** Articles, in the way that lawyers cite them. */
  readonly law: string;
}

/** In the order of the checklist that privacy officers use. */
export const documentRules: readonly DocumentRule[] = [
  { kind: 'researchProtocol', when: 'always', per: 'study', law: 'AVG 5(1)(b), 89' },
  { kind: 'legalBasis', when: 'always', per: 'study', law: 'AVG 6, 9; UAVG 24; Pw 65(3)' },
  { kind: 'dpia', when: 'always', per: 'study', law: 'AVG 35–36' },
  { kind: 'purposeCompatibility', when: 'always', per: 'study', law: 'AVG 5(1)(b), 6(4)' },
  { kind: 'brpDecision', when: ['population'], per: 'city', law: 'Wet BRP 3.8, 3.13' },
  {
    kind: 'consentLetter',
    when: ['school', 'wages', 'health'],
    per: 'register',
    law: 'Wet SUWI 73(6), 74; Wgbo 458',
  },
  { kind: 'bsnGround', when: 'bsnTokens', per: 'city', law: 'UAVG 46; Wabb 10–12' },
  { kind: 'processingAgreement', when: 'always', per: 'study', law: 'AVG 28' },
  { kind: 'jointArrangement', when: 'severalOwners', per: 'study', law: 'AVG 26' },
  { kind: 'linkageAgreement', when: 'always', per: 'study', law: 'AVG 26, 28, 32' },
  {
    kind: 'ethics',
    when: ['care', 'health', 'debt'],
    per: 'study',
    law: 'AVG 9(2)(j); Wmo 5.3.6; Jeugdwet 7.3.12; Wgs 8',
  },
  { kind: 'transparency', when: 'always', per: 'study', law: 'AVG 13, 14, 21' },
  { kind: 'security', when: 'always', per: 'study', law: 'AVG 32; BIO2' },
  { kind: 'retentionSchedule', when: 'always', per: 'study', law: 'AVG 5(1)(e)' },
  { kind: 'councilDecision', when: 'always', per: 'city', law: 'Gemeentewet 160' },
];

/** What decides which documents are needed. */
export interface DocumentNeed {
  readonly registerKind: RegisterKind;
  readonly owners: number;
  /** The study asks for tokens of citizen service numbers. */
  readonly bsnTokens?: boolean | undefined;
}

/** What the study itself decides of that. */
export function documentNeedOf(
  study: { readonly owners: readonly unknown[]; readonly bsnTokens?: true | undefined },
  registerKind: RegisterKind,
): DocumentNeed {
  return { registerKind, owners: study.owners.length, bsnTokens: study.bsnTokens };
}

/** The rules that hold for a register of that kind in a study with so many owners. */
export function rulesFor({
  registerKind,
  owners,
  bsnTokens = false,
}: DocumentNeed): readonly DocumentRule[] {
  return documentRules.filter(({ when }) => {
    if (when === 'always') return true;
    if (when === 'bsnTokens') return bsnTokens;
    return when === 'severalOwners' ? owners > 1 : when.includes(registerKind);
  });
}
