// SPDX-License-Identifier: EUPL-1.2
/** Encodes a data folder as its owners would: for one round, or for both. */
import type { EncodingProfile } from '@koppel/encoding';
import type { EncodedSource } from '@koppel/linkage';
import type { DataFolder } from './data-folder.ts';
import { encodeFile, profileFor, type Coding } from './encode.ts';
import type { EvaluateField } from './fields.ts';
import { lookFieldsKey, lookProfile, type EncodedTwice } from './second-round/second-round.ts';

export interface EncodedFolder {
  readonly profile: EncodingProfile;
  /** Unique where there are two files. */
  readonly sources: readonly EncodedSource[];
  /** Values that break the rule of their type. */
  readonly brokenValues: number;
  /** The same with the field filters that owners keep for a second round. */
  readonly twice: () => EncodedTwice;
}

export function encodeFolder(
  { a, b }: DataFolder,
  fields: readonly EvaluateField[],
  coding: Coding,
): EncodedFolder {
  const files = b === undefined ? [a] : [a, b];
  const profile = profileFor(fields, files, coding);
  const unique = b !== undefined;
  const names = ['a', 'b'];
  const encoded = files.map((file, at) =>
    encodeFile(names[at]!, file, fields, profile, { unique }),
  );
  const sources = encoded.map(({ source }) => source);
  return {
    profile,
    sources,
    brokenValues: encoded.reduce((total, one) => total + one.brokenValues, 0),
    twice() {
      const look = lookProfile(profile.spec);
      const fieldsKey = lookFieldsKey();
      const fieldSources = files.map(
        (file, at) => encodeFile(names[at]!, file, fields, look, { unique }, fieldsKey).source,
      );
      return { profile, sources, fieldSources, lookProfile: look };
    },
  };
}
