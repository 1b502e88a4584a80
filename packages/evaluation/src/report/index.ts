// SPDX-License-Identifier: EUPL-1.2
/** A linkage report as one self-contained page. */
export type { RegisterCounts, RegisterPairQuality, Report, ReportLanguage } from './model.ts';
export { renderReport } from './page.ts';
