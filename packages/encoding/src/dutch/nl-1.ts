// SPDX-License-Identifier: EUPL-1.2
/**
 * The normalisation `nl-1` as one list: its rules in the order in which they apply, and every table
 * that they read. The hash over it is part of a profile, so two owners whose tables differ in one
 * name cannot be linked. A change to a rule or table is a new version, never an edit.
 */
import { sha256Canonical } from '@koppel/study';
import { bytesToHex } from '@noble/hashes/utils.js';
import { assignedDays, certaintyCodes } from './date.ts';
import { otherFemale, otherMale } from './given-name-table-other.ts';
import { dutchFemale, dutchMale } from './given-name-table.ts';
import { sameAdditions } from './house-number.ts';
import { letterAddressCodes } from './letter-address.ts';
import { letterTables } from './letters.ts';
import { dutchPlaceholders } from './missing.ts';
import { nameUsageCodes } from './name-usage.ts';
import { defaultPostcodes, unusedPostcodeLetters } from './postcode.ts';
import {
  abbreviatedPrefixes,
  keptPrefixes,
  mergedPrefixes,
  nationalPrefixes,
  otherPrefixes,
} from './prefix-table.ts';
import { sexCodes } from './sex.ts';
import { nameJoiners, nameSuffixes, nameTitles, namesOfOneWord } from './surname-table.ts';

/** In order. The first four prepare every value, the others belong to a type of field. */
export const dutchRules: readonly string[] = [
  ...['repairMisread', 'fold', 'yAsIj', 'placeholders'],
  ...['surnameSplit', 'surnameTitles', 'surnamePrefix', 'surnameMergedPrefix', 'nameUsage'],
  ...['givenNames', 'initials', 'nameClasses', 'machineReadable'],
  ...['dateParts', 'dateCertainty', 'assignedDates'],
  ...['postcode', 'houseNumber', 'letterAddress', 'sex'],
];

/** SHA-256 in hex over the rules and tables. */
export const dutchNormalisationHash: string = bytesToHex(
  sha256Canonical({
    version: 'nl-1',
    rules: dutchRules,
    letters: letterTables,
    placeholders: dutchPlaceholders,
    prefixes: {
      nationalPrefixes,
      otherPrefixes,
      abbreviatedPrefixes,
      keptPrefixes,
      mergedPrefixes,
    },
    surnames: { nameJoiners, nameTitles, nameSuffixes, namesOfOneWord, nameUsageCodes },
    givenNames: { dutchMale, dutchFemale, otherMale, otherFemale },
    dates: { certaintyCodes, assignedDays },
    addresses: { defaultPostcodes, unusedPostcodeLetters, sameAdditions, letterAddressCodes },
    sexCodes,
  }),
);
