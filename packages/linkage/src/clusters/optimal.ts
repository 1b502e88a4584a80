// SPDX-License-Identifier: EUPL-1.2
/**
 * The best one-to-one assignment between two sides of a sparse graph: the greatest sum of weights.
 * Shortest augmenting paths with dual prices, a row at a time (R. Jonker and A. Volgenant, Computing
 * 38, 1987), over the edges that there are. Weights are exact integers and no two assignments have
 * the same sum, so the outcome does not depend on the order of anything: of assignments that are
 * equally good, the one wins that has the earliest edge in which they differ.
 */

export interface Edges {
  readonly count: number;
  /** Rows and columns from 0. */
  readonly row: Uint32Array;
  readonly column: Uint32Array;
  /** Finite, above 0; counted in steps of 2^−32. */
  readonly weight: Float64Array;
}

/** Rows × edges, and edges: beyond either, the exact sums would take seconds. */
const workMax = 2_000_000;
const edgesMax = 4000;

/** Whether `bestAssignment` solves this in bounded time: some seconds at the very most. */
export function isSolvable(rows: number, edges: number): boolean {
  return edges <= edgesMax && rows * edges <= workMax;
}

/** Weights that no two sets of edges share: a bit of its own for each edge, below all weights. */
function exactWeights({ count, weight }: Edges): bigint[] {
  return Array.from({ length: count }, (_, edge) => {
    const steps = BigInt(Math.round(weight[edge]! * 2 ** 32));
    return (steps << BigInt(count)) + (1n << BigInt(count - 1 - edge));
  });
}

/** What an augmentation has reached. */
interface Reached {
  readonly cost: bigint;
  /** The edge by which a column was reached; none for a row's own empty column. */
  readonly edge: number;
  readonly row: number;
}

/** The state of the assignment; columns from `columns` on stand for a row that stays alone. */
class Assignment {
  readonly rowOf = new Map<number, number>();
  readonly edgeOf = new Map<number, number>();
  readonly #rowPrice: bigint[];
  readonly #columnPrice = new Map<number, bigint>();
  readonly #edgesOfRow: number[][];
  readonly #edges: Edges;
  readonly #weights: readonly bigint[];
  readonly #columns: number;

  constructor(edges: Edges, rows: number, columns: number) {
    this.#edges = edges;
    this.#weights = exactWeights(edges);
    this.#columns = columns;
    this.#rowPrice = Array.from({ length: rows }, () => 0n);
    this.#edgesOfRow = Array.from({ length: rows }, () => []);
    for (let edge = 0; edge < edges.count; edge++) this.#edgesOfRow[edges.row[edge]!]!.push(edge);
  }

  #relax(row: number, base: bigint, open: Map<number, Reached>, done: Map<number, Reached>): void {
    const offer = (column: number, cost: bigint, edge: number): void => {
      if (done.has(column)) return;
      const price = this.#columnPrice.get(column) ?? 0n;
      const total = base + cost - this.#rowPrice[row]! - price;
      const known = open.get(column);
      if (known === undefined || total < known.cost) open.set(column, { cost: total, edge, row });
    };
    for (const edge of this.#edgesOfRow[row]!) {
      offer(this.#edges.column[edge]!, -this.#weights[edge]!, edge);
    }
    offer(this.#columns + row, 0n, -1);
  }

  /** Gives a row its place, moving others where that is better for all. */
  insert(row: number): void {
    const open = new Map<number, Reached>();
    const done = new Map<number, Reached>();
    let current = row;
    let base = 0n;
    let column: number;
    for (;;) {
      this.#relax(current, base, open, done);
      column = cheapest(open);
      const reached = open.get(column)!;
      open.delete(column);
      done.set(column, reached);
      base = reached.cost;
      const holder = this.rowOf.get(column);
      if (holder === undefined) break;
      current = holder;
    }
    this.#reprice(row, base, done);
    this.#shift(row, column, done);
  }

  #reprice(row: number, last: bigint, done: ReadonlyMap<number, Reached>): void {
    for (const [column, { cost }] of done) {
      const holder = this.rowOf.get(column);
      if (holder === undefined) continue;
      this.#rowPrice[holder]! += last - cost;
      this.#columnPrice.set(column, (this.#columnPrice.get(column) ?? 0n) + cost - last);
    }
    this.#rowPrice[row]! += last;
  }

  /** Hands columns on along the path that ends in `column`. */
  #shift(row: number, column: number, done: ReadonlyMap<number, Reached>): void {
    const columnOf = new Map([...this.rowOf].map(([held, holder]) => [holder, held]));
    let to = column;
    for (;;) {
      const { row: from, edge } = done.get(to)!;
      const left = columnOf.get(from);
      this.rowOf.set(to, from);
      this.edgeOf.set(to, edge);
      if (from === row) return;
      to = left!;
    }
  }
}

function cheapest(open: ReadonlyMap<number, Reached>): number {
  let best: [number, bigint] | undefined;
  for (const [column, { cost }] of open) {
    if (best === undefined || cost < best[1]) best = [column, cost];
  }
  return best![0];
}

/** The numbers of the edges of the best assignment, ascending. Not for more than `isSolvable`. */
export function bestAssignment(edges: Edges): Uint32Array {
  const rows = edges.row.reduce((most, row) => Math.max(most, row + 1), 0);
  const columns = edges.column.reduce((most, column) => Math.max(most, column + 1), 0);
  const assignment = new Assignment(edges, rows, columns);
  for (let row = 0; row < rows; row++) assignment.insert(row);
  const chosen = [...assignment.edgeOf.values()].filter((edge) => edge >= 0);
  return Uint32Array.from(chosen).sort();
}
