// SPDX-License-Identifier: EUPL-1.2
/** Whether a specification fits the scheme that it names, and what there is to warn of. */
import { KoppelError } from '@koppel/errors';
import { similarityOf, type EncodingSpec } from '@koppel/study';
import { completeParameters } from './parameters.ts';
import type { Scheme, SchemeWarning, WeightKind } from './scheme.ts';

function checkWeightKinds({ fields }: EncodingSpec, kinds: readonly WeightKind[]): void {
  const odd = fields.findIndex(({ weight }) => !kinds.some((kind) => kind in weight));
  if (odd === -1) return;
  const path = `encoding.fields[${odd}].weight`;
  const rule = Object.keys(fields[odd]!.weight)[0]!;
  throw new KoppelError('ENCODING_WEIGHT_KIND', { field: fields[odd]!.name, path, rule });
}

function checkSimilarity(scheme: Scheme, spec: EncodingSpec): void {
  const fitting = scheme.similarities(spec);
  if (fitting.includes(similarityOf(spec))) return;
  const rule = fitting.includes('hamming') ? 'needsHamming' : 'needsDice';
  throw new KoppelError('ENCODING_SIMILARITY', { path: 'encoding.similarity', rule });
}

/**
 * Checks a specification of the right form against a scheme.
 * @returns the same, with the scheme's defaults filled in
 * @throws KoppelError ENCODING_PARAMETERS, ENCODING_WEIGHT_KIND, ENCODING_WEIGHT, ENCODING_SIMILARITY
 */
export function checkAgainst(scheme: Scheme, spec: EncodingSpec): EncodingSpec {
  const complete = { ...spec, parameters: completeParameters(spec.parameters, scheme.parameters) };
  checkWeightKinds(complete, scheme.weights);
  checkSimilarity(scheme, complete);
  scheme.check(complete);
  return complete;
}

const newerVersion = {
  rule: 'schemeVersionOld',
  path: 'encoding.version',
  text: {
    en: 'There is a newer version of this way of encoding. This study keeps the one that it was set up with; a new study is better off with the newest.',
    nl: 'Er is een nieuwere versie van deze manier van coderen. Deze studie houdt de versie waarmee zij is opgezet; een nieuwe studie neemt beter de nieuwste.',
  },
} as const satisfies SchemeWarning;

/**
 * What those who use a specification should know: that the scheme is withdrawn or has a newer
 * version, and what the scheme itself warns of. All parties of a study see the same.
 * @param spec checked, as in a profile
 * @param registered all schemes
 */
export function warningsOf(
  scheme: Scheme,
  spec: EncodingSpec,
  registered: readonly Scheme[],
): readonly SchemeWarning[] {
  const warnings = [...scheme.warnings(spec)];
  const { id, version, deprecated } = scheme;
  if (registered.some((other) => other.id === id && other.version > version)) {
    warnings.unshift(newerVersion);
  }
  if (deprecated !== undefined) {
    warnings.unshift({ rule: 'schemeDeprecated', text: deprecated, path: 'encoding.scheme' });
  }
  return warnings;
}
