// SPDX-License-Identifier: EUPL-1.2
/** From one value to what it says, by the normalisation of the study and the type of the field. */
import type { FieldSpec, Normalisation } from '@koppel/study';
import { letters, LOST_LETTER } from './dutch/letters.ts';
import { saysNothing } from './dutch/missing.ts';
import { readHouseNumberField, readPostcodeField } from './dutch/read-address.ts';
import { readDateField } from './dutch/read-date.ts';
import { readGivenNamesField } from './dutch/read-given-names.ts';
import { readSurnameField } from './dutch/read-surname.ts';
import { missing, type Form, type FormName, type Parts, type Reading } from './dutch/reading.ts';
import { readSexField } from './dutch/sex.ts';
import { isMissing, normalise } from './normalise.ts';
import { codeTokens } from './tokens/code.ts';
import { dateTokens } from './tokens/date.ts';
import { numberTokens } from './tokens/number.ts';
import { positionalTokens, textTokens } from './tokens/text.ts';
import type { Tokenised } from './tokens/tokenised.ts';

type TextSpec = Extract<FieldSpec, { type: 'text' }>;
type CommonSpec = Extract<FieldSpec, { type: 'text' | 'code' | 'number' | 'date' }>;

function gramsOf(words: string, { q, positional }: TextSpec): string[] {
  return positional === true ? positionalTokens(words, q) : textTokens(words, q);
}

function withForm(name: FormName, text: string, read: Tokenised): Reading {
  const forms: Form[] = read.tokens.length === 0 ? [] : [{ name, text }];
  return { ...read, forms };
}

/** The types that every normalisation has, of words that are not missing. */
function readCommon(value: string, words: string, field: CommonSpec): Reading {
  switch (field.type) {
    case 'text':
      return withForm('text', words, { tokens: gramsOf(words, field) });
    case 'code':
      return withForm('code', words, { tokens: codeTokens(words, field.prefixes) });
    case 'number':
      return withForm('number', words, numberTokens(value.trim(), field.distance, field.steps));
    case 'date':
      return withForm('date', value.trim(), dateTokens(value));
  }
}

function readDutch(value: string, field: FieldSpec, others: readonly string[]): Reading {
  const parts: Parts = [value, ...others];
  switch (field.type) {
    case 'surname':
      return readSurnameField(parts, field.q);
    case 'givenNames':
      return readGivenNamesField(parts, field.q);
    case 'date':
      return readDateField(parts, field);
    case 'postcode':
      return readPostcodeField(parts);
    case 'houseNumber':
      return readHouseNumberField(parts, field.neighbours);
    case 'sex':
      return readSexField(value);
    case 'text': {
      const words = letters(value);
      if (saysNothing(words)) return missing;
      const tokens = gramsOf(words, field).filter((gram) => !gram.includes(LOST_LETTER));
      return withForm('text', words, { tokens });
    }
    case 'code':
    case 'number': {
      const words = normalise(value);
      return saysNothing(words) ? missing : readCommon(value, words, field);
    }
  }
}

/** One token for all of it: the form is what an owner wants to see. */
function asRegistered(value: string, { type }: FieldSpec): Reading {
  return withForm(type as FormName, value, { tokens: [value] });
}

/**
 * Reads a value with the other parts of its field. What breaks a rule can still have tokens.
 * @param others the other parts, in the order of `partsOf(field.type)`; those left out are empty
 */
export function readValue(
  value: string,
  field: FieldSpec,
  others: readonly string[],
  normalisation: Normalisation,
): Reading {
  if (normalisation === 'nl-1') return readDutch(value, field, others);
  // The scheme reads it: what it takes from it is not known here.
  if (normalisation === 'none') return value === '' ? missing : asRegistered(value, field);
  const words = normalise(value);
  // The schema lets no field of another type into `plain-1`.
  return isMissing(words) ? missing : readCommon(value, words, field as CommonSpec);
}
