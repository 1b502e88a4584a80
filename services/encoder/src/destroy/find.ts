// SPDX-License-Identifier: EUPL-1.2
/** What an owner's encoder has of a study on disk. Its ledger stays: it holds nothing about persons. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin, targetsOf, type EraseTarget } from '@koppel/accountability';
import { KoppelError } from '@koppel/errors';
import type { ReadStudy } from '@koppel/study';
import { hex } from '../bytes.ts';
import { ledgerFileOf, readChain } from '../ledger/chain.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import { tokenFile } from '../ledger/token-file.ts';

export interface OwnerPlaces extends ReadStudy {
  readonly studyFile: string;
  readonly keyFile: string;
  readonly stateFolder: string;
  /** The log's folder, where it is one on this machine. */
  readonly log: string | undefined;
  /** Files and folders that were named: samples, reports of rejected rows. */
  readonly named: readonly string[];
}

function entriesOf(stateFolder: string): readonly LedgerEntry[] {
  return existsSync(ledgerFileOf(stateFolder)) ? readChain(stateFolder).entries : [];
}

/**
 * Whether the ledger knows batches of another version of the study that was not destroyed: what is
 * common to versions, exclusion tags and topics, is still in use then.
 */
export function otherVersionLives({ study, specHash, stateFolder }: OwnerPlaces): boolean {
  const entries = entriesOf(stateFolder).filter((one) => 'study' in one && one.study === study.id);
  const gone = new Set([
    hex(specHash),
    ...entries.flatMap((one) => (one.kind === 'destroyed' ? [one.specHash] : [])),
  ]);
  return entries.some((one) => one.kind === 'batch' && !gone.has(one.specHash));
}

/** Lists of tokens and tags that the ledger names for this version of the study, and for no other. */
function listsOf(places: OwnerPlaces): EraseTarget[] {
  const { study, specHash, stateFolder } = places;
  const entries = entriesOf(stateFolder);
  const version = hex(specHash);
  const batches = entries.filter((entry) => entry.kind === 'batch');
  const isOurs = (entry: { study: string; specHash: string }): boolean =>
    entry.study === study.id && entry.specHash === version;
  const others = new Set(batches.filter((one) => !isOurs(one)).map(({ tokens }) => tokens));
  const tokens = [...new Set(batches.filter(isOurs).map((one) => one.tokens))].filter(
    (name) => !others.has(name),
  );
  // The list is remembered per study: it goes with the last version that had batches.
  const isLast = !otherVersionLives(places);
  const lists = entries.filter((entry) => entry.kind === 'exclusions');
  const kept = new Set(lists.filter((one) => one.study !== study.id).map(({ tags }) => tags));
  const tags = isLast
    ? [...new Set(lists.filter((one) => one.study === study.id).map((one) => one.tags))]
    : [];
  return [
    ...targetsOf('tokenLists', ...tokens.map((name) => tokenFile(stateFolder, name))),
    ...targetsOf(
      'exclusionTags',
      ...tags
        .filter((name) => !kept.has(name))
        .map((name) => join(stateFolder, 'exclusions', name)),
    ),
  ];
}

/** Snapshots of this version, with what a run that was broken off left. */
function snapshotsOf({ study, specHash, stateFolder }: OwnerPlaces): EraseTarget[] {
  const version = hex(specHash).slice(0, 16);
  const files = existsSync(stateFolder) ? readdirSync(stateFolder) : [];
  const ours = files.filter(
    (name) => name.startsWith(`${study.id}.`) && name.split('.')[2] === version,
  );
  return targetsOf(
    'snapshots',
    ...ours.filter((name) => !name.endsWith('.lock')).map((name) => join(stateFolder, name)),
  );
}

/** Every file that is to go. DESTRUCTION_PLACE for a named place that holds what must stay. */
export function findOwnerFiles(places: OwnerPlaces): EraseTarget[] {
  const { studyFile, keyFile, stateFolder, log, named } = places;
  const staying = [
    studyFile,
    keyFile,
    ledgerFileOf(stateFolder),
    ...(log === undefined ? [] : [log]),
  ];
  for (const place of named) {
    if (staying.some((one) => isWithin(one, place))) {
      throw new KoppelError('DESTRUCTION_PLACE', { file: place });
    }
  }
  return [...snapshotsOf(places), ...listsOf(places), ...targetsOf('named', ...named)];
}
