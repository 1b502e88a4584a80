// SPDX-License-Identifier: EUPL-1.2
/**
 * The parameters of a scheme as a table: what each may be, in one place, checked before a scheme sees
 * them, so that one that is misspelt or makes no sense is refused by name.
 */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';

/** What a parameter may be. One without a default must be given. */
export type ParameterRule =
  | {
      /** A whole number; of 2ⁿ, or of so many times n, where said. */
      readonly kind: 'whole';
      readonly least: number;
      readonly most: number;
      readonly form?: 'powerOfTwo' | { readonly multipleOf: number };
      readonly default?: number;
      /** Need not be given, and is then not there at all. */
      readonly optional?: true;
    }
  | {
      /** A number between two bounds, which it may equal. */
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      readonly default?: number;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly default?: string }
  | { readonly kind: 'flag'; readonly default?: boolean }
  /** A sentence for people, such as a reason, of so many characters at least (100 at most). */
  | { readonly kind: 'text'; readonly least: number; readonly default?: string };

/** The rules that ENCODING_PARAMETERS names for what the tables say; schemes have more. */
type Broken =
  | 'unknown'
  | 'missing'
  | 'notNumber'
  | 'notWhole'
  | 'tooLow'
  | 'tooHigh'
  | 'powerOfTwo'
  | 'multiple'
  | 'notOffered'
  | 'notTrueOrFalse'
  | 'notText'
  | 'tooShort';

type Value = EncodingSpec['parameters'][string];

function brokenByNumber(
  value: Value,
  rule: Extract<ParameterRule, { readonly kind: 'whole' | 'number' }>,
): Broken | undefined {
  if (typeof value !== 'number') return 'notNumber';
  if (rule.kind === 'whole' && !Number.isInteger(value)) return 'notWhole';
  if (value < rule.least) return 'tooLow';
  if (value > rule.most) return 'tooHigh';
  if (rule.kind === 'number' || rule.form === undefined) return undefined;
  if (rule.form === 'powerOfTwo') {
    return Number.isInteger(Math.log2(value)) ? undefined : 'powerOfTwo';
  }
  return value % rule.form.multipleOf === 0 ? undefined : 'multiple';
}

function brokenBy(value: Value, rule: ParameterRule): Broken | undefined {
  switch (rule.kind) {
    case 'choice':
      return rule.values.some((offered) => offered === value) ? undefined : 'notOffered';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'notTrueOrFalse';
    case 'text':
      if (typeof value !== 'string') return 'notText';
      return value.trim().length < rule.least ? 'tooShort' : undefined;
    case 'whole':
    case 'number':
      return brokenByNumber(value, rule);
  }
}

/** A refusal of one parameter, by a rule of the table or of a scheme. */
export function parameterProblem(name: string, rule: string): KoppelError {
  return new KoppelError('ENCODING_PARAMETERS', { path: `encoding.parameters.${name}`, rule });
}

/**
 * Checks given parameters against a scheme's table, and fills in its defaults.
 * @throws KoppelError ENCODING_PARAMETERS
 */
export function completeParameters(
  given: EncodingSpec['parameters'],
  rules: Readonly<Record<string, ParameterRule>>,
): EncodingSpec['parameters'] {
  const extra = Object.keys(given).find((name) => !Object.hasOwn(rules, name));
  if (extra !== undefined) throw parameterProblem(extra, 'unknown');
  const complete = { ...given };
  for (const [name, rule] of Object.entries(rules)) {
    const value = given[name] ?? rule.default;
    if (value === undefined && 'optional' in rule) continue;
    if (value === undefined) throw parameterProblem(name, 'missing');
    const broken = brokenBy(value, rule);
    if (broken !== undefined) throw parameterProblem(name, broken);
    complete[name] = value;
  }
  return complete;
}
