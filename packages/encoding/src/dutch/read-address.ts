// SPDX-License-Identifier: EUPL-1.2
/** Fields of an address under `nl-1`. An address for letters only gives no tokens. */
import { normalise } from '../normalise.ts';
import { codeTokens } from '../tokens/code.ts';
import { numberTokens } from '../tokens/number.ts';
import { readHouseNumber } from './house-number.ts';
import { isLetterAddress } from './letter-address.ts';
import { saysNothing } from './missing.ts';
import { readPostcode } from './postcode.ts';
import { missing, type Form, type Parts, type Reading } from './reading.ts';

const NEIGHBOUR_STEPS_MAX = 5;

function unused(text: 'letterAddress' | 'defaultPostcode'): Reading {
  return { tokens: [], forms: [{ name: 'note', text }] };
}

/**
 * The four digits as one token, every character with its place, and the whole: `3011AB` gives
 * `4<3011`, `0:3` … `5:b`, `=3011ab`; `3011` only what the digits say.
 * @param parts value, letterAddress; the second may be empty
 */
export function readPostcodeField(parts: Parts): Reading {
  const [value, letterAddress = ''] = parts.map(normalise);
  if (saysNothing(value!)) return missing;
  if (isLetterAddress(letterAddress)) return unused('letterAddress');
  const code = readPostcode(value!);
  if (code.kind === 'default') return unused('defaultPostcode');
  if (code.kind === 'wrong') return { ...missing, rule: 'postcodeFormat' };
  const text = code.digits + code.letters;
  const places = Array.from(text, (character, at) => `${at}:${character}`);
  const whole = code.letters === '' ? [] : [`=${text}`];
  const forms: Form[] = [{ name: 'code', text: text.toUpperCase() }];
  return { tokens: [`4<${code.digits}`, ...places, ...whole], forms };
}

/**
 * The number as a code; the addition as one token; with `neighbours`, also the numbers around it.
 * @param parts value, letter, addition, letterAddress; all but the first may be empty
 */
export function readHouseNumberField(parts: Parts, neighbours: number | undefined): Reading {
  const [value, letter = '', addition = '', letterAddress = ''] = parts.map(normalise);
  if (saysNothing(value!)) return missing;
  if (isLetterAddress(letterAddress)) return unused('letterAddress');
  const read = readHouseNumber(value!, letter, addition);
  if (read === undefined) return { ...missing, rule: 'houseNumberFormat' };
  if (read.number === '') return missing;
  const steps = Math.min(neighbours ?? 0, NEIGHBOUR_STEPS_MAX);
  const around = steps === 0 ? [] : numberTokens(read.number, neighbours!, steps).tokens;
  const forms: Form[] = [{ name: 'number', text: read.number }];
  if (read.addition === '') return { tokens: [...codeTokens(read.number, []), ...around], forms };
  return {
    tokens: [...codeTokens(read.number, []), `+${read.addition}`, ...around],
    forms: [...forms, { name: 'addition', text: read.addition }],
  };
}
