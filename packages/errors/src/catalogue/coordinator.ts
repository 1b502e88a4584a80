// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "coordinator": feasibility, evidence, and the records of the control topic. */
export const coordinatorMessages = {
  STUDY_FORM: {
    kind: 'input',
    en: 'This study has no coordinator: it is of form 1, a rehearsal.',
    nl: 'Deze studie heeft geen coördinator: zij heeft vorm 1, een oefening.',
    remedyEn: 'Write koppel: 2 with a coordinator and mandates, or start anew with `init`.',
    remedyNl: 'Schrijf koppel: 2 met een coördinator en mandaten, of begin opnieuw met `init`.',
  },
  STUDY_OPEN: {
    kind: 'input',
    en: 'A place in the file still says OPEN.',
    nl: 'Op een plaats in het bestand staat nog OPEN.',
    remedyEn: 'Fill in what belongs there; `koppel-study check` lists all of it in order.',
    remedyNl: 'Vul in wat daar hoort; `koppel-study check` noemt alles op volgorde.',
  },
  FEASIBILITY_DESIGN: {
    kind: 'input',
    en: 'The plan is of another design than the sub-study.',
    nl: 'Het plan hoort bij een ander ontwerp dan de deelstudie.',
    remedyEn: 'Give the numbers of the design that the study names for this sub-study.',
    remedyNl: 'Geef de getallen van het ontwerp dat de studie voor deze deelstudie noemt.',
  },
  VERDICT_CONTRADICTS: {
    kind: 'input',
    en: 'A verdict and its conditions contradict each other.',
    nl: 'Een oordeel en zijn voorwaarden spreken elkaar tegen.',
    remedyEn:
      'Give at least one condition of that ground with yesIf, and none with another verdict.',
    remedyNl:
      'Geef bij yesIf minstens één voorwaarde van die grond, en geen bij een ander oordeel.',
  },
  VERDICT_MISSING: {
    kind: 'input',
    en: 'Nobody has given this verdict yet.',
    nl: 'Dit oordeel heeft nog niemand gegeven.',
    remedyEn: 'Give it with `koppel-study verdict`, with a reason and what it rests on.',
    remedyNl: 'Geef het met `koppel-study verdict`, met een reden en waarop het berust.',
  },
  VERDICT_PLACE: {
    kind: 'usage',
    en: 'The study has no such sub-study in that city, or no such ground.',
    nl: 'De studie heeft die deelstudie niet in die stad, of de grond bestaat niet.',
    remedyEn: 'Use the names of the study; grounds: theoretical, practical, legal, wanted.',
    remedyNl: 'Gebruik de namen van de studie; gronden: theoretical, practical, legal, wanted.',
  },
  EVIDENCE_NONE: {
    kind: 'input',
    en: 'A verdict rests on no evidence.',
    nl: 'Een oordeel berust op geen enkel bewijsstuk.',
    remedyEn: 'Put the file in the folder evidence and name it with --evidence.',
    remedyNl: 'Zet het bestand in de map evidence en noem het met --evidence.',
  },
  EVIDENCE_MISSING: {
    kind: 'input',
    en: 'A file of the evidence is not in the folder.',
    nl: 'Een bewijsstuk staat niet in de map.',
    remedyEn: 'Put the very file that was judged back into the folder evidence.',
    remedyNl: 'Zet het bestand waarover is geoordeeld terug in de map evidence.',
  },
  EVIDENCE_CHANGED: {
    kind: 'refused',
    en: 'A file of the evidence was changed after it was judged.',
    nl: 'Een bewijsstuk is veranderd nadat erover is geoordeeld.',
    remedyEn:
      'Put the former file back, or record the new one with `koppel-study evidence` and judge again.',
    remedyNl:
      'Zet het eerdere bestand terug, of leg het nieuwe vast met `koppel-study evidence` en oordeel opnieuw.',
  },
  PROFILE_FORM: {
    kind: 'input',
    en: 'A file is no publishable profile of a register.',
    nl: 'Een bestand is geen publiceerbaar profiel van een register.',
    remedyEn: 'Ask the owner for what `koppel-encoder profile --publishable` wrote, unchanged.',
    remedyNl:
      'Vraag de bronhouder wat `koppel-encoder profile --publishable` schreef, ongewijzigd.',
  },
  PROFILE_OTHER: {
    kind: 'input',
    en: 'A publishable profile is of another study or another register.',
    nl: 'Een publiceerbaar profiel hoort bij een andere studie of een ander register.',
    remedyEn: 'Name the right file under profiles.',
    remedyNl: 'Noem het juiste bestand onder profiles.',
  },
  SKETCH_FIELDS: {
    kind: 'input',
    en: 'A register lacks what a sketch is made of: a date of birth, and names or a postcode.',
    nl: 'Een register mist waar een schets van gemaakt wordt: geboortedatum, en namen of postcode.',
    remedyEn: 'Map these fields, if the register has them; without them there is no sketch of it.',
    remedyNl:
      'Koppel deze velden in de mapping, als het register ze heeft; anders is er geen schets van te maken.',
  },
  SKETCH_SMALL: {
    kind: 'refused',
    en: 'A register has too few persons for a sketch: among few, one is too easily seen.',
    nl: 'Een register heeft te weinig personen voor een schets: tussen weinigen valt één te veel op.',
    remedyEn: 'Tell the coordinator so; the overlap of a register this small is not estimated.',
    remedyNl: 'Meld dit aan de coördinator; van zo’n klein register wordt de overlap niet geschat.',
  },
  SKETCH_FORM: {
    kind: 'input',
    en: 'A file is no sketch of a register.',
    nl: 'Een bestand is geen schets van een register.',
    remedyEn: 'Ask the owner for what `koppel-encoder sketch` wrote, unchanged.',
    remedyNl: 'Vraag de bronhouder wat `koppel-encoder sketch` schreef, ongewijzigd.',
  },
  SKETCH_SIGNATURE: {
    kind: 'refused',
    en: 'A sketch was not signed by the owner that it names, or was changed since.',
    nl: 'Een schets is niet ondertekend door de bronhouder die ze noemt, of is daarna veranderd.',
    remedyEn: 'Ask that owner for the file again, and how it came to differ.',
    remedyNl: 'Vraag die bronhouder het bestand opnieuw, en hoe het verschil ontstond.',
  },
  SKETCH_OTHER_STUDY: {
    kind: 'refused',
    en: 'A sketch is of another study, or of another version of it.',
    nl: 'Een schets hoort bij een andere studie, of bij een andere versie ervan.',
    remedyEn:
      'Let all owners make their sketches with the same study file, after one key agreement.',
    remedyNl:
      'Laat alle bronhouders hun schets maken met hetzelfde studiebestand, na één sleutelafspraak.',
  },
  SKETCH_OTHER_KEY: {
    kind: 'refused',
    en: 'Sketches were made with different keys, so nothing in them can agree.',
    nl: 'Schetsen zijn met verschillende sleutels gemaakt; er kan niets in overeenkomen.',
    remedyEn: 'Let the owners run `koppel-encoder key check` together and make the sketches again.',
    remedyNl:
      'Laat de bronhouders samen `koppel-encoder key check` doen en de schetsen opnieuw maken.',
  },
  SKETCH_OTHER_RULES: {
    kind: 'refused',
    en: 'Sketches were made by different versions of the program.',
    nl: 'Schetsen zijn met verschillende versies van het programma gemaakt.',
    remedyEn: 'Let all owners use the same version and make the sketches again.',
    remedyNl: 'Laat alle bronhouders dezelfde versie gebruiken en de schetsen opnieuw maken.',
  },
  SKETCH_OTHER_RATE: {
    kind: 'refused',
    en: 'Sketches hold different shares of their registers.',
    nl: 'Schetsen bevatten verschillende delen van hun register.',
    remedyEn: 'Let all owners make their sketches with the same --one-in.',
    remedyNl: 'Laat alle bronhouders hun schets maken met dezelfde --one-in.',
  },
  SKETCH_TWICE: {
    kind: 'input',
    en: 'There are two sketches of one register of one owner.',
    nl: 'Er zijn twee schetsen van één register van één bronhouder.',
    remedyEn: 'Give only the newest of them.',
    remedyNl: 'Geef alleen de nieuwste daarvan.',
  },
  SKETCH_ALONE: {
    kind: 'input',
    en: 'A city has sketches of fewer than two registers, so there is no overlap to estimate.',
    nl: 'Een stad heeft schetsen van minder dan twee registers; er is geen overlap te schatten.',
    remedyEn: 'Wait for the sketches of the other registers, or leave the city out.',
    remedyNl: 'Wacht op de schetsen van de andere registers, of laat de stad weg.',
  },
  CONTROL_NO_MANDATE: {
    kind: 'refused',
    en: 'The study gives this signer no mandate for that city, or for this kind of record.',
    nl: 'De studie geeft deze ondertekenaar geen mandaat voor die stad, of voor dit soort besluit.',
    remedyEn:
      'Have an office decide that the study names for the city; documents and the end are for the coordinator.',
    remedyNl:
      'Laat een orgaan besluiten dat de studie voor de stad noemt; documenten en het einde zijn aan de coördinator.',
  },
  CONTROL_CONTRADICTS: {
    kind: 'refused',
    en: 'Another office has said no, not yet, or yes on an open condition to this sub-study in this city. It still counts.',
    nl: 'Een ander orgaan heeft nee, nog niet, of ja met een open voorwaarde gezegd tegen deze deelstudie in deze stad. Dat telt nog.',
    remedyEn: 'Let that office withdraw its decision or decide anew; `koppel-study log` names it.',
    remedyNl:
      'Laat dat orgaan zijn besluit intrekken of opnieuw besluiten; `koppel-study log` noemt het.',
  },
  PAPER_MISSING: {
    kind: 'input',
    en: 'No file in the folder of papers is the document that the coordinator signed for.',
    nl: 'Geen bestand in de map met documenten is het document waarvoor de coördinator tekende.',
    remedyEn:
      'Put the signed file in the folder, named after the document, or sign for the new one.',
    remedyNl:
      'Zet het ondertekende bestand in de map, genoemd naar het document, of teken voor het nieuwe.',
  },
  PAPER_CHANGED: {
    kind: 'refused',
    en: 'A file has the name of a document, and its content is not what the coordinator signed for.',
    nl: 'Een bestand heeft de naam van een document, en niet de inhoud waarvoor de coördinator tekende.',
    remedyEn:
      'Put the signed file back. If the document was renewed, sign for it with `koppel-study document`.',
    remedyNl:
      'Zet het ondertekende bestand terug. Is het document vernieuwd, teken er dan voor met `koppel-study document`.',
  },
  CONTROL_AGAINST: {
    kind: 'refused',
    en: 'The verdicts go against a finding of the feasibility report, and nobody has said so.',
    nl: 'De oordelen gaan in tegen een bevinding van het haalbaarheidsrapport, en niemand heeft dat gezegd.',
    remedyEn: 'Read the finding; name it with --against if the decision stands all the same.',
    remedyNl: 'Lees de bevinding; noem haar met --against als het besluit toch zo blijft.',
  },
  CONTROL_DATE_PAST: {
    kind: 'input',
    en: 'A date is in the past, so that what it belongs to would be void at once.',
    nl: 'Een datum ligt in het verleden, zodat waar hij bij hoort meteen niet meer geldt.',
    remedyEn: 'Give a date from today on.',
    remedyNl: 'Geef een datum vanaf vandaag.',
  },
  CONTROL_DATE_FUTURE: {
    kind: 'input',
    en: 'A date of something that has happened is in the future.',
    nl: 'Een datum van iets dat al gebeurd is, ligt in de toekomst.',
    remedyEn: 'Give the day on which it happened, today at the latest.',
    remedyNl: 'Geef de dag waarop het gebeurde, uiterlijk vandaag.',
  },
  CONTROL_DATE_FORM: {
    kind: 'usage',
    en: 'A date is no day of the calendar in the form YYYY-MM-DD.',
    nl: 'Een datum is geen kalenderdag in de vorm JJJJ-MM-DD.',
    remedyEn: 'Write for instance 2027-03-31.',
    remedyNl: 'Schrijf bijvoorbeeld 2027-03-31.',
  },
  CONTROL_LATE: {
    kind: 'refused',
    en: 'Somebody else wrote on the control topic at the same moment and came first. Nothing changed.',
    nl: 'Iemand anders schreef op hetzelfde moment op het control-topic en was eerst. Er is niets veranderd.',
    remedyEn: 'Look at `koppel-study status`, and give the command again if it is still wanted.',
    remedyNl: 'Bekijk `koppel-study status`, en geef de opdracht opnieuw als het nog nodig is.',
  },
  CONTROL_UNKNOWN: {
    kind: 'input',
    en: 'There is no such document or decision to take back.',
    nl: 'Er is geen document of besluit van die naam om in te trekken.',
    remedyEn: 'See `koppel-study log` for what stands.',
    remedyNl: 'Zie `koppel-study log` voor wat er staat.',
  },
  CONTROL_TAMPERED: {
    kind: 'refused',
    en: 'A message on the control topic was changed, or not signed by the one it names. It does not count.',
    nl: 'Een bericht op het control-topic is veranderd, of niet ondertekend door wie het noemt. Het telt niet.',
    remedyEn: 'Keep a copy of the log and ask who can write there.',
    remedyNl: 'Bewaar een kopie van het log en ga na wie daar kan schrijven.',
  },
  CONTROL_STRANGER: {
    kind: 'refused',
    en: 'A message on the control topic is from someone whom the study does not know. It does not count.',
    nl: 'Een bericht op het control-topic is van iemand die de studie niet kent. Het telt niet.',
    remedyEn: 'Check that you hold the current study file, then ask who can write there.',
    remedyNl: 'Ga na of u het huidige studiebestand hebt, en daarna wie daar kan schrijven.',
  },
  CONTROL_OTHER_VERSION: {
    kind: 'refused',
    en: 'This was decided for another version of the study, and does not count for the present one.',
    nl: 'Dit is besloten voor een andere versie van de studie, en telt niet voor de huidige.',
    remedyEn: 'Have it signed anew for the study as it is now.',
    remedyNl: 'Laat het opnieuw ondertekenen voor de studie zoals zij nu is.',
  },
  FILE_CHANGED_MEANWHILE: {
    kind: 'refused',
    en: 'The file was changed by somebody else meanwhile. Nothing was written.',
    nl: 'Het bestand is intussen door iemand anders veranderd. Er is niets geschreven.',
    remedyEn: 'Give the command again: it starts from the file as it is now.',
    remedyNl: 'Geef de opdracht opnieuw: die begint met het bestand zoals het nu is.',
  },
  REPLICATION_SOURCE: {
    kind: 'input',
    en: 'The file is no study and no guide that holds one.',
    nl: 'Het bestand is geen studie en geen werkwijzer waarin er een staat.',
    remedyEn: 'Name a study.yaml or an HTML page that `koppel-study guide` wrote.',
    remedyNl: 'Noem een study.yaml of een HTML-pagina die `koppel-study guide` schreef.',
  },
} as const satisfies Messages;
