// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "looks": what the linkage unit asks in a second round, and what comes of it. */
export const lookAnswerMessages = {
  LOOKS_OPEN: {
    kind: 'environment',
    en: 'An owner has not answered all looks of the second round yet, so nothing was linked.',
    nl: 'Een bronhouder heeft nog niet alle inzages van de tweede ronde beantwoord: er is niet gekoppeld.',
    remedyEn:
      'Everything is asked and nothing is lost. Let that owner run `koppel-encoder answer`, and run again; nothing is asked twice.',
    remedyNl:
      'Alles is gevraagd en er is niets verloren. Laat die bronhouder `koppel-encoder answer` draaien, en draai opnieuw; niets wordt tweemaal gevraagd.',
  },
  LOOKS_REFUSED: {
    kind: 'refused',
    en: 'An owner refused looks of the second round; `rule` is the code that it gave.',
    nl: 'Een bronhouder weigerde inzages van de tweede ronde; `rule` is de code die hij gaf.',
    remedyEn:
      'Nothing is linked by one round alone instead. Ask that owner; when it answers after all, run again.',
    remedyNl:
      'Er wordt niet in plaats daarvan met één ronde gekoppeld. Vraag het die bronhouder; antwoordt hij alsnog, draai dan opnieuw.',
  },
  LOOKS_NOT_ASKED: {
    kind: 'refused',
    en: 'An answer of the second round is to something that this owner was not asked.',
    nl: 'Een antwoord in de tweede ronde hoort bij iets wat deze bronhouder niet is gevraagd.',
    remedyEn:
      'It was passed over. Ask that owner whether it answers with the right study file and log.',
    remedyNl:
      'Het is overgeslagen. Vraag die bronhouder of hij met het juiste studiebestand en log antwoordt.',
  },
  LOOKS_ANSWERED_OTHERWISE: {
    kind: 'refused',
    en: 'An owner answered the same request of the second round twice, and not the same.',
    nl: 'Een bronhouder beantwoordde hetzelfde verzoek van de tweede ronde tweemaal, en niet hetzelfde.',
    remedyEn: 'The first answer stands. Ask that owner whether its key file was copied.',
    remedyNl:
      'Het eerste antwoord blijft staan. Vraag die bronhouder of zijn sleutelbestand is gekopieerd.',
  },
} as const satisfies Messages;
