// SPDX-License-Identifier: EUPL-1.2
/** The linkage quality report: as data, in its publishable form, and as a page. */
export {
  type Cell,
  type HistoryFigures,
  type MethodFigures,
  type QualityReport,
  type Received,
  REPORT_KIND,
  REPORT_VERSION,
} from './model.ts';
export { publishable } from './publishable.ts';
export { qualityPage } from './page/page.ts';
export { type ReportedRegister, type ReportFacts, reportOf } from './report.ts';
