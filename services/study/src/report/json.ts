// SPDX-License-Identifier: EUPL-1.2
/** The feasibility report for programs; its form is docs/coordinator/feasibility-report.schema.json. */
import { grounds } from '@koppel/feasibility';
import type { Reported } from './input.ts';

/** Plain data; JSON leaves out what is undefined. */
export function reportData({ study, specHash, assessment, documents, on, feasibility }: Reported) {
  return {
    format: 'koppel-feasibility-report',
    version: 1,
    study: study.id,
    specHash,
    synthetic: study.synthetic,
    on,
    documentsRead: documents !== undefined,
    advice: { subStudies: assessment.bySubStudy, cities: assessment.byCity },
    cells: assessment.cells.map((cell) => ({
      subStudy: cell.subStudy,
      city: cell.city,
      advice: cell.advice,
      findingsAlone: cell.findings,
      grounds: grounds.map((ground) => {
        const { found, verdict, reason, evidence, against } = cell.grounds[ground];
        return {
          ground,
          found: found.verdict,
          findings: found.findings,
          verdict,
          reason,
          evidence,
          against,
        };
      }),
      conditions: cell.conditions,
      opinions: cell.opinions,
      power: cell.power && {
        design: cell.power.plan.plan.design,
        level: cell.power.plan.level,
        linkage: cell.power.linkage,
        detectable: cell.power.detectable,
      },
    })),
    expected: feasibility.expected,
    overlaps: feasibility.overlaps,
    documents: documents?.map(({ id, document, covers }) => ({ id, ...document, covers })),
    evidence: feasibility.evidence,
  };
}
