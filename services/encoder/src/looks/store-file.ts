// SPDX-License-Identifier: EUPL-1.2
/**
 * What an owner keeps of a run that it delivered, so that it can answer looks at it: the field filters
 * of every record by token, sealed at rest (AES-256-GCM) under a key of which the owner's token key is
 * a part. Read page by page, in memory that hardly grows with the register.
 *
 * The file: pages of eight rows (token, filters, classes), pages of person tags, the index, the
 * classes' names; then, in the clear, a trailer of one length. See docs/adr/0062.
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDescriptor, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { tokenBytes } from '../rows/layout.ts';
import { personTagBytes } from './person-tag.ts';

/** The sizes of a row. */
export interface StoreShape {
  readonly filterBytes: number;
  /** One byte a field; 0 where the study allows no classes of rarity. */
  readonly classBytes: number;
  /** Whether there are person tags. */
  readonly tags: boolean;
}

/** Which run a store is of. */
export interface StoreOf {
  readonly run: Uint8Array;
  readonly ordinal: number;
  readonly specHash: Uint8Array;
}

/** Gives the key of a file with this salt, 32 bytes each. */
export type StoreKey = (salt: Uint8Array) => Uint8Array;

export interface StorePlace {
  readonly file: string;
  readonly keyOf: StoreKey;
}

const algorithm = 'aes-256-gcm';
const nothing = new Uint8Array();
const tagBytes = 16;
/** So few that a look opens little that was not asked for. */
export const pageRows = 8;
/** Person tags of so many pages stand together after these, so that all can be read without the rest. */
const groupPages = 32;
const personPage = groupPages * pageRows * personTagBytes;
const form = Buffer.from('KOPPELL1', 'latin1');
const trailerBytes = 32 + 16 + 32 + 7 * 4 + form.length;
/** What is sealed: each kind counts from 0, so that no two parts share a nonce. */
const parts = { rows: 0, tags: 1, index: 2, names: 3 } as const;
type Part = keyof typeof parts;
/** Of an index entry: the first six bytes of a token, as a number. */
const keyBytes = 6;

function nonceOf(part: Part, number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(parts[part], 4);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

/** Held by the engine, where a page is opened the quicker for it. Wipes its bytes. */
function keyObject(bytes: Uint8Array): KeyObject {
  const made = createSecretKey(bytes);
  wipe(bytes);
  return made;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

/** The beginning of a token as a number below 2^48. */
function keyOfToken(bytes: Uint8Array, from: number): number {
  let found = 0;
  for (let at = from; at < from + keyBytes; at += 1) found = found * 256 + bytes[at]!;
  return found;
}

function sameToken(left: Uint8Array, at: number, right: Uint8Array, from: number): boolean {
  for (let byte = 0; byte < tokenBytes; byte += 1) {
    if (left[at + byte] !== right[from + byte]) return false;
  }
  return true;
}

/** A store in the making. Rows come by ascending token; it has no name before it is published. */
export class StoreWriter {
  readonly #place: StorePlace;
  readonly #shape: StoreShape;
  readonly #temporary: string;
  readonly #descriptor: number;
  readonly #salt = randomBytes(32);
  readonly #storeKey: KeyObject;
  readonly #page: Buffer;
  readonly #tags = Buffer.alloc(personPage);
  readonly #index: number[] = [];
  readonly #rowBytes: number;
  #rows = 0;
  #inPage = 0;
  #pages = 0;
  #groups = 0;

  /** DISK_FULL, WRITE_FAILED. */
  constructor(place: StorePlace, shape: StoreShape) {
    this.#place = place;
    this.#shape = shape;
    this.#temporary = `${place.file}.tmp`;
    this.#rowBytes = tokenBytes + shape.filterBytes + shape.classBytes;
    this.#page = Buffer.alloc(pageRows * this.#rowBytes);
    this.#storeKey = keyObject(place.keyOf(this.#salt));
    this.#descriptor = this.#writing(() => openSync(this.#temporary, 'w', 0o600));
  }

  #writing<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw writeError(thrown, this.#place.file);
    }
  }

  #seal(part: Part, number: number, bytes: Uint8Array, bound: Uint8Array = nothing): void {
    const cipher = createCipheriv(algorithm, this.#storeKey, nonceOf(part, number));
    cipher.setAAD(bound);
    const sealed = cipher.update(bytes);
    cipher.final();
    this.#writing(() => {
      writeAll(this.#descriptor, sealed);
      writeAll(this.#descriptor, cipher.getAuthTag());
    });
  }

  /**
   * Adds the next record. DISK_FULL, WRITE_FAILED.
   * @param classes one byte a field, where there are any
   * @param tag 16 bytes, where there are any; all zero for none
   */
  add(token: Uint8Array, filters: Uint8Array, classes: Uint8Array, tag: Uint8Array): void {
    const at = this.#inPage * this.#rowBytes;
    if (this.#inPage === 0) this.#index.push(keyOfToken(token, 0));
    this.#page.set(token, at);
    this.#page.set(filters, at + tokenBytes);
    this.#page.set(classes, at + tokenBytes + filters.length);
    if (this.#shape.tags) {
      this.#tags.set(tag, ((this.#pages % groupPages) * pageRows + this.#inPage) * personTagBytes);
    }
    this.#inPage += 1;
    this.#rows += 1;
    if (this.#inPage === pageRows) this.#endPage();
  }

  #endPage(): void {
    this.#page.fill(0, this.#inPage * this.#rowBytes);
    this.#seal('rows', this.#pages, this.#page);
    this.#inPage = 0;
    this.#pages += 1;
    if (this.#pages % groupPages === 0) this.#endGroup();
  }

  #endGroup(): void {
    if (this.#shape.tags) this.#seal('tags', this.#groups, this.#tags);
    this.#groups += 1;
    this.#tags.fill(0);
  }

  /**
   * Puts the store in its place, durably. DISK_FULL, WRITE_FAILED.
   * @param called the names of four classes of each field, or nothing
   */
  publish({ run, ordinal, specHash }: StoreOf, called: Uint8Array): void {
    if (this.#inPage > 0) this.#endPage();
    if (this.#pages % groupPages !== 0) this.#endGroup();
    const index = Buffer.alloc(Math.max(1, this.#index.length * keyBytes));
    this.#index.forEach((first, at) => index.writeUIntBE(first, at * keyBytes, keyBytes));
    this.#seal('index', 0, index);
    const trailer = Buffer.alloc(trailerBytes);
    trailer.set(this.#salt);
    trailer.set(run, 32);
    trailer.set(specHash, 48);
    const { filterBytes, classBytes, tags } = this.#shape;
    const numbers = [ordinal, this.#rows, this.#pages, tags ? this.#groups : 0, filterBytes, classBytes, called.length];
    numbers.forEach((number, at) => trailer.writeUInt32BE(number, 80 + 4 * at));
    trailer.set(form, 80 + 4 * numbers.length);
    this.#seal('names', 0, called.length === 0 ? Uint8Array.of(0) : called, trailer);
    this.#writing(() => {
      writeAll(this.#descriptor, trailer);
      syncDescriptor(this.#descriptor);
      renameSync(this.#temporary, this.#place.file);
      const folder = openSync(dirname(this.#place.file), 'r');
      syncDescriptor(folder);
      closeSync(folder);
    });
  } // prettier-ignore

  /** Lets go of the file; one that was not published is removed. */
  close(): void {
    this.#page.fill(0);
    this.#tags.fill(0);
    closeSync(this.#descriptor);
    rmSync(this.#temporary, { force: true });
  }
}

/** A store that was found. */
export class LookStore {
  readonly of: StoreOf;
  readonly rows: number;
  readonly shape: StoreShape;
  /** The names of four classes of each field; empty where there are none. */
  readonly called: Uint8Array;
  readonly #file: string;
  readonly #descriptor: number;
  readonly #storeKey: KeyObject;
  readonly #index: Float64Array;
  readonly #pageBytes: number;
  readonly #pages: number;
  readonly #groups: number;
  readonly #page: Buffer;
  /** What is read of a page: made once, as there are thousands in a request. */
  readonly #sealed: Buffer;
  #open = -1;

  /** STATE_DAMAGED for a file that is not as it was written; WRITE_FAILED where it cannot be read. */
  constructor({ file, keyOf }: StorePlace) {
    this.#file = file;
    this.#descriptor = this.#reading(() => openSync(file, 'r'));
    try {
      const { size } = fstatSync(this.#descriptor);
      const trailer = this.#bytes(size - trailerBytes, trailerBytes);
      const number = (at: number): number => trailer.readUInt32BE(80 + 4 * at);
      if (!trailer.subarray(-form.length).equals(form)) throw this.#damaged();
      const [filterBytes, classBytes, called] = [number(4), number(5), number(6)];
      this.of = { run: trailer.subarray(32, 48), specHash: trailer.subarray(48, 80), ordinal: number(0) };
      [this.rows, this.#pages, this.#groups] = [number(1), number(2), number(3)];
      this.shape = { filterBytes, classBytes, tags: this.#groups > 0 };
      this.#storeKey = keyObject(keyOf(trailer.subarray(0, 32)));
      this.#pageBytes = pageRows * (tokenBytes + filterBytes + classBytes);
      const end = this.#pages * (this.#pageBytes + tagBytes) + this.#groups * (personPage + tagBytes);
      const indexBytes = Math.max(1, this.#pages * keyBytes);
      const nameBytes = Math.max(1, called);
      // Nothing has vouched for these sizes yet: no memory is taken by them before they add up.
      const whole = end + indexBytes + tagBytes + nameBytes + tagBytes + trailerBytes;
      if (whole !== size || this.#pages !== Math.ceil(this.rows / pageRows)) throw this.#damaged();
      const index = this.#unseal('index', 0, end, indexBytes);
      this.#index = Float64Array.from({ length: this.#pages }, (_, at) => keyOfToken(index, at * keyBytes));
      const names = this.#unseal('names', 0, end + indexBytes + tagBytes, nameBytes, { bound: trailer });
      this.#page = Buffer.alloc(this.#pageBytes);
      this.#sealed = Buffer.alloc(this.#pageBytes + tagBytes);
      this.called = new Uint8Array(names.subarray(0, called));
    } catch (thrown) {
      closeSync(this.#descriptor);
      throw thrown;
    }
  } // prettier-ignore

  #damaged(): KoppelError {
    return new KoppelError('STATE_DAMAGED', { file: this.#file });
  }

  #reading<T>(work: () => T): T {
    try {
      return work();
    } catch {
      throw this.#damaged();
    }
  }

  #bytes(position: number, length: number, bytes: Buffer = Buffer.alloc(length)): Buffer {
    this.#reading(() => {
      for (let at = 0; at < length;) {
        const read = readSync(this.#descriptor, bytes, at, length - at, position + at);
        if (read === 0) throw this.#damaged();
        at += read;
      }
    });
    return bytes;
  }

  /** Where the person tags of a group stand. */
  #groupAt(group: number): number {
    const before = Math.min(this.#pages, (group + 1) * groupPages);
    return before * (this.#pageBytes + tagBytes) + group * (personPage + tagBytes);
  }

  #pageAt(page: number): number {
    const groups = this.#groups === 0 ? 0 : Math.floor(page / groupPages);
    return page * (this.#pageBytes + tagBytes) + groups * (personPage + tagBytes);
  }

  #unseal(
    part: Part,
    number: number,
    position: number,
    length: number,
    { bound, into }: { readonly bound?: Uint8Array; readonly into?: Buffer } = {},
  ): Buffer {
    const sealed = this.#bytes(position, length + tagBytes, into);
    return this.#reading(() => {
      const decipher = createDecipheriv(algorithm, this.#storeKey, nonceOf(part, number));
      if (bound !== undefined) decipher.setAAD(bound);
      decipher.setAuthTag(sealed.subarray(length));
      const bytes = decipher.update(sealed.subarray(0, length));
      decipher.final();
      return bytes;
    });
  }

  /** The last page that begins at or before this number; −1 for none. */
  #pageOf(first: number): number {
    let [low, high] = [0, this.#index.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#index[middle]! <= first) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #load(page: number): void {
    if (this.#open === page) return;
    this.#open = -1;
    const opened = this.#unseal('rows', page, this.#pageAt(page), this.#pageBytes, {
      into: this.#sealed,
    });
    opened.copy(this.#page);
    opened.fill(0);
    this.#open = page;
  }

  /**
   * Copies filters and classes of the record whose token begins at byte `from` of `tokens` to `target`
   * from `at`; false when the run has none. Asking by ascending token opens each page once.
   * STATE_DAMAGED.
   */
  copyInto(tokens: Uint8Array, from: number, target: Uint8Array, at: number): boolean {
    const rowBytes = this.#pageBytes / pageRows;
    const first = keyOfToken(tokens, from);
    for (let page = this.#pageOf(first); page >= 0; page -= 1) {
      this.#load(page);
      const filled = Math.min(pageRows, this.rows - page * pageRows);
      for (let row = 0; row < filled; row += 1) {
        const place = row * rowBytes;
        if (!sameToken(this.#page, place, tokens, from)) continue;
        target.set(this.#page.subarray(place + tokenBytes, place + rowBytes), at);
        return true;
      }
      // Tokens that begin alike may lie on the page before.
      if (this.#index[page]! < first) return false;
    }
    return false;
  }

  /** Whether a record bears one of these tags (32 hex digits each). STATE_DAMAGED. */
  bearsTag(tags: ReadonlySet<string>): boolean {
    if (tags.size === 0) return false;
    for (let group = 0; group < this.#groups; group += 1) {
      const bytes = this.#unseal('tags', group, this.#groupAt(group), personPage);
      for (let at = 0; at < personPage; at += personTagBytes) {
        if (tags.has(bytes.toString('hex', at, at + personTagBytes))) return true;
      }
    }
    return false;
  }

  close(): void {
    this.#page.fill(0);
    closeSync(this.#descriptor);
  }
}
