// SPDX-License-Identifier: EUPL-1.2
/** The kernel's functions by their place in its module: they call one another by it. */

export const fn = {
  compress: 0,
  mac: 1,
  blocks: 2,
  setBits: 3,
  flush: 4,
  claim: 5,
  miss: 6,
  letters: 7,
  text: 8,
  drain: 9,
  code: 10,
  find: 11,
  join: 12,
  sum: 13,
  date: 14,
  run: 15,
} as const;
