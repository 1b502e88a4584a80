// SPDX-License-Identifier: EUPL-1.2
/** Encoding: normalise → tokens → keyed words → bits. For data owners; nothing else may import it. */
export { cellsOf, writeCodes, type CellBatch } from './cell-batch.ts';
export { checkBsn, type BsnResult } from './dutch/bsn.ts';
export type { Form, FormName } from './dutch/reading.ts';
export { createRecordEncoder } from './encoder.ts';
export { explainValue, type Explanation } from './explain.ts';
export {
  expectedFill,
  measureFill,
  usualFill,
  type BitWeight,
  type FieldLoad,
  type Fill,
} from './fill.ts';
export { inputsOf, MAIN_PART, partsOf, type FieldInput } from './inputs.ts';
export { encodingLabels, type EncodingLabels } from './labels.ts';
export { isMissing, normalise } from './normalise.ts';
export { createProfile, normalisationHashes, type EncodingProfile } from './profile.ts';
export type { EncodedRecord, FieldProblem, RecordEncoder } from './record-encoder.ts';
export { saltField, saltOf } from './salt.ts';
export { fieldLayout, type FieldPlace } from './schemes/field-filters/field-filters.ts';
export type { ParameterRule } from './schemes/parameters.ts';
export { presets, type Preset } from './schemes/presets.ts';
export { findScheme, schemes } from './schemes/registry.ts';
export type { Bilingual, Scheme, SchemeWarning } from './schemes/scheme.ts';
export { LookAnswers } from './second-round/look-answers.ts';
export { mergedClasses, RarityCounts, rarityClasses } from './second-round/rarity-classes.ts';
export { tokenise } from './tokens.ts';
export { readDateParts, type DateParts } from './tokens/date.ts';
export type { FieldRule, Tokenised } from './tokens/tokenised.ts';
export {
  deriveWeights,
  entropyRange,
  typeFactors,
  type DerivedField,
  type WeightRequest,
} from './weights.ts';
