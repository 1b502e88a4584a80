// SPDX-License-Identifier: EUPL-1.2
/**
 * Figures for a monitor, in the text format 0.0.4 of Prometheus. Labels are names of the study, and
 * rules, codes and stages of the code; there is no way in for a value of a register.
 */

export type LabelName = 'register' | 'owner' | 'rule' | 'code' | 'check' | 'stage';

export type Labels = Readonly<Partial<Record<LabelName, string>>>;

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
}

/** Label values are slugs and codes; this is for what a later change might let through. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

/** The figures of a table; `Name` is what the code calls them. */
export class MetricSet<Name extends string> {
  readonly #table: Readonly<Record<Name, Metric>>;
  readonly #values = new Map<Name, Map<string, number>>();

  constructor(table: Readonly<Record<Name, Metric>>) {
    this.#table = table;
  }

  set(name: Name, value: number, labels: Labels = {}): void {
    const series = this.#values.get(name) ?? new Map<string, number>();
    series.set(labelText(labels), value);
    this.#values.set(name, series);
  }

  add(name: Name, value: number, labels: Labels = {}): void {
    const before = this.#values.get(name)?.get(labelText(labels)) ?? 0;
    this.set(name, before + value, labels);
  }

  /** Forgets a figure with all its labels: nothing is known of it any more. */
  forget(name: Name): void {
    this.#values.delete(name);
  }

  /** All figures, in the order of the table and of their first appearance. */
  text(): string {
    const lines = Object.entries<Metric>(this.#table).flatMap(([key, { name, type, help }]) => {
      const series = this.#values.get(key as Name);
      if (series === undefined) return [];
      const values = [...series].map(([labels, value]) => `${name}${labels} ${String(value)}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values];
    });
    return `${lines.join('\n')}\n`;
  }
}
