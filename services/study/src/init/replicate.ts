// SPDX-License-Identifier: EUPL-1.2
/**
 * A replication: what was chosen once for all is kept, what belongs to cities, parties and moments
 * is OPEN again. From a study file, or from the guide that holds one. Pure.
 */
import { KoppelError } from '@koppel/errors';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { OPEN } from '../edit/open-places.ts';

export interface Texts {
  readonly study: string;
  readonly feasibility: string;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** The two files within a guide; undefined in any other text. */
export function textsInGuide(page: string): Texts | undefined {
  const found = ['koppel-study', 'koppel-feasibility'].map((id) => {
    const match = new RegExp(`<pre id="${id}"[^>]*>([^<]*)</pre>`).exec(page);
    return match?.[1]?.replace(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity]!);
  });
  const [study, feasibility] = found;
  return study === undefined || feasibility === undefined ? undefined : { study, feasibility };
}

function parsed(text: string): Document {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw new KoppelError('REPLICATION_SOURCE');
  }
  return document;
}

function open(document: Document, paths: readonly (readonly (string | number)[])[]): void {
  for (const path of paths) if (document.hasIn(path)) document.setIn(path, OPEN);
}

function each(document: Document, name: string, change: (path: [string, number]) => void): void {
  const items = document.get(name);
  if (isSeq(items)) items.items.forEach((_, at) => { change([name, at]); });
} // prettier-ignore

/** REPLICATION_SOURCE for texts that hold no study. */
export function replicated({ study, feasibility }: Texts): Texts {
  const first = parsed(study);
  if (first.get('koppel') !== 2) throw new KoppelError('REPLICATION_SOURCE');
  open(first, [
    ...['id', 'title'].map((name) => [name]),
    ...['description', 'from', 'to'].map((name) => ['population', name]),
    ...['name', 'signPublicKey'].map((name) => ['coordinator', name]),
    ...['name', 'signPublicKey', 'mailboxPublicKey'].map((name) => ['linkageUnit', name]),
    ...['name', 'mailboxPublicKey'].map((name) => ['researcher', name]),
  ]);
  // Also where the other study had none: without it nobody can check the certificate of destruction.
  if (isMap(first.get('researcher'))) first.setIn(['researcher', 'signPublicKey'], OPEN);
  for (const name of ['cities', 'owners', 'mandates']) first.set(name, OPEN);
  if (first.has('coResearchers')) first.set('coResearchers', OPEN);
  // Rehearsal or not, a ground for the BSN, a threshold found on other registers: to be chosen anew.
  open(first, [['synthetic'], ['bsnTokens'], ['linkage', 'review']]);
  if (typeof first.getIn(['linkage', 'threshold']) === 'number') open(first, [['linkage', 'threshold']]);
  each(first, 'subStudies', (path) => { first.setIn([...path, 'cities'], OPEN); });
  const second = parsed(feasibility);
  second.set('study', OPEN);
  second.set('evidence', second.createNode({}));
  for (const name of ['profiles', 'expected', 'overlaps']) second.set(name, second.createNode([]));
  each(second, 'subStudies', (path) => {
    const local = [['outcome', 'baseline'], ['outcome', 'deviation'], ['explained']];
    open(second, local.map((names) => [...path, ...names]));
    second.setIn([...path, 'cities'], OPEN);
  });
  const text = (document: Document): string => document.toString({ lineWidth: 0 });
  return { study: text(first), feasibility: text(second) };
} // prettier-ignore
