// SPDX-License-Identifier: EUPL-1.2
/** A proposal as a mapping file, with a comment wherever a person has to look. */
import type { Language } from '@koppel/errors';
import type { Register } from '@koppel/study';
import { MAIN_PART } from '@koppel/encoding';
import { stringify } from 'yaml';
import type { SourceSpec } from '../input/source-spec.ts';
import type { Basis, Choice, Proposal } from './propose.ts';

const texts = {
  en: {
    head: [
      'Which column of the register is which field of the study. A proposal: look through it, correct it,',
      'and write `confirmed: true`. It stays with you.',
    ],
    basis: { name: 'by a part of its name: check', values: 'by its values: check', both: '' },
    recordId: 'no column without repeats was found: name the one that numbers the records',
    bsn: 'for checks and objections on your side; never encoded',
    otherBsn: 'citizen service numbers: better left out of the export',
    absent: 'not found: name a column under `fields`, or leave it here when the register does not have it',
    missing: 'not found: name its column',
  },
  nl: {
    head: [
      'Welke kolom van het register welk veld van de studie is. Een voorstel: lees het na, verbeter het,',
      'en schrijf `confirmed: true`. Het blijft bij u.',
    ],
    basis: { name: 'op een deel van de naam: controleer', values: 'op waarden: controleer', both: '' },
    recordId: 'geen kolom zonder herhalingen gevonden: noem de kolom die de records nummert',
    bsn: 'voor controles en bezwaren aan uw kant; wordt nooit gecodeerd',
    otherBsn: 'burgerservicenummers: liever niet in de export',
    absent: 'niet gevonden: noem een kolom onder `fields`, of laat het hier staan als het register dit niet heeft',
    missing: 'niet gevonden: noem de kolom',
  },
} as const; // prettier-ignore

/** One value as YAML writes it, quoted where it must be. */
function scalar(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trimEnd();
}

function comment(text: string): string {
  return text === '' ? '' : ` # ${text}`;
}

function sourceLines(source: SourceSpec): string[] {
  const settings = Object.entries(source).filter(([, value]) => value !== undefined);
  return ['source:', ...settings.map(([name, value]) => `  ${name}: ${scalar(value)}`)];
}

function fieldLines(field: string, parts: ReadonlyMap<string, Choice>, basis: Record<Basis, string>): string[] {
  const main = parts.get(MAIN_PART);
  if (main !== undefined && parts.size === 1) {
    return [`  ${field}: ${scalar(main.column)}${comment(basis[main.basis])}`];
  }
  return [
    `  ${field}:`,
    ...[...parts].map(([part, choice]) => `    ${part}: ${scalar(choice.column)}${comment(basis[choice.basis])}`),
  ];
} // prettier-ignore

function listLines(name: string, values: readonly string[], note: (value: string) => string): string[] {
  if (values.length === 0) return [];
  return [`${name}:`, ...values.map((value) => `  - ${scalar(value)}${comment(note(value))}`)];
} // prettier-ignore

/** The text of the mapping file. `confirmed` says whether a person has agreed to it. */
export function mappingText(
  proposal: Proposal,
  place: { readonly register: Register; readonly source: SourceSpec; readonly confirmed: boolean },
  language: Language,
): string {
  const text = texts[language];
  const { recordId, bsn, fields, payload, missing } = proposal;
  const lines = [
    ...text.head.map((line) => `# ${line}`),
    `register: ${scalar(place.register.id)}`,
    `confirmed: ${place.confirmed}`,
    ...sourceLines(place.source),
    recordId === undefined
      ? `# recordId: …  ${text.recordId}`
      : `recordId: ${scalar(recordId.column)}${comment(text.basis[recordId.basis])}`,
    ...(bsn === undefined ? [] : [`bsn: ${scalar(bsn.column)}${comment(text.bsn)}`]),
    'fields:',
    ...[...fields].flatMap(([field, parts]) => fieldLines(field, parts, text.basis)),
    ...listLines('absent', proposal.absent, () => text.absent),
    ...(payload.size + missing.length === 0 ? [] : [payload.size === 0 ? 'payload: {}' : 'payload:']),
    ...[...payload].map(([name, { column, basis }]) => `  ${name}: ${scalar(column)}${comment(text.basis[basis])}`),
    ...missing.map((name) => `  # ${name}: …  ${text.missing}`),
    // Of person lists only what is named is read.
    ...listLines('ignore', place.source.kind === 'brp' ? [] : proposal.ignore, (name) => (proposal.otherBsn.includes(name) ? text.otherBsn : '')),
  ]; // prettier-ignore
  return `${lines.join('\n')}\n`;
}
