// SPDX-License-Identifier: EUPL-1.2
/**
 * A surname's field: the own name and the partner's are features side by side, never one string, so
 * that a register with either or both has something in common with a register of the other.
 */
import { textTokens } from '../tokens/text.ts';
import { letters, LOST_LETTER, machineReadableForm } from './letters.ts';
import { readNameUsage } from './name-usage.ts';
import { writtenOut } from './prefixes.ts';
import { distinct, type Form, type Parts, type Reading } from './reading.ts';
import { readSurnameWith, type SurnamePart } from './surname.ts';

/** The q-grams of a name, without those that a lost letter is in. */
export function nameGrams(name: string, q: number): string[] {
  return textTokens(name, q).filter((gram) => !gram.includes(LOST_LETTER));
}

/**
 * Of one name: its q-grams, and twice itself as a whole, so that a name in full counts for more than
 * letters in common. The prefix gives none: it is the part that registers write in most ways.
 */
function tokensOf(name: string, q: number): string[] {
  const whole = name.includes(LOST_LETTER) ? [] : [`=${name}`, `=${name}#2`];
  return [...nameGrams(name, q), ...whole];
}

/** The names as a passport writes them, where that differs. */
function machineReadableNames(value: string): string[] {
  const written = machineReadableForm(value);
  return written === undefined ? [] : readSurnameWith('', written).map(({ name }) => name);
}

function formsOf(parts: readonly SurnamePart[], name: 'name' | 'partner'): Form[] {
  const prefixName = name === 'name' ? 'prefix' : 'partnerPrefix';
  return parts.flatMap((part): Form[] => [
    { name, text: part.name },
    ...(part.prefix === '' ? [] : [{ name: prefixName, text: writtenOut(part.prefix) } as const]),
  ]);
}

/**
 * Under usage E the partner's name is left out: no register addresses the person by it. Under any
 * other, and under none, both names count.
 * @param parts value, prefix, partner, partnerPrefix, usage; each may be empty
 */
export function readSurnameField(
  [value, prefix = '', partner = '', partnerPrefix = '', usageCode = '']: Parts,
  q: number,
): Reading {
  const own = readSurnameWith(prefix, value);
  const partners = readSurnameWith(partnerPrefix, partner);
  const usage = readNameUsage(letters(usageCode));
  const ownAlone = usage === 'E' && own.length > 0;
  const names = ownAlone ? own : [...own, ...partners];
  const machine = [value, ...(ownAlone ? [] : [partner])].flatMap(machineReadableNames);
  const tokens = distinct([
    ...names.flatMap(({ name }) => tokensOf(name, q)),
    ...machine.flatMap((name) => nameGrams(name, q)),
  ]);
  const forms: Form[] = [
    ...formsOf(own, 'name'),
    ...formsOf(partners, 'partner'),
    ...machine.map((text): Form => ({ name: 'machineReadable', text })),
    ...(ownAlone && partners.length > 0 ? [{ name: 'note', text: 'partnerUnused' } as const] : []),
  ];
  return usage === undefined ? { tokens, forms, rule: 'nameUsageUnknown' } : { tokens, forms };
}
