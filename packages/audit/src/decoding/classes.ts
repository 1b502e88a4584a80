// SPDX-License-Identifier: EUPL-1.2
/**
 * What no attack can tell apart: records with the same tokens, and encodings with the same bits. Both
 * are put together in classes, and an attacker who points at the right class has found the value.
 */
import type { FilterSet } from '@koppel/kernel';
import type { AuditSubject } from '../subject.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

export interface Classes {
  /** The class of each member, numbered from 0 in order of first appearance. */
  readonly of: Uint32Array;
  /** Members of each class. */
  readonly sizes: Uint32Array;
  /** The first member of each class. */
  readonly first: Uint32Array;
}

/** Puts equal texts together. */
function classesOf(count: number, textOf: (member: number) => string): Classes {
  const numbers = new Map<string, number>();
  const of = new Uint32Array(count);
  const first: number[] = [];
  const sizes: number[] = [];
  for (let member = 0; member < count; member += 1) {
    const text = textOf(member);
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
      first.push(member);
      sizes.push(0);
    }
    of[member] = number;
    sizes[number]! += 1;
  }
  return { of, sizes: Uint32Array.from(sizes), first: Uint32Array.from(first) };
}

/** The rows of a register that encode alike under any key, and the tokens of each class. */
export interface RegisterClasses extends Classes {
  readonly tokens: readonly Uint32Array[];
  readonly vocabulary: Vocabulary;
}

export function classifyRegister({ profile, register }: AuditSubject): RegisterClasses {
  const vocabulary = createVocabulary(profile);
  const rows = register.values.map((values) => vocabulary.read(values));
  const classes = classesOf(rows.length, (row) => rows[row]!.join());
  return { ...classes, tokens: Array.from(classes.first, (row) => rows[row]!), vocabulary };
}

/** The encodings that are equal, and one of each. */
export interface EncodingClasses extends Classes {
  readonly distinct: FilterSet;
}

export function classifyEncodings(set: FilterSet): EncodingClasses {
  const { bytes, filters } = set;
  const decoder = new TextDecoder('latin1');
  const at = (row: number): Uint8Array => filters.subarray(row * bytes, (row + 1) * bytes);
  const classes = classesOf(set.count, (row) => decoder.decode(at(row)));
  const distinct = new Uint8Array(classes.first.length * bytes);
  classes.first.forEach((row, number) => {
    distinct.set(at(row), number * bytes);
  });
  return { ...classes, distinct: { count: classes.first.length, bytes, filters: distinct } };
}

export interface Score {
  readonly targets: number;
  readonly recovered: number;
  /** The share that the one best answer for all would give: that of the most frequent class. */
  readonly chance: number;
}

/**
 * Counts how many encodings were pointed at the class of the row that they are of.
 * @param guesses per encoding the class of the register, or −1
 * @param given encodings that the attacker knew beforehand, which are no targets
 */
export function scoreGuesses(
  { truth }: AuditSubject,
  register: Classes,
  guesses: Int32Array,
  given: ReadonlySet<number> = new Set(),
): Score {
  let [targets, recovered] = [0, 0];
  truth.forEach((row, encoding) => {
    if (row === -1 || given.has(encoding)) return;
    targets += 1;
    if (register.of[row] === guesses[encoding]) recovered += 1;
  });
  const largest = register.sizes.reduce((most, size) => Math.max(most, size), 0);
  return { targets, recovered, chance: largest / Math.max(1, register.of.length) };
}
