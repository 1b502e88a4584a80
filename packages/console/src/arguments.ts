// SPDX-License-Identifier: EUPL-1.2
/** Command lines: `service command [positionals] --option value`. Wrong ones are USAGE errors. */
import { parseArgs } from 'node:util';
import { KoppelError } from '@koppel/errors';

export type OptionKinds = Readonly<Record<string, 'string' | 'boolean'>>;

export interface Arguments {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  /** The option's value, or USAGE with its name. */
  required(name: string): string;
  flag(name: string): boolean;
  /** A whole number ≥ 0, or `otherwise` when the option is absent. */
  count(name: string, otherwise: number): number;
}

const always: OptionKinds = { help: 'boolean', lang: 'string', json: 'boolean' };

/** Options that every command accepts (`--help`, `--lang`, `--json`) are added here. */
export function parseArguments(argv: readonly string[], kinds: OptionKinds): Arguments {
  const all = { ...always, ...kinds };
  const options = Object.fromEntries(Object.entries(all).map(([name, type]) => [name, { type }]));
  const { values, positionals } = parseStrictly(argv, options);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals,
    text,
    required(name) {
      const value = text(name);
      if (value === undefined) throw new KoppelError('USAGE', { path: `--${name}` });
      return value;
    },
    flag: (name) => values[name] === true,
    count(name, otherwise) {
      const value = text(name);
      if (value === undefined) return otherwise;
      if (!/^\d{1,9}$/.test(value)) throw new KoppelError('USAGE', { path: `--${name}` });
      return Number(value);
    },
  };
}

function parseStrictly(
  argv: readonly string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch {
    throw new KoppelError('USAGE');
  }
}
