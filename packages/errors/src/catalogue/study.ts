// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "study": the specification and the gate. */
export const studyMessages = {
  STUDY_YAML: {
    kind: 'input',
    en: 'The study file is not valid YAML.',
    nl: 'Het studiebestand is geen geldige YAML.',
    remedyEn: 'Check indentation, colons and quotes on that row.',
    remedyNl: 'Controleer inspringing, dubbele punten en aanhalingstekens op die rij.',
  },
  STUDY_UNKNOWN_MEMBER: {
    kind: 'input',
    en: 'The study has a setting that does not exist.',
    nl: 'De studie bevat een instelling die niet bestaat.',
    remedyEn: 'Correct its spelling or remove it; see the example study.',
    remedyNl: 'Verbeter de spelling of haal haar weg; zie de voorbeeldstudie.',
  },
  STUDY_MISSING_MEMBER: {
    kind: 'input',
    en: 'The study lacks a setting that is required.',
    nl: 'In de studie ontbreekt een verplichte instelling.',
    remedyEn: 'Add the setting at the place that is named.',
    remedyNl: 'Voeg de instelling toe op de genoemde plaats.',
  },
  STUDY_TYPE: {
    kind: 'input',
    en: 'A setting of the study has the wrong kind of value, such as text for a number.',
    nl: 'Een instelling heeft een verkeerd soort waarde, zoals tekst waar een getal hoort.',
    remedyEn: 'Give the kind of value that the example study shows at that place.',
    remedyNl: 'Geef het soort waarde dat de voorbeeldstudie op die plaats toont.',
  },
  STUDY_VALUE: {
    kind: 'input',
    en: 'A setting of the study has a value that is not allowed.',
    nl: 'Een instelling van de studie heeft een waarde die niet is toegestaan.',
    remedyEn: 'See the reference of the study file for what is allowed at that place.',
    remedyNl: 'Zie de beschrijving van het studiebestand voor wat daar is toegestaan.',
  },
  STUDY_FIELD_TYPE: {
    kind: 'input',
    en: 'A linkage field or payload variable has an unknown type, or one that its normalisation lacks.',
    nl: 'Een koppelveld of onderzoeksvariabele heeft een onbekend type, of een dat zijn normalisatie mist.',
    remedyEn:
      'Fields: text, date, code or number; under nl-1 also surname, givenNames, postcode, houseNumber or sex. Variables: code, date, number or boolean.',
    remedyNl:
      'Velden: text, date, code of number; onder nl-1 ook surname, givenNames, postcode, houseNumber of sex. Variabelen: code, date, number of boolean.',
  },
  STUDY_DUPLICATE: {
    kind: 'input',
    en: 'Two entries of the study have the same name.',
    nl: 'Twee onderdelen van de studie hebben dezelfde naam.',
    remedyEn: 'Rename or remove one of them.',
    remedyNl: 'Hernoem of verwijder er een.',
  },
  STUDY_REFERENCE: {
    kind: 'input',
    en: 'The study refers to something that it does not define.',
    nl: 'De studie verwijst naar iets wat zij niet beschrijft.',
    remedyEn: 'Define what is referred to, or correct the name.',
    remedyNl: 'Beschrijf waarnaar wordt verwezen, of verbeter de naam.',
  },
  STUDY_PERIOD: {
    kind: 'input',
    en: 'The period of the study ends before it begins.',
    nl: 'De periode van de studie eindigt voordat zij begint.',
    remedyEn: 'Correct the two dates.',
    remedyNl: 'Verbeter de twee datums.',
  },
  STUDY_BATCH_SIZE: {
    kind: 'input',
    en: 'A batch of this study would be larger than a message may be.',
    nl: 'Een pakket van deze studie zou groter zijn dan een bericht mag zijn.',
    remedyEn: 'Lower the capacity of a batch; a few thousand rows is enough.',
    remedyNl: 'Verlaag de capaciteit van een pakket; een paar duizend rijen is genoeg.',
  },
  STUDY_LOOKS_BUDGET: {
    kind: 'input',
    en: 'The budget of looks is too low for the rounds that this study needs.',
    nl: 'Het budget aan inzages is te laag voor de rondes die deze studie nodig heeft.',
    remedyEn:
      'Each record takes part in one round with every other register and one with its own: give at least looks times that number, and as much again for every later delivery that is to be linked.',
    remedyNl:
      'Elke rij doet mee aan een ronde met elk ander register en een met het eigen: geef ten minste looks maal dat aantal, en evenveel erbij voor elke latere levering die gekoppeld moet worden.',
  },
  STUDY_LOOKS_FIELDS: {
    kind: 'input',
    en: 'The fields of the second round are too few, or contradict those of the first.',
    nl: 'De velden van de tweede ronde zijn te weinig, of spreken die van de eerste tegen.',
    remedyEn:
      'Give two fields or more. A field that both rounds have must have the same type and onInvalid in both.',
    remedyNl:
      'Geef twee of meer velden. Een veld dat beide rondes hebben, moet in beide hetzelfde type en dezelfde onInvalid hebben.',
  },
  STUDY_LOOKS_FIRST_ROUND: {
    kind: 'input',
    en: 'A second round does not go with this way of encoding in the first.',
    nl: 'Een tweede ronde past niet bij deze manier van coderen in de eerste.',
    remedyEn:
      'Encode the first round by saul or clk, with normalisation plain-1 or nl-1. Filters per field in a first round show what the second is there to hide.',
    remedyNl:
      'Codeer de eerste ronde met saul of clk, met normalisatie plain-1 of nl-1. Filters per veld in een eerste ronde tonen wat de tweede nu juist verbergt.',
  },
  STUDY_NEEDS_COORDINATOR: {
    kind: 'input',
    en: 'A study on real persons cannot have unsigned decisions in its own file.',
    nl: 'Een studie over echte personen kan geen niet-ondertekende besluiten in haar eigen bestand hebben.',
    remedyEn:
      'Write koppel: 2, with a coordinator and mandates, and decide with koppel-study. Only a rehearsal (synthetic: true) may have form 1.',
    remedyNl:
      'Schrijf koppel: 2, met een coördinator en mandaten, en besluit met koppel-study. Alleen een oefening (synthetic: true) mag vorm 1 hebben.',
  },
  CONTROL_BODY: {
    kind: 'input',
    en: 'A decision or document contradicts itself, or is not complete.',
    nl: 'Een besluit of document spreekt zichzelf tegen, of is niet compleet.',
    remedyEn:
      'Give conditions with yesIf and only then, let dates follow each other, and give a reason for each verdict.',
    remedyNl:
      'Geef voorwaarden bij yesIf en alleen dan, laat datums op elkaar volgen, en geef bij elk oordeel een reden.',
  },
  GATE_STUDY_ENDED: {
    kind: 'refused',
    en: 'The study has ended. Nothing is processed any more.',
    nl: 'De studie is beëindigd. Er wordt niets meer verwerkt.',
    remedyEn: 'Destroy what is left of it, as the certificate says.',
    remedyNl: 'Vernietig wat er nog van is, zoals de verklaring zegt.',
  },
  GATE_OWNER_NOT_COVERED: {
    kind: 'refused',
    en: 'The study does not name this data owner with this register.',
    nl: 'De studie noemt deze bronhouder niet met dit register.',
    remedyEn: 'Use the name from the study, or have the study extended and decided anew.',
    remedyNl: 'Gebruik de naam uit de studie, of laat de studie uitbreiden en opnieuw besluiten.',
  },
  GATE_NOT_DECIDED: {
    kind: 'refused',
    en: 'No decision allows this register to be processed in this city yet.',
    nl: 'Er is nog geen besluit dat verwerking van dit register in deze stad toestaat.',
    remedyEn: 'Have all four verdicts given and the decision signed first.',
    remedyNl: 'Laat eerst alle vier de oordelen geven en het besluit ondertekenen.',
  },
  GATE_NO_GO: {
    kind: 'refused',
    en: 'The decision for this city is no-go.',
    nl: 'Het besluit voor deze stad is no-go.',
    remedyEn: 'Nothing is processed. Ask the coordinator of the study for the reason.',
    remedyNl: 'Er wordt niets verwerkt. Vraag de coördinator van de studie naar de reden.',
  },
  GATE_CONDITION_OPEN: {
    kind: 'refused',
    en: 'The decision for this city has a condition that is not met yet.',
    nl: 'Het besluit voor deze stad heeft een voorwaarde die nog niet is vervuld.',
    remedyEn: 'Meet the condition and have the day recorded in the study.',
    remedyNl: 'Vervul de voorwaarde en laat de dag in de studie vastleggen.',
  },
  GATE_DECISION_EXPIRED: {
    kind: 'refused',
    en: 'The decision for this city has expired.',
    nl: 'Het besluit voor deze stad is verlopen.',
    remedyEn: 'Have the decision renewed.',
    remedyNl: 'Laat het besluit vernieuwen.',
  },
  GATE_DOCUMENT_MISSING: {
    kind: 'refused',
    en: 'A document that the law requires is missing.',
    nl: 'Een wettelijk vereist document ontbreekt.',
    remedyEn: 'Have the document that is named drawn up and signed.',
    remedyNl: 'Laat het genoemde document opstellen en ondertekenen.',
  },
  GATE_DOCUMENT_NOT_YET: {
    kind: 'refused',
    en: 'A document that the law requires holds only from a later day.',
    nl: 'Een wettelijk vereist document geldt pas vanaf een latere dag.',
    remedyEn: 'Wait for that day, or have the document that is named signed with the right one.',
    remedyNl: 'Wacht op die dag, of laat het genoemde document met de juiste dag ondertekenen.',
  },
  GATE_DOCUMENT_EXPIRED: {
    kind: 'refused',
    en: 'A document that the law requires has expired. Processing stops.',
    nl: 'Een wettelijk vereist document is verlopen. De verwerking stopt.',
    remedyEn: 'Have the document that is named renewed.',
    remedyNl: 'Laat het genoemde document vernieuwen.',
  },
} as const satisfies Messages;
