// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "audit": attacks on one's own encodings. */
export const auditMessages = {
  AUDIT_TOO_FEW: {
    kind: 'input',
    en: 'The register has too few records for this audit to mean anything.',
    nl: 'Het register heeft te weinig records om iets aan deze toets te hebben.',
    remedyEn: 'Audit a larger register, or a smaller attack. A small register is no safer for it.',
    remedyNl:
      'Toets een groter register, of een kleinere aanval. Een klein register is daarom niet veiliger.',
  },
  AUDIT_CANCELLED: {
    kind: 'environment',
    en: 'The audit was stopped before it was done.',
    nl: 'De toets is gestopt voordat hij klaar was.',
    remedyEn: 'Run the same command again to start over; nothing was left half-done.',
    remedyNl: 'Geef dezelfde opdracht opnieuw; er is niets half achtergebleven.',
  },
} as const satisfies Messages;
