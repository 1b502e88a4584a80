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

/**
 * Options that every command accepts (`--help`, `--lang`, `--json`) are added here.
 * @param most how many words may stand beside the options: more are no options that were forgotten
 *   to be quoted, and none is passed over
 */
export function parseArguments(argv: readonly string[], kinds: OptionKinds, most = 0): Arguments {
  const { values, positionals } = parseStrictly(argv, { ...always, ...kinds });
  if (positionals.length > most) throw new KoppelError('USAGE', { rule: 'wordTooMany' });
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

/** An option as it was typed, where it looks like one: what else was typed is not repeated. */
function nameOf(rawName: string): { readonly path?: string } {
  return /^--?[a-z][a-z-]{0,39}$/u.test(rawName) ? { path: rawName } : {};
}

function parseStrictly(argv: readonly string[], kinds: OptionKinds) {
  const options = Object.fromEntries(Object.entries(kinds).map(([name, type]) => [name, { type }]));
  const { tokens, ...parsed } = parseArgs({
    args: [...argv], options, allowPositionals: true, strict: false, tokens: true,
  }); // prettier-ignore
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    const rule = wrongOption(kind, token.value, token.inlineValue === true);
    if (rule !== undefined) throw new KoppelError('USAGE', { ...nameOf(token.rawName), rule });
  }
  return parsed;
}

/** What is wrong with an option: a value that looks like an option is a value that was forgotten. */
function wrongOption(
  kind: 'string' | 'boolean' | undefined,
  value: string | undefined,
  isInline: boolean,
): string | undefined {
  if (kind === undefined) return 'optionUnknown';
  if (kind === 'boolean') return value === undefined ? undefined : 'valueUnwanted';
  const forgotten = value === undefined || (!isInline && /^-./u.test(value));
  return forgotten ? 'valueMissing' : undefined;
}
