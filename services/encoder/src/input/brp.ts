// SPDX-License-Identifier: EUPL-1.2
/**
 * Person lists of the BRP as rows, one for each person, with the values that hold now. In the file a
 * list takes several rows: its first has the current values, those after it bring history and further
 * partners, children and documents. What a column `05.H` says in one row is what category 05 of the
 * next row that has one is: `05` another partner, `55` an earlier state of the last.
 */
import { KoppelError } from '@koppel/errors';
import {
  elementNamed,
  elementOf,
  isHistory,
  isTaken,
  listColumn,
  partnerCategory,
  successor,
  wordOf,
} from './brp-columns.ts';
import { currentPartner } from './brp-partner.ts';
import { openCsv } from './csv-source.ts';
import type { OpenOptions, RowBatch, RowSource } from './row-source.ts';
import type { BrpSpec } from './source-spec.ts';

type Row = readonly string[];

/** Where everything stands in a row of the file. */
export interface Layout {
  readonly width: number;
  /** The cell that says to which list a row belongs. */
  readonly list: number;
  /** An own cell for the list is empty in rows that continue; a number of the person may be repeated. */
  readonly ownCell: boolean;
  readonly partner: ReadonlyMap<string, number>;
  readonly partnerSuccessor: number;
  readonly usage: number;
  /** What becomes a column: its name and place. */
  readonly taken: readonly {
    readonly name: string;
    readonly at: number;
    readonly partner: boolean;
  }[];
}

/** Numbers of a person by which rows are kept together where there is no cell for it. */
const personNumbers = ['01.01.10', '01.01.20'];

/** Every column of the file that can be taken, by the name that it is known by. */
function readLayout(file: string, header: Row): Layout {
  const elements = header.map(elementOf);
  const places = new Map<string, number>();
  elements.forEach((element, at) => {
    const name = element?.name === successor ? `${element.category}.H` : element?.name;
    if (name !== undefined && !places.has(name)) places.set(name, at);
  });
  const ownCell = header[0]?.trim() === '';
  const number = personNumbers.find((name) => places.has(name));
  const list = ownCell ? 0 : places.get(number ?? '');
  if (list === undefined || number === undefined) {
    throw new KoppelError('INPUT_BRP_HEADER', { file });
  }
  const taken = elements.flatMap((element, at) => {
    if (element === undefined) {
      const name = ownCell && at === 0 ? listColumn : header[at]!.trim();
      return name === '' ? [] : [{ name, at, partner: false }];
    }
    const { category, name } = element;
    if (name === successor || !isTaken(category) || places.get(name) !== at) return [];
    return [{ name, at, partner: category === partnerCategory }];
  });
  const partner = new Map([...places].filter(([name]) => name.startsWith(`${partnerCategory}.`)));
  return {
    width: header.length,
    list,
    ownCell,
    partner,
    partnerSuccessor: places.get(`${partnerCategory}.H`) ?? -1,
    usage: places.get('01.61.10') ?? -1,
    taken,
  };
}

/** The rows of one person list, in their order. */
class PersonList {
  readonly #layout: Layout;
  readonly #first: Row;
  readonly #partners: Row[];
  #whole: boolean;
  /** What the next row with values of category 05 is. */
  #next: string;

  constructor(layout: Layout, first: Row) {
    this.#layout = layout;
    this.#first = first;
    this.#partners = [first];
    this.#whole = first.length === layout.width;
    this.#next = first[layout.partnerSuccessor] ?? '';
  }

  add(row: Row): void {
    const layout = this.#layout;
    this.#whole &&= row.length === layout.width;
    const mark = row[layout.partnerSuccessor] ?? '';
    const hasPartner = [...layout.partner.values()].some(
      (at) => at !== layout.partnerSuccessor && (row[at] ?? '') !== '',
    );
    if (hasPartner) {
      // Without a word about it, a row is history: it must not become somebody's present.
      if (this.#next !== '' && !isHistory(this.#next)) this.#partners.push(row);
      this.#next = mark;
    } else if (mark !== '') {
      this.#next = mark;
    }
  }

  /** Cells of `taken`; a row without cells where the list has one of another width. */
  cells(taken: Layout['taken']): Row {
    if (!this.#whole) return [];
    const partner = taken.some((column) => column.partner)
      ? currentPartner(this.#partners, this.#layout.partner, this.#first[this.#layout.usage] ?? '')
      : undefined;
    return taken.map((column) => (column.partner ? partner : this.#first)?.[column.at] ?? '');
  }
}

/** A row that goes on with the list before it. */
function continues(layout: Layout, row: Row, list: string): boolean {
  const own = row[layout.list]?.trim() ?? '';
  return own === '' || (!layout.ownCell && own === list);
}

async function* lists(
  file: string,
  layout: Layout,
  taken: Layout['taken'],
  batches: AsyncIterable<RowBatch>,
): AsyncGenerator<RowBatch> {
  let list: PersonList | undefined;
  let name = '';
  let done = 0;
  for await (const batch of batches) {
    const rows: Row[] = [];
    for (const row of batch.rows) {
      if (list !== undefined && continues(layout, row, name)) {
        list.add(row);
        continue;
      }
      if (list !== undefined) rows.push(list.cells(taken));
      name = row[layout.list]?.trim() ?? '';
      if (name === '') throw new KoppelError('INPUT_BRP_ORDER', { file, row: 1 });
      list = new PersonList(layout, row);
    }
    done = batch.done;
    yield { rows, done };
  }
  if (list !== undefined) yield { rows: [list.cells(taken)], done };
}

/**
 * Which columns the register has. Of the hundreds in a file only those that are wanted, so that a
 * mapping need not name the others; they are not read. Where all are wanted, each by its word.
 */
function choose(layout: Layout, wanted: ReadonlySet<string> | undefined): Layout['taken'] {
  if (wanted === undefined) {
    return layout.taken.map((column) => ({ ...column, name: wordOf(column.name) }));
  }
  const byName = new Map(layout.taken.map((column) => [column.name, column]));
  return [...wanted].flatMap((name) => {
    const column = byName.get(elementNamed(name) ?? name);
    return column === undefined ? [] : [{ ...column, name }];
  });
}

/**
 * Opens a file of person lists. One row for each, in the order of the file; row ordinals count
 * persons. INPUT_*, INPUT_BRP_HEADER, INPUT_BRP_ORDER, FILE_MISSING. Progress is told in bytes.
 */
export async function openBrp(
  file: string,
  spec: BrpSpec,
  options: OpenOptions,
): Promise<RowSource> {
  const source = await openCsv(file, spec);
  try {
    const layout = readLayout(file, source.columns);
    const taken = choose(layout, options.wanted);
    return {
      columns: taken.map(({ name }) => name),
      total: source.total,
      batches: () => lists(file, layout, taken, source.batches()),
      close: () => source.close(),
    };
  } catch (thrown) {
    await source.close();
    throw thrown;
  }
}
