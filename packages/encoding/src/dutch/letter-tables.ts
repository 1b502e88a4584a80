// SPDX-License-Identifier: EUPL-1.2
/**
 * Tables of letters for `nl-1`: data only. What `foldTable` and Unicode decomposition do not say:
 * how a machine writes umlauts, and which characters Windows-1252 has where Latin-1 has controls.
 * A change changes encodings: it needs a new version of the normalisation.
 */

/** Letters as the machine-readable zone of a passport writes them (ICAO 9303, part 3, section 6). */
export const machineReadable: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ø: 'oe',
  æ: 'ae',
  œ: 'oe',
};

/** Windows-1252 from 0x80 to 0x9F; a space where it has nothing. */
export const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
