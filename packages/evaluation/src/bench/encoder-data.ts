// SPDX-License-Identifier: EUPL-1.2
/**
 * Files for the encoder's benchmark, of five fields under the columns of the peers' generator: persons
 * from that generator, or from our own where it is not there, and records of which hardly a value
 * comes back. Written row by row, so that ten million rows need no memory.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { generatePair, toCsv } from '../generator/index.ts';
import type { Peers } from './peers.ts';

export const dataColumns = [
  'rid', 'entity_id', 'first_name', 'last_name', 'dob', 'street', 'postcode',
] as const; // prettier-ignore

/** The peers' generator by its own classes, without the second file and the errors in it. */
const peersGenerator = `
import csv, json, sys, synth
job = json.loads(sys.argv[1])
generator = synth.Generator(job["seed"])
with open(job["file"], "w", newline="", encoding="utf-8") as out:
    write = csv.writer(out).writerow
    write(["rid", "entity_id", *synth.FIELDS])
    for i in range(job["rows"]):
        write([f"a{i}", f"e{i}", *generator.missing(generator.person())])
print(json.dumps({"seconds": 0, "records": job["rows"]}))
`;

function writeRows(file: string, rows: number, rowOf: (row: number) => readonly string[]): void {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, `${dataColumns.join(',')}\n`);
    let text = '';
    for (let row = 0; row < rows; row += 1) {
      text += `${rowOf(row).join(',')}\n`;
      if (text.length < 1 << 20 && row < rows - 1) continue;
      writeSync(descriptor, text);
      text = '';
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Common and rare names, as in a register. */
export async function writePersons(
  peers: Peers | { readonly skipped: string },
  file: string,
  rows: number,
): Promise<void> {
  if (!('skipped' in peers)) {
    await peers.run({ seed: 1, file, rows }, peersGenerator);
    return;
  }
  const { header, rows: persons } = generatePair({ seed: 1, perSide: Math.min(rows, 100_000) }).a;
  const names = ['voornamen', 'geslachtsnaam', 'geboortedatum', 'straatnaam', 'postcode'];
  const columns = names.map((name) => header.indexOf(name));
  writeRows(file, rows, (row) => {
    const person = persons[row % persons.length]!;
    const cells = columns.map((column) => person[column]!);
    const table = { header: [`a${row}`, `e${row}`, ...cells], rows: [] };
    return [toCsv(table).trimEnd()];
  });
}

/** Letters of a number that is mixed well enough for lengths and letters to vary. */
function lettersOf(row: number, salt: number, least: number): string {
  let mixed = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  let letters = row.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!);
  const length = least + ((mixed >>> 8) & 7);
  while (letters.length < length) {
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) + 0x3779b1;
    letters += String.fromCharCode(97 + ((mixed >>> 9) % 26));
  }
  return letters;
}

/** No name, street or postcode twice; birth dates are as rare as a century allows. */
export function writeUnique(file: string, rows: number): void {
  const two = (number: number): string => String(number).padStart(2, '0');
  writeRows(file, rows, (row) => {
    const day = Math.imul(row + 7, 0x9e3779b1) >>> 0;
    const dob = `19${two(day % 100)}${two(1 + ((day >>> 8) % 12))}${two(1 + ((day >>> 16) % 28))}`;
    const [first, last, street] = [
      lettersOf(row, 1, 5),
      lettersOf(row, 2, 7),
      lettersOf(row, 3, 10),
    ];
    const postcode = `${1000 + (row % 9000)}${lettersOf(Math.floor(row / 9000), 4, 2).slice(0, 4)}`;
    return [`a${row}`, `e${row}`, first, last, dob, `${street} ${row % 300}`, postcode];
  });
}
