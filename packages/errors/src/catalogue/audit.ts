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
  AUDIT_ATTACK: {
    kind: 'usage',
    en: 'There is no attack with this name.',
    nl: 'Er is geen aanval met deze naam.',
    remedyEn: 'Leave --attacks out to run all, or name some that the help lists, apart by commas.',
    remedyNl:
      'Laat --attacks weg voor alle, of noem er enkele uit de hulptekst, met komma’s ertussen.',
  },
  AUDIT_GATE: {
    kind: 'refused',
    en: 'An attack got further into these encodings than the gate allows.',
    nl: 'Een aanval kwam verder in deze coderingen dan de grens toestaat.',
    remedyEn:
      'Do not send them to a linkage unit that could try this. Choose a stronger encoding with koppel-encoder suggest, and audit again.',
    remedyNl:
      'Stuur ze niet naar een koppelpartij die dit kan proberen. Kies met koppel-encoder suggest een sterkere codering en toets opnieuw.',
  },
  AUDIT_GATE_OPEN: {
    kind: 'refused',
    en: 'A gate was not measured, so that nothing is known of it.',
    nl: 'Een grens is niet gemeten, zodat er niets over bekend is.',
    remedyEn:
      'Let the audit run the attack of the rule too, with the known pairs that the gate asks for: leave --attacks and --known-pairs out.',
    remedyNl:
      'Laat de toets ook de aanval van de regel doen, met de bekende paren die de grens vraagt: laat --attacks en --known-pairs weg.',
  },
  AUDIT_CANCELLED: {
    kind: 'environment',
    en: 'The audit was stopped before it was done.',
    nl: 'De toets is gestopt voordat hij klaar was.',
    remedyEn: 'Run the same command again to start over; nothing was left half-done.',
    remedyNl: 'Geef dezelfde opdracht opnieuw; er is niets half achtergebleven.',
  },
} as const satisfies Messages;
