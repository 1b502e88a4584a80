// SPDX-License-Identifier: EUPL-1.2
/** Codes: postcodes, house numbers, sex. What stands where matters, more than what is next to it. */
/**
 * The whole code without spaces, each character with its position, and the given prefixes: `3011ab` with prefix 4
 * gives `=3011ab`, `0:3` … `5:b`, `4<3011`. A code as short as the prefix still has that prefix.
 * @param words normalised
 * @param prefixes lengths in characters (code points)
 */
export function codeTokens(words: string, prefixes: readonly number[]): string[] {
  const code = words.replaceAll(' ', '');
  const characters = Array.from(code);
  return [
    `=${code}`,
    ...characters.map((character, at) => `${at}:${character}`),
    ...[...new Set(prefixes)]
      .filter((length) => characters.length >= length)
      .map((length) => `${length}<${characters.slice(0, length).join('')}`),
  ];
}
