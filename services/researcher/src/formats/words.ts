// SPDX-License-Identifier: EUPL-1.2
/** How coarse a variable was made at its source, in words. */

export const coarseWords = {
  en: {
    month: 'first day of the month', quarter: 'first day of the quarter', year: 'first day of the year',
    less: 'stands for this and less', more: 'stands for this and more', rounded: 'rounded to multiples of',
  },
  nl: {
    month: 'eerste dag van de maand', quarter: 'eerste dag van het kwartaal', year: 'eerste dag van het jaar',
    less: 'staat voor dit en minder', more: 'staat voor dit en meer', rounded: 'afgerond op veelvouden van',
  },
} as const; // prettier-ignore
