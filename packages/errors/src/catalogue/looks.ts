// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "looks": what an owner refuses in a second round, and why it cannot answer. */
export const looksMessages = {
  LOOK_NO_ROUND: {
    kind: 'refused',
    en: 'This study has no second round: no look is answered.',
    nl: 'Deze studie heeft geen tweede ronde: geen inzage wordt beantwoord.',
    remedyEn: 'Have a secondRound put into the study and decided on by all parties, or do without.',
    remedyNl:
      'Laat een secondRound in de studie opnemen en door alle partijen erover besluiten, of doe het zonder.',
  },
  LOOK_REQUEST: {
    kind: 'refused',
    en: 'A request for looks is not as this study has them.',
    nl: 'Een verzoek om inzages is niet zoals deze studie ze heeft.',
    remedyEn:
      'Nothing was shown. The linkage unit must number the pairs of a round in order, none twice, and ask for as many looks as the study says.',
    remedyNl:
      'Er is niets getoond. De koppelpartij moet de paren van een ronde op volgorde nummeren, geen dubbel, en om zoveel inzages vragen als de studie zegt.',
  },
  LOOK_RUN: {
    kind: 'refused',
    en: 'Looks are asked for a run that is not the newest accepted one of the register.',
    nl: 'Er wordt om inzages gevraagd voor een run die niet de nieuwste aangenomen run van het register is.',
    remedyEn: 'Nothing was shown. The linkage unit begins a round for the newest run.',
    remedyNl: 'Er is niets getoond. De koppelpartij begint een ronde voor de nieuwste run.',
  },
  LOOK_RUN_OUTDATED: {
    kind: 'refused',
    en: 'Somebody in this run must not take part any more: no look at the run is answered.',
    nl: 'Iemand in deze run mag niet meer meedoen: geen inzage in de run wordt beantwoord.',
    remedyEn:
      'Deliver the register again with the exclusion list (koppel-encoder run --release-now). Looks at the new run are answered.',
    remedyNl:
      'Lever het register opnieuw met de uitsluitingslijst (koppel-encoder run --release-now). Inzages in de nieuwe run worden beantwoord.',
  },
  LOOK_TOKEN: {
    kind: 'refused',
    en: 'Looks are asked at a record that is not of the run.',
    nl: 'Er wordt om inzage gevraagd in een record dat niet van de run is.',
    remedyEn: 'Nothing was shown. Ask the linkage unit to link the runs anew.',
    remedyNl: 'Er is niets getoond. Vraag de koppelpartij de runs opnieuw te koppelen.',
  },
  LOOK_UNEQUAL: {
    kind: 'refused',
    en: 'A round asks for more looks at one record than at another.',
    nl: 'Een ronde vraagt om meer inzages in het ene record dan in het andere.',
    remedyEn:
      'No more of this round is answered. Ask the linkage unit why: being asked must tell nothing about anybody.',
    remedyNl:
      'Van deze ronde wordt niets meer beantwoord. Vraag de koppelpartij waarom: gevraagd worden mag over niemand iets zeggen.',
  },
  LOOK_STORE: {
    kind: 'environment',
    en: 'What looks at this run are answered from is not in the state folder.',
    nl: 'Waaruit inzages in deze run worden beantwoord, staat niet in de map met de stand.',
    remedyEn:
      'Run the register again (koppel-encoder run, if need be with --release-now): what is the same is not sent twice. Requests wait meanwhile.',
    remedyNl:
      'Draai het register opnieuw (koppel-encoder run, zo nodig met --release-now): wat gelijk is, wordt niet dubbel verzonden. Verzoeken wachten zolang.',
  },
  LOOK_BUDGET: {
    kind: 'refused',
    en: 'A round asks for more looks at a record than the budget of the study has left.',
    nl: 'Een ronde vraagt om meer inzages in een record dan het budget van de studie nog heeft.',
    remedyEn:
      'No more of this round is answered. A larger budget needs a new version of the study, decided on by all parties.',
    remedyNl:
      'Van deze ronde wordt niets meer beantwoord. Een groter budget vraagt een nieuwe versie van de studie, waarover alle partijen besluiten.',
  },
  LOOK_REUSED: {
    kind: 'refused',
    en: 'A number of a round is asked for again with other content.',
    nl: 'Een nummer van een ronde wordt opnieuw gevraagd met andere inhoud.',
    remedyEn:
      'Nothing was shown. Two answers under one number could be compared: ask the linkage unit to begin a new round.',
    remedyNl:
      'Er is niets getoond. Twee antwoorden onder één nummer zouden te vergelijken zijn: vraag de koppelpartij een nieuwe ronde te beginnen.',
  },
} as const satisfies Messages;
