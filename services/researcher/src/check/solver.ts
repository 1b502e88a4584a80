// SPDX-License-Identifier: EUPL-1.2
/**
 * Linear programs, solved by HiGHS (MIT; Huangfu & Hall 2018, Math Prog Comp 10, 119–142), which runs
 * in the process and reads nothing but its own program.
 */
import highs, { type Highs } from 'highs';
import { KoppelError } from '@koppel/errors';

export interface Term {
  readonly variable: number;
  readonly factor: number;
}

/** Sum of terms = value. */
export interface Equation {
  readonly terms: readonly Term[];
  readonly value: number;
}

/** Variables go by number, from 0; each has its range. */
export interface Program {
  readonly ranges: readonly (readonly [low: number, high: number])[];
  readonly equations: readonly Equation[];
}

export type Goal = 'minimise' | 'maximise';

export interface Optimum {
  readonly value: number;
  readonly values: readonly number[];
}

/** The best value; null where none satisfies the equations; infinite where nothing bounds it. */
export type Solver = (program: Program, goal: Goal, terms: readonly Term[]) => Optimum | null;

/** Its types say that it is a CommonJS module; what is imported is its module of ECMAScript. */
const loadEngine = highs as unknown as () => Promise<Highs>;
let loaded: Promise<Highs> | undefined;

/** One call at a time, each small: what the engine does to prepare costs more than it saves. */
const options = { presolve: 'off', output_flag: false, solver: 'simplex' } as const;

const numeral = (value: number): string => value.toPrecision(15);

function sumText(terms: readonly Term[]): string {
  const parts = terms.map(
    ({ variable, factor }) => `${factor < 0 ? '-' : '+'} ${numeral(Math.abs(factor))} x${variable}`,
  );
  return parts.length === 0 ? '0 x0' : parts.join(' ');
}

function boundText([low, high]: readonly [number, number], at: number): string {
  if (low === -Infinity && high === Infinity) return `x${at} free`;
  const least = low === -Infinity ? '-inf' : numeral(low);
  return `${least} <= x${at} <= ${high === Infinity ? '+inf' : numeral(high)}`;
}

/** The program in the LP format of CPLEX. */
function programText({ ranges, equations }: Program, goal: Goal, terms: readonly Term[]): string {
  const rows = equations.map(
    ({ terms: sum, value }, at) => `c${String(at)}: ${sumText(sum)} = ${numeral(value)}`,
  );
  return [
    goal === 'minimise' ? 'Minimize' : 'Maximize',
    `goal: ${sumText(terms)}`,
    'Subject To',
    ...rows,
    'Bounds',
    ...ranges.map(boundText),
    'End',
  ].join('\n');
}

/** Loads the engine once. */
export async function openSolver(): Promise<Solver> {
  loaded ??= loadEngine();
  const engine = await loaded;
  return (program, goal, terms) => {
    const solution = engine.solve(programText(program, goal, terms), options);
    if (solution.Status === 'Infeasible') return null;
    if (solution.Status === 'Unbounded' || solution.Status === 'Primal infeasible or unbounded') {
      return { value: goal === 'minimise' ? -Infinity : Infinity, values: [] };
    }
    if (solution.Status !== 'Optimal') throw new KoppelError('INTERNAL');
    const values = program.ranges.map((_, at) => {
      const column = solution.Columns[`x${String(at)}`];
      return column !== undefined && 'Primal' in column ? column.Primal : 0;
    });
    return { value: solution.ObjectiveValue, values };
  };
}
