// SPDX-License-Identifier: EUPL-1.2
/** Synthetic registers, quality measures and reports, for tests and other tools. */
export { generatePair, generateRegisters, toCsv, truthTable } from './generator/index.ts';
export { countPairs, pairQuality, wilson, type PairQuality } from './metrics/index.ts';
export { renderReport, type Report } from './report/index.ts';
