// SPDX-License-Identifier: EUPL-1.2
/**
 * A field of given names: the first name counts most, together with the everyday name; what they
 * may stand for; and the initials, which are all that many registers have.
 */
import { nameClasses, readGivenNames } from './given-names.ts';
import { LOST_LETTER, machineReadableForm } from './letters.ts';
import { nameGrams } from './read-surname.ts';
import { distinct, type Form, type Parts, type Reading } from './reading.ts';

/** The first initial is two tokens, each later one is one with its place. */
function initialTokens(initials: readonly string[]): string[] {
  return initials.flatMap((initial, at) =>
    at === 0 ? [`.${initial}`, `.${initial}#2`] : [`,${at}${initial}`],
  );
}

function tokensOf(name: string, q: number): string[] {
  const whole = name.includes(LOST_LETTER) ? [] : nameClasses(name).map((one) => `~${one}`);
  return [...nameGrams(name, q), ...whole];
}

/** The first name as a passport writes it, where that differs. */
function machineReadableName(value: string, names: readonly string[]): readonly string[] {
  const written = names.length === 0 ? undefined : machineReadableForm(value.split(' ', 1)[0]!);
  return written === undefined ? [] : readGivenNames(written, '', '').names;
}

function noteOf(names: readonly string[], initials: readonly string[]): Form[] {
  return names.length === 0 && initials.length > 0 ? [{ name: 'note', text: 'initialsOnly' }] : [];
}

/** @param parts value, initials, callName; each may be empty */
export function readGivenNamesField(
  [value, initialsPart = '', callNamePart = '']: Parts,
  q: number,
): Reading {
  const { names, callName, initials } = readGivenNames(value, initialsPart, callNamePart);
  const counted = distinct([...names.slice(0, 1), callName].filter((name) => name !== ''));
  const machine = machineReadableName(value, names);
  const tokens = distinct([
    ...counted.flatMap((name) => tokensOf(name, q)),
    ...machine.flatMap((name) => nameGrams(name, q)),
    ...initialTokens(initials),
  ]);
  const classes = distinct(counted.flatMap(nameClasses)).filter((one) => !counted.includes(one));
  const forms: Form[] = [
    ...names.map((text): Form => ({ name: 'givenName', text })),
    ...(callName === '' ? [] : [{ name: 'givenName', text: callName } as const]),
    ...classes.map((text): Form => ({ name: 'sameAs', text })),
    ...machine.map((text): Form => ({ name: 'machineReadable', text })),
    ...(initials.length === 0 ? [] : [{ name: 'initials', text: initials.join(' ') } as const]),
    ...noteOf(counted, initials),
  ];
  return { tokens, forms };
}
