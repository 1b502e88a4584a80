// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench faults`: what each fault of a register costs, and what each Dutch rule gains. */
import type { Arguments, CommandContext } from '@koppel/console';
import { describeMachine } from '../bench/machine.ts';
import { benchFaults, benchRules, type FaultRow, type RuleRow } from '../bench/faults.ts';
import { bareVariants, faultVariants, ruleVariants } from '../bench/fault-variants.ts';

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const four = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(4));

/** A Markdown table, as the documentation holds it. */
function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A row per class of faults. */
export function faultTable(rows: readonly FaultRow[]): string {
  const names = Object.keys(rows[0]?.variants ?? {});
  const header = [
    'fault',
    'true pairs with it',
    ...names.map((name) => `their Dice, ${name}`),
    ...names.map((name) => `best F1, ${name}`),
  ];
  return markdown(
    header,
    rows.map(({ fault, affected, variants }) => [
      fault,
      fault === 'none' ? '–' : share(affected),
      ...names.map((name) => four(variants[name]!.similarity)),
      ...names.map((name) => four(variants[name]!.bestF1)),
    ]),
  );
}

/** A row per rule that is left out. */
export function ruleTable(rows: readonly RuleRow[]): string {
  const whole = rows[0]!.bestF1;
  return markdown(
    ['encoding', 'best F1', 'points gained by the rule'],
    rows.map(({ name, bestF1 }, at) => [
      name,
      four(bestF1),
      at === 0 ? '' : (100 * (whole - bestF1)).toFixed(2),
    ]),
  );
}

/** Ten thousand records per register and three seeds, unless `--rows` and `--repeat` say otherwise. */
export async function benchFaultClasses(context: CommandContext, args: Arguments): Promise<void> {
  const records = args.count('rows', 10_000);
  const seeds = Array.from({ length: Math.max(1, args.count('repeat', 3)) }, (_, at) => `f${at}`);
  const progress = context.reporter.progress('faults', 100);
  const onRow = (done: number, total: number): void => {
    progress.update((100 * done) / total);
  };
  const faults = await benchFaults({
    records,
    seeds,
    variants: [...faultVariants(), ...bareVariants()],
    onRow,
  });
  const rules = await benchRules({ records, seeds, variants: ruleVariants(), onRow });
  progress.end();
  if (args.flag('json')) {
    context.print(
      JSON.stringify({ machine: describeMachine(), records, seeds, faults, rules }, null, 1),
    );
  } else context.print([faultTable(faults), ruleTable(rules)].join('\n\n'));
}
