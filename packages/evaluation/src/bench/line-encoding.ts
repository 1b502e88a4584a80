// SPDX-License-Identifier: EUPL-1.2
/** What the benches of a whole line encode with. Its own, so that figures of years compare: the demo may change. */

/** As `examples/dutch` recommends, for filters of half the length. */
export const lineEncoding = {
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'nl-1',
  fields: [
    { name: 'givenNames', type: 'givenNames', group: 'name', weight: { bitsPerToken: 6 } },
    { name: 'surname', type: 'surname', group: 'name', weight: { bitsPerToken: 10 } },
    { name: 'birthDate', type: 'date', assigned: 'yearOnly', weight: { bitsPerToken: 12 } },
    { name: 'sex', type: 'sex', weight: { bitsPerToken: 18 } },
    { name: 'postcode', type: 'postcode', weight: { bitsPerToken: 6 } },
    { name: 'houseNumber', type: 'houseNumber', weight: { bitsPerToken: 10 } },
  ],
};
