// SPDX-License-Identifier: EUPL-1.2
/**
 * The citizen service number (BSN) must not be a linkage field, under whatever type: a code made of
 * it would be a second such number. Looks at a specification before its form is checked.
 */

const forbiddenWords = new Set([
  ...['bsn', 'bsnr', 'bsnnr', 'bsnnummer', 'burgerservicenummer', 'burgerservicenr', 'sofi'],
  ...['sofinr', 'sofinummer', 'citizenservicenumber', 'onderwijsnummer', 'anummer'],
]);

function isForbidden(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  const words = name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/);
  return forbiddenWords.has(words.join('')) || words.some((word) => forbiddenWords.has(word));
}

/** Position of the first field whose name or type is such a number; undefined when there is none. */
export function fieldOfCitizenNumber(encoding: unknown): number | undefined {
  const fields = (encoding as { fields?: unknown } | null | undefined)?.fields;
  if (!Array.isArray(fields)) return undefined;
  const at = fields.findIndex((field: unknown) => {
    const { name, type } = (field ?? {}) as { name?: unknown; type?: unknown };
    return isForbidden(name) || isForbidden(type);
  });
  return at === -1 ? undefined : at;
}
