// SPDX-License-Identifier: EUPL-1.2
/**
 * `saul` (Armknecht & Schäfer, PoPETs 2026(2)), from its formula: bit p of an encoding is
 *
 *     ⊕ over j = 0 … k − 1 of [ Σ over tokens t of s(t, j, p) > 0 ],  s = +1 or −1,
 *
 * where the signs of a token are keyed by its group, and a sum of 0 is decided by a keyed bit of
 * (j, p). Near matches agree in more than half of the bits; what different people have in common
 * drowns in chance. A code may be in parts, each of which leaves other fields out (`parts.ts`). Trusts HMAC-SHA256 and ChaCha20; no independent cryptanalysis of it is known.
 */
import type { EncodingSpec } from '@koppel/study';
import type { TokenStreams } from '../../prf.ts';
import { TOKEN_WORDS, TokenList } from '../../token-list.ts';
import type { PartMemory, Scheme, SchemeCoder } from '../scheme.ts';
import { PlainMajority, rowBytesOf } from './majority.ts';
import { createMajorityKernel, VOTES_MAX, type MajorityKernel } from './majority-kernel.ts';
import { checkSaul, partsOf, saulParameters, saulWarnings, shapeOf } from './parameters.ts';
import { keepTokens, PART_BYTES, PART_HEAD, PartedCoder } from './parts.ts';
import { expandRow, nonceOf, placesFor, rowsFor, SignRows, type CodePart } from './sign-rows.ts';

/** The name, as a token of the scheme's own stream, of the row that decides ties. */
const TIE = 'tie';

/**
 * A part holds the tokens of a value, not what they add: adding up signs bit-sliced takes no longer
 * than adding up sums, and a part is small.
 */
class SaulCoder implements SchemeCoder {
  readonly partBytes = PART_BYTES;
  readonly #kernel: MajorityKernel;
  readonly #rows: SignRows;
  readonly #tie: Uint8Array;
  readonly #tieAt: number;
  readonly #streamOf: readonly number[];
  readonly #votesOf: readonly number[];
  /** Votes of the record at hand that stand in the kernel's list, and those that no longer fit there. */
  #listed = 0;
  readonly #more: PlainMajority;

  constructor(
    spec: EncodingSpec,
    streams: readonly TokenStreams[],
    own: TokenStreams,
    part?: CodePart,
  ) {
    const shape = shapeOf(spec);
    const distinct = [...new Set(streams)];
    const rowBytes = rowBytesOf(shape);
    const places = placesFor(rowBytes);
    // One row more, for ties.
    this.#kernel = createMajorityKernel(shape, 1 + rowsFor(places));
    const { memory, rows } = this.#kernel;
    this.#tieAt = rows;
    this.#tie = memory.subarray(rows, rows + rowBytes);
    const name = new TokenList();
    name.fill([TIE]);
    const nonce = nonceOf(part);
    expandRow(own, name, 0, nonce, this.#tie);
    this.#rows = new SignRows(distinct, {
      memory,
      first: rows + rowBytes,
      rowBytes,
      places,
      nonce,
    });
    this.#streamOf = streams.map((stream) => distinct.indexOf(stream));
    this.#votesOf = spec.fields.map(({ weight }) => Object.values(weight)[0]!);
    this.#more = new PlainMajority(shape);
  }

  part(fieldIndex: number, tokens: TokenList, memory: PartMemory, at: number): boolean {
    const fits = keepTokens(fieldIndex, tokens, memory, at);
    if (!fits) this.addTokens(fieldIndex, tokens);
    return fits;
  }

  addTokens(fieldIndex: number, tokens: TokenList): void {
    const stream = this.#streamOf[fieldIndex]!;
    const votes = this.#votesOf[fieldIndex]!;
    const { words } = tokens;
    for (let i = 0; i < tokens.count; i++) {
      this.#makePlace(votes);
      const at = TOKEN_WORDS * i;
      const row =
        tokens.shortLength(i) !== undefined && tokens.mayReturn(i)
          ? this.#rows.rowOf(stream, words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!)
          : this.#rows.rowWithoutKeeping(stream, tokens, i);
      this.#vote(row, votes);
    }
  }

  add({ words }: PartMemory, at: number): void {
    const first = at >>> 2;
    const fieldIndex = words[first]!;
    const stream = this.#streamOf[fieldIndex]!;
    const votes = this.#votesOf[fieldIndex]!;
    const end = first + PART_HEAD + TOKEN_WORDS * words[first + 1]!;
    for (let word = first + PART_HEAD; word < end; word += TOKEN_WORDS) {
      this.#makePlace(votes);
      // The words of tokens are signed.
      const [a, b] = [words[word]! | 0, words[word + 1]! | 0];
      const [c, d] = [words[word + 2]! | 0, words[word + 3]! | 0];
      this.#vote(this.#rows.rowOf(stream, a, b, c, d), votes);
    }
  }

  finish(target: Uint8Array, offset: number): void {
    if (this.#more.votes === 0) {
      // One vote more breaks ties, and changes nothing else; an odd number of votes has none.
      if (this.#listed % 2 === 0) this.#vote(this.#tieAt, 1);
      this.#kernel.run(this.#listed);
      target.set(this.#kernel.out, offset);
      this.#nextRecord();
      return;
    }
    this.#moveOn();
    const bytes = this.#kernel.out.length;
    this.#more.finish(this.#tie, target.subarray(offset, offset + bytes));
  }

  wipe(): void {
    this.#rows.wipe();
    this.#more.wipe();
    this.#listed = 0;
  }

  #vote(row: number, votes: number): void {
    for (let i = 0; i < votes; i++) this.#kernel.list[this.#listed++] = row;
  }

  /** Makes sure that a row, and the votes for it and a tie, fit. */
  #makePlace(votes: number): void {
    if (this.#listed + votes >= VOTES_MAX || this.#rows.isFull) this.#moveOn();
  }

  /** Counts the votes so far one by one, so that their rows can be let go. */
  #moveOn(): void {
    const { list, memory } = this.#kernel;
    for (let i = 0; i < this.#listed; i++) {
      const row = list[i]!;
      this.#more.add(memory.subarray(row, row + this.#tie.length));
    }
    this.#nextRecord();
  }

  #nextRecord(): void {
    this.#listed = 0;
    this.#rows.nextRecord();
  }
}

export const saul: Scheme = {
  id: 'saul',
  version: 1,
  withstands: {
    en: 'With k = 3 or more, the known attacks without known pairs (graph matching, pattern mining, counting) recover next to nothing, also for whoever holds a register of the same people; nor does following similarities from some dozens of known people. Without the encoding key names cannot be tried.',
    nl: 'Met k = 3 of meer halen de bekende aanvallen zonder bekende paren (vergelijken van gelijkenissen, patronen zoeken, tellen) vrijwel niets terug, ook voor wie een register van dezelfde mensen heeft; gelijkenissen volgen vanaf enkele tientallen bekende mensen ook niet. Zonder de coderingssleutel zijn namen niet uit te proberen.',
  },
  doesNotWithstand: {
    en: 'Known pairs by the hundred: with k = 3 and 2,048 bits, who knows 300 people and holds a register decodes one to three in a hundred of the others, and with 1,000 up to one in eight; k = 4 with 8,192 bits keeps that to three in a hundred at most. Someone who holds the encoding key can try any name. The method is new: nobody independent has tried to break it, and related groups of records can be told from unrelated ones.',
    nl: 'Honderden bekende paren: met k = 3 en 2.048 bits ontcijfert wie 300 mensen kent en een register heeft een tot drie op de honderd anderen, en met 1.000 tot een op de acht; k = 4 met 8.192 bits houdt dat op hooguit drie op de honderd. Wie de coderingssleutel heeft, kan elke naam uitproberen. De methode is nieuw: niemand die er los van staat heeft geprobeerd haar te breken, en verwante groepen records zijn van niet-verwante te onderscheiden.',
  },
  keyDomain: 'saul-1/',
  parameters: saulParameters,
  weights: ['votesPerToken'],
  // Half of the bits are always set, so that counting set bits says nothing.
  similarities: () => ['hamming'],
  check: checkSaul,
  warnings: saulWarnings,
  create(spec, streams, own) {
    const parts = partsOf(spec);
    if (parts === 1) return new SaulCoder(spec, streams, own);
    const coders = Array.from(
      { length: parts },
      (_, number) => new SaulCoder(spec, streams, own, { number, of: parts }),
    );
    return new PartedCoder(coders, spec.fields.length, shapeOf(spec).bits / 8);
  },
};
