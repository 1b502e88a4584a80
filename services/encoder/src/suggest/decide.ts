// SPDX-License-Identifier: EUPL-1.2
/**
 * Which encoding suits a study, from what its linkage unit could do and what the study can lose. A
 * rule of thumb with its reasons, for people to weigh: it has seen no contract and no register. Field
 * filters are never the answer, as they show how often each value occurs.
 */

export interface Answers {
  /** Registers in clear text that the linkage unit holds or can get at. */
  readonly linkageUnit: 'none' | 'others' | 'population' | 'unknown';
  /** Whether somebody at the linkage unit could know which encoding is whose, of some people. */
  readonly insider: 'no' | 'yes' | 'unknown';
  /** What the study can lose in quality. */
  readonly loss: 'none' | 'some';
  /** What an encoding may cost in bytes and in time to compare. */
  readonly size: 'small' | 'large';
  /** Whether programs of others, which know Bloom filters, must be able to compare. */
  readonly interoperable: 'no' | 'yes';
  /** A field that is right and never changes, in every register; undefined where there is none. */
  readonly stable: string | undefined;
}

export type PresetName = 'clk' | 'clkHardened' | 'saul' | 'saulStrong';

/** Why, and what to beware of: each is a text in `words.ts`. */
export type Reason =
  | 'registerHeld'
  | 'registerUnknown'
  | 'insiderFeared'
  | 'insiderUnknown'
  | 'nothingFeared'
  | 'qualityFirst'
  | 'qualityAllows'
  | 'othersCompare'
  | 'saltedBy';

export type Warning =
  | 'strongTooLarge'
  | 'lossUnavoidable'
  | 'notInteroperable'
  | 'noRegisterMustHold'
  | 'hardeningLimits'
  | 'saltLoses'
  | 'noCryptanalysis';

export interface Suggestion {
  readonly preset: PresetName;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Warning[];
  /** The field that salts the others, where that is part of it. */
  readonly saltBy: string | undefined;
}

/** For a linkage unit that has something to attack with: near matches survive, the rest drowns. */
function againstAttackers({ linkageUnit, insider, loss, size, interoperable }: Answers): Suggestion {
  const isRegister = linkageUnit !== 'none';
  const isInsider = insider !== 'no';
  const wantsStrong = isRegister && isInsider;
  const strong = wantsStrong && size === 'large';
  return {
    preset: strong ? 'saulStrong' : 'saul',
    reasons: [
      ...(isRegister ? [linkageUnit === 'unknown' ? 'registerUnknown' : 'registerHeld'] as const : []),
      ...(isInsider ? [insider === 'unknown' ? 'insiderUnknown' : 'insiderFeared'] as const : []),
    ],
    warnings: [
      ...(wantsStrong && !strong ? ['strongTooLarge'] as const : []),
      ...(loss === 'none' ? ['lossUnavoidable'] as const : []),
      ...(interoperable === 'yes' ? ['notInteroperable'] as const : []),
      'noCryptanalysis',
    ],
    saltBy: undefined,
  };
} // prettier-ignore

export function decide(answers: Answers): Suggestion {
  const { linkageUnit, insider, loss, interoperable, stable } = answers;
  if (linkageUnit !== 'none' || insider !== 'no') return againstAttackers(answers);
  if (loss === 'none') {
    const compare = interoperable === 'yes' ? (['othersCompare'] as const) : [];
    return {
      preset: 'clk',
      reasons: ['nothingFeared', 'qualityFirst', ...compare],
      warnings: ['noRegisterMustHold'],
      saltBy: undefined,
    };
  }
  if (interoperable === 'yes') {
    return {
      preset: 'clkHardened',
      reasons: ['nothingFeared', 'othersCompare', ...(stable === undefined ? [] : ['saltedBy'] as const)],
      warnings: ['noRegisterMustHold', 'hardeningLimits', ...(stable === undefined ? [] : ['saltLoses'] as const)],
      saltBy: stable,
    };
  } // prettier-ignore
  return {
    preset: 'saul',
    reasons: ['nothingFeared', 'qualityAllows'],
    warnings: ['noCryptanalysis'],
    saltBy: undefined,
  };
}
