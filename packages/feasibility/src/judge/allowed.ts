// SPDX-License-Identifier: EUPL-1.2
/** Allowed? By the documents that the law asks for. The judgement itself is a lawyer's. Pure. */
import {
  rulesFor,
  type ControlDocument,
  type DocumentKind,
  type RegisterKind,
} from '@koppel/study';
import { judged, type Finding, type Judgement } from './finding.ts';

export interface AllowedInput {
  readonly city: string;
  readonly registers: readonly { readonly id: string; readonly kind: RegisterKind }[];
  readonly owners: number;
  /** The study asks for tokens of citizen service numbers. */
  readonly bsnTokens?: boolean | undefined;
  readonly documents: readonly ControlDocument[];
  /** `YYYY-MM-DD` */
  readonly today: string;
}

export type AllowedCode =
  | 'documentValid'
  | 'documentMissing'
  | 'documentNotSigned'
  | 'documentExpired'
  | 'documentExpiresSoon';

/** A document that ends within so many days is worth a condition. */
const SOON_DAYS = 60;

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The papers that stand for this city and register. */
function standing(
  { documents, city }: AllowedInput,
  kind: DocumentKind,
  per: 'study' | 'city' | 'register',
  register: string,
): readonly ControlDocument[] {
  return documents.filter(({ document, covers: { cities, registers } }) => {
    if (document.kind !== kind) return false;
    if (per === 'city' && cities === undefined) return false;
    if (per === 'register' && registers === undefined) return false;
    return (cities?.includes(city) ?? true) && (registers?.includes(register) ?? true);
  });
}

function findingOf(
  found: readonly ControlDocument[],
  about: string,
  today: string,
): Finding<AllowedCode> {
  if (found.length === 0) return { code: 'documentMissing', verdict: 'yesIf', about };
  const signed = found.filter(({ document }) => document.signedOn <= today);
  if (signed.length === 0) return { code: 'documentNotSigned', verdict: 'yesIf', about };
  const until = signed
    .map(({ document }) => document.validUntil)
    .sort()
    .at(-1)!;
  const value = daysBetween(today, until);
  if (value < 0) return { code: 'documentExpired', verdict: 'yesIf', about, value };
  return value < SOON_DAYS
    ? { code: 'documentExpiresSoon', verdict: 'yes', about, value, bound: SOON_DAYS }
    : { code: 'documentValid', verdict: 'yes', about, value };
}

/**
 * One finding for each paper that the registers of a sub-study need in a city. A missing paper is a
 * condition and no refusal: who must judge may still say no.
 */
export function judgeAllowed(input: AllowedInput): Judgement<AllowedCode> {
  const seen = new Set<string>();
  const findings = input.registers.flatMap(({ id, kind: registerKind }) =>
    rulesFor({ registerKind, owners: input.owners, bsnTokens: input.bsnTokens }).flatMap(
      ({ kind, per }) => {
        const about = per === 'register' ? `${kind}.${id}` : kind;
        if (seen.has(about)) return [];
        seen.add(about);
        return [findingOf(standing(input, kind, per, id), about, input.today)];
      },
    ),
  );
  return judged(findings);
}
