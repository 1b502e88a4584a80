// SPDX-License-Identifier: EUPL-1.2
/**
 * Names that SPSS and Stata accept, for names that they may not: what is not allowed becomes `_`,
 * and what is then the same gets a number. The same names always give the same.
 */
import { utf8 } from './bytes.ts';

const savReserved = /^(all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with)$/i;
const dtaReserved =
  /^(_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_se|_skip|str\d+|strL|using|with)$/;

interface Rules {
  /** Most bytes. */
  readonly most: number;
  legal(name: string): string;
  /** What may not occur twice of a name. */
  fold(name: string): string;
}

const sav: Rules = {
  most: 64,
  legal(name) {
    const plain = name.replace(/[^\p{L}\p{N}._$#@]/gu, '_').replace(/[._]+$/, '');
    const begun = /^[\p{L}@]/u.test(plain) ? plain : `v_${plain}`;
    return savReserved.test(begun) ? `${begun}_v` : begun;
  },
  fold: (name) => name.toLowerCase(),
};

const dta: Rules = {
  most: 32,
  legal(name) {
    const plain = name.replace(/[^A-Za-z0-9_]/g, '_');
    const begun = /^[A-Za-z_]/.test(plain) ? plain : `v_${plain}`;
    return dtaReserved.test(begun) ? `${begun}_v` : begun;
  },
  fold: (name) => name,
};

const decoder = new TextDecoder();

function cut(name: string, most: number): string {
  return decoder.decode(utf8(name, most)).replace(/[.]+$/, '');
}

function namesBy(rules: Rules, names: readonly string[]): readonly string[] {
  const wanted = names.map((name) => cut(rules.legal(name), rules.most));
  // A name that needs no change keeps it, whatever stands before it.
  const taken = new Map<string, number>();
  wanted.forEach((name, at) => {
    const folded = rules.fold(name);
    if (name === names[at] && !taken.has(folded)) taken.set(folded, at);
  });
  return wanted.map((name, at) => {
    let tried = name;
    for (let number = 2; ; number += 1) {
      const owner = taken.get(rules.fold(tried));
      if (owner === undefined || owner === at) break;
      const suffix = `_${String(number)}`;
      tried = cut(name, rules.most - suffix.length) + suffix;
    }
    taken.set(rules.fold(tried), at);
    return tried;
  });
}

/** A name for each, in SPSS: at most 64 bytes, no two alike but for capitals. */
export function savNames(names: readonly string[]): readonly string[] {
  return namesBy(sav, names);
}

/** A name for each, in Stata: at most 32 letters, digits and underscores. */
export function dtaNames(names: readonly string[]): readonly string[] {
  return namesBy(dta, names);
}
