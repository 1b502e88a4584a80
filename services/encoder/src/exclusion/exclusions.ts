// SPDX-License-Identifier: EUPL-1.2
/**
 * Who is left out of a run. In memory and on disk the list is keyed tags only: without the owner's
 * token key they tell nothing, and nobody can be read back from them.
 */
import { ownerTags } from '@koppel/keys';
import { hex } from '../bytes.ts';
import { readBsn } from '../bsn.ts';
import { everyRegister, type ExclusionEntry } from './list.ts';

/** What the list did in one run of one register. Counts only. */
export interface ExclusionCounts {
  /** Distinct entries that apply to this register. */
  readonly listed: number;
  /** Of those, entries that no row of the register matches. */
  readonly matchedNobody: number;
  /** Rows left out because of the list. */
  readonly byList: number;
  /** Rows left out because of a value in a column that the mapping names. */
  readonly byColumn: number;
  /** Rows without a valid citizen service number, while the list has such numbers. */
  readonly withoutBsn: number;
}

/** Most rows are on no list: a cheap test, FNV-1a, that lets a few of them through to the HMAC. */
class Sieve {
  readonly #bits: Uint8Array;

  constructor(ids: readonly string[]) {
    const size = 2 ** Math.ceil(Math.log2(64 * (ids.length + 1)));
    this.#bits = new Uint8Array(size);
    for (const id of ids) this.#bits[this.#place(id)] = 1;
  }

  mayHold(id: string): boolean {
    return this.#bits[this.#place(id)] === 1;
  }

  #place(id: string): number {
    let state = 0x811c9dc5;
    for (let at = 0; at < id.length; at += 1) {
      state = Math.imul(state ^ id.charCodeAt(at), 0x01000193);
    }
    return (state ^ (state >>> 16)) & (this.#bits.length - 1);
  }
}

export interface ExclusionOptions {
  readonly entries: readonly ExclusionEntry[];
  /** 32 bytes, the owner's alone. */
  readonly tokenKey: Uint8Array;
  /** The register that is run. */
  readonly register: string;
  /** Values of the mapping's exclusion column that leave a row out. */
  readonly indicatorValues?: readonly string[];
}

/** The list for one run of one register. */
export class Exclusions {
  /** Tags of all entries, of whatever register: 32 hex digits each, ascending. */
  readonly tags: readonly string[];
  /** Whether entries for this register name citizen service numbers. */
  readonly needsBsn: boolean;
  readonly #tagOf: (kind: string, register: string, id: string) => string;
  readonly #register: string;
  readonly #sieve: Sieve;
  readonly #unmatched: Set<string>;
  readonly #applying: ReadonlySet<string>;
  readonly #indicatorValues: ReadonlySet<string>;
  #byList = 0;
  #byColumn = 0;
  #withoutBsn = 0;

  constructor({ entries, tokenKey, register, indicatorValues = [] }: ExclusionOptions) {
    const tags = ownerTags(tokenKey, 'exclusion');
    this.#tagOf = (kind, where, id) => hex(tags(kind, where, id));
    this.#register = register;
    const tagOf = (entry: ExclusionEntry): string =>
      this.#tagOf(entry.kind, entry.register, entry.id);
    const here = entries.filter((one) => [register, everyRegister].includes(one.register));
    this.tags = [...new Set(entries.map(tagOf))].sort();
    this.needsBsn = here.some(({ kind }) => kind === 'bsn');
    this.#applying = new Set(here.map(tagOf));
    this.#unmatched = new Set(this.#applying);
    this.#sieve = new Sieve(here.map(({ id }) => id));
    this.#indicatorValues = new Set(indicatorValues.map((value) => value.trim()));
  }

  /**
   * Whether this row is left out; counts it. Call it once for each row.
   * @param bsn the cell as it stands, `''` where there is none
   * @param indicator the cell of the column that the mapping names, `''` where there is none
   */
  excludes(recordId: string, bsn: string, indicator: string): boolean {
    const number = this.needsBsn ? readBsn(bsn) : undefined;
    if (this.needsBsn && number === undefined) this.#withoutBsn += 1;
    // Both are looked up, so that every entry which matches is counted as such.
    const found = [this.#find('bsn', number ?? ''), this.#find('record', recordId)];
    if (found.includes(true)) {
      this.#byList += 1;
      return true;
    }
    if (!this.#indicatorValues.has(indicator.trim())) return false;
    this.#byColumn += 1;
    return true;
  }

  get counts(): ExclusionCounts {
    return {
      listed: this.#applying.size,
      matchedNobody: this.#unmatched.size,
      byList: this.#byList,
      byColumn: this.#byColumn,
      withoutBsn: this.#withoutBsn,
    };
  }

  #find(kind: ExclusionEntry['kind'], id: string): boolean {
    if (id === '' || !this.#sieve.mayHold(id)) return false;
    const tags = [this.#register, everyRegister].map((where) => this.#tagOf(kind, where, id));
    for (const tag of tags) this.#unmatched.delete(tag);
    return tags.some((tag) => this.#applying.has(tag));
  }
}
