// SPDX-License-Identifier: EUPL-1.2
/** Chapters 1–12 of the werkwijzer: fixed advice, filled with what this study chose and found. Pure. */
import { html, table, type Markup } from '@koppel/console';
import { designNeeds } from '@koppel/feasibility';
import { documentNeedOf, documentRules, recipientsOf, rulesFor } from '@koppel/study';
import type { ReportInput } from '../report/input.ts';
import { adviceMark, list, wordTable } from '../report/parts.ts';
import { adviceLists, matrix, reasonOf } from '../report/summary.ts';
import {
  checkNames,
  designNames,
  documentNames,
  needNames,
  registerKindNames,
} from '../words/names.ts';

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

const p = (text: string): Markup => html`<p>${text}</p>`;

function whether(input: ReportInput): Markup {
  const { assessment, wording } = input;
  const refused = assessment.cells.filter(({ advice }) => advice === 'noGo');
  return html`${p('Koppel alleen als een vraag van beleid, uitvoering én cliënten niet te beantwoorden is met gegevens die al bij elkaar staan, en als het antwoord iets verandert. Vier keer ja is nodig: het kan in theorie, het kan met de registers, het mag, en we willen het. Eén nee is genoeg om niet te koppelen.')}
  ${p(`Deze studie vroeg dat ${wording.count(assessment.cells.length)} keer, voor elke deelstudie in elke stad; ${wording.count(refused.length)} keer was het antwoord nee.`)}
  ${matrix(input)}`;
} // prettier-ignore

function designs({ study, partOf, outcomeOf, wording, texts }: ReportInput): Markup {
  const rows = study.subStudies.map(({ id, design }) => {
    const needs = [...designNeeds[design].required, ...(designNeeds[design].oneOf ?? [])];
    const relevant = partOf(id)?.smallestRelevant;
    return [
      html`${id}<small>${wording.question(id)}</small>`,
      wording.pick(designNames[design]),
      needs.length === 0 ? '–' : needs.map((need) => wording.pick(needNames[need])).join('; '),
      designNeeds[design].checks.map((check) => wording.pick(checkNames[check])).join('; ') || '–',
      relevant === undefined ? '–' : wording.effect(relevant, outcomeOf(id)),
    ];
  });
  const head = [texts.subStudy, texts.design, 'Nodig uit de registers', 'Toetsen', texts.smallest];
  return html`${p('Begin bij de vraag, kies het ontwerp, en kijk dan pas naar de registers: het ontwerp zegt welke gegevens nodig zijn. Spreek vooraf af welk effect het beleid zou veranderen; kan een deelstudie dat niet vinden, dan is zij te klein.')}
  ${wordTable('Van kennisvraag naar ontwerp', head, rows)}
  ${p('Gemiste en foute koppelingen maken een studie kleiner dan zij lijkt. Het haalbaarheidsrapport rekent beide door.')}`;
} // prettier-ignore

function roles({ study, wording }: ReportInput): Markup {
  const parties = [
    ['Coördinator', study.coordinator.name, 'Leidt de studie, heeft geen gegevens en geen sleutel ertoe.'],
    ['Koppelpartij', study.linkageUnit.name, 'Vergelijkt coderingen, ziet nooit een persoon.'],
    ...recipientsOf(study).map(({ name }) => ['Onderzoeker', name, 'Krijgt de gekoppelde variabelen onder een pseudoniem.']),
    ...study.owners.map(({ id, city, registers }) => [
      'Bronhouder',
      `${id} (${wording.city(city)})`,
      `Levert ${registers.map(wording.register).join(', ')}.`,
    ]),
  ];
  const mandates = study.mandates.map(({ id, office, cities }) => [
    office,
    id,
    cities.map(wording.city).join(', '),
  ]);
  return html`${wordTable('Partijen', ['Rol', 'Wie', 'Wat'], parties)}
  <h3>Mandaten</h3>
  ${p('Alleen een orgaan met mandaat voor een stad kan voor die stad besluiten, met een eigen sleutel.')}
  ${wordTable('Mandaten', ['Orgaan', 'Naam', 'Steden'], mandates)}
  <h3>Planning en kosten</h3>
  ${p('Reken op de doorlooptijd van documenten en besluiten, niet op die van de techniek: de DPIA, het BRP-besluit en brieven van UWV en DUO bepalen de planning. Begroot per stad uren voor de beheerder van het register, de privacyfunctionaris, de beleidsadviseur en de cliëntenraad.')}`;
} // prettier-ignore

function exploring({ profiles, feasibility, wording, assessment, outcomeOf }: ReportInput): Markup {
  const rows = feasibility.profiles.map(({ city, register }) => {
    const profile = profiles.get(`${city} ${register}`)!;
    const verdict = { go: 'go', conditional: 'goIf', noGo: 'noGo' } as const;
    return [
      wording.register(register),
      wording.city(city),
      profile.rows === '<10' ? '<10' : wording.count(profile.rows),
      profile.verdict === undefined ? '–' : adviceMark(verdict[profile.verdict], wording),
    ];
  });
  const obstacles = [
    ...new Set(
      assessment.cells.flatMap((cell) =>
        cell.grounds.practical.found.findings
          .filter(({ verdict }) => verdict === 'no' || verdict === 'yesIf')
          .map((one) => `${wording.city(cell.city)}: ${wording.finding(one, outcomeOf(cell.subStudy))}`),
      ),
    ),
  ];
  return html`${p('Je moet je data op orde hebben. Elke bronhouder maakt met koppel-encoder profile een profiel van het eigen register, op de eigen machine; alleen de publiceerbare vorm, zonder kleine aantallen, gaat naar de coördinator.')}
  ${wordTable('Profielen', ['Register', 'Stad', 'Rijen', 'Oordeel'], rows)}
  <h3>Wat tegenzat</h3>
  ${obstacles.length === 0 ? p('Geen register stond een deelstudie in de weg.') : list(obstacles)}`;
} // prettier-ignore

/** Wat het BSN betreft: de regel, of de uitzondering waar de studie een grondslag voor heeft. */
function bsnWords({ bsnTokens }: ReportInput['study']): string {
  return bsnTokens === true
    ? 'Bij elke codering gaat een token van het BSN mee, met een sleutel die de koppelpartij niet heeft; dat mag alleen met de BSN-grondslag van elke stad.'
    : 'Het BSN verlaat de bronhouder niet, ook niet gehasht.';
}

function allowed({ study, documents, wording, texts }: ReportInput): Markup {
  const kinds = new Set(
    study.registers.flatMap(({ kind }) =>
      rulesFor(documentNeedOf(study, kind)).map((rule) => rule.kind),
    ),
  );
  const rows = documentRules
    .filter(({ kind }) => kinds.has(kind))
    .map(({ kind, law, per }) => {
      const standing = (documents ?? []).filter(({ document }) => document.kind === kind);
      const until = standing.map(({ document }) => document.validUntil).sort().at(-1);
      const each = { study: 'studie', city: 'stad', register: 'register' }[per];
      return [
        wording.pick(documentNames[kind]),
        law,
        `per ${each}`,
        until === undefined ? 'ontbreekt nog' : wording.day(until),
      ];
    });
  const registers = study.registers.map(({ label, kind }) => `${label}: ${wording.pick(registerKindNames[kind])}`);
  return html`${p(`De grondslag is de publieke taak met de uitzondering voor onderzoek. Coderingen blijven persoonsgegevens, wie ze ook heeft. ${bsnWords(study)} Burgers die bezwaar maken staan op de uitsluitingslijst van de bronhouder, die bij de eerstvolgende levering werkt.`)}
  ${p('De poort is dicht zolang één verplicht document ontbreekt of verlopen is; encoder en koppelpartij weigeren dan vanzelf.')}
  ${list(registers)}
  ${wordTable('Documenten', [texts.kind, 'Wet', 'Voor', texts.until], rows)}`;
} // prettier-ignore

function ethics({ assessment, wording }: ReportInput): Markup {
  const rows = assessment.cells.flatMap(({ subStudy, city, opinions }) =>
    opinions
      .filter(({ voice }) => voice === 'client')
      .map(({ heard, score, reason }) => [`${subStudy}, ${wording.city(city)}`, heard, String(score), reason]),
  );
  return html`${p('Mag en kan zijn niet genoeg. Hoor de cliëntenraad voordat er iets vastligt, leg uit wat er met gegevens gebeurt en wat niet, en neem een lage score serieus: de laagste stem telt, want twee enthousiasten maken een cliënt niet goed. Uitkomsten gaan nooit terug naar een individueel dossier.')}
  ${rows.length === 0 ? p('Cliënten zijn nog niet gehoord.') : wordTable('Stem van cliënten', ['Deelstudie', 'Gehoord', 'Score', 'Reden'], rows)}`;
} // prettier-ignore

function linking({ study }: ReportInput): Markup {
  const { encoding } = study;
  const rows = encoding.fields.map(({ name, type }) => [name, type]);
  return html`${p('Elke bronhouder zet namen, geboortedatum en adres om in een reeks bits, met een sleutel die alleen de bronhouders samen maken. De koppelpartij vergelijkt die reeksen en ziet welke op elkaar lijken; de onderzoeker krijgt de variabelen onder een pseudoniem. Niemand heeft alles.')}
  ${p(`Deze studie codeert met ${encoding.scheme}, ${String(encoding.parameters.bits)} bits, en normaliseert met ${encoding.normalisation}.`)}
  ${wordTable('Koppelvelden', ['Veld', 'Soort'], rows)}
  ${p('Wat blijft: wie coderingen heeft én een register van dezelfde mensen, kan een deel herkennen, via patronen in hoe ze op elkaar lijken. Daarom heeft de koppelpartij geen register en geen toegang daartoe, wordt het risico vooraf gemeten (koppel-encoder audit), en verdwijnen coderingen na de koppeling.')}`;
} // prettier-ignore

const installing = (): Markup => html`${p('Elke partij installeert één programma; er is geen server nodig en geen internet bij de bronhouder. Ieder maakt een eigen sleutelbestand met een wachtwoordzin van minstens vijf woorden.')}
  <ol>
    <li>Elke partij: <code>key init</code>; de publieke sleutels komen in study.yaml.</li>
    <li>Bronhouders: <code>koppel-encoder map</code>, <code>profile</code> en <code>audit</code> op het eigen register.</li>
    <li>Bronhouders samen: <code>koppel-encoder key agree</code>, en elkaars code aan de telefoon voorlezen.</li>
    <li>Coördinator: <code>koppel-study document</code> voor elk document.</li>
    <li>Mandaten: <code>koppel-study decide</code> voor elke deelstudie in hun stad.</li>
    <li>Bronhouders: <code>koppel-encoder run</code>; koppelpartij: <code>koppel-linkage run</code>; onderzoeker: <code>koppel-researcher assemble</code>.</li>
  </ol>`; // prettier-ignore

function bias({ feasibility, wording, study }: ReportInput): Markup {
  const rows = feasibility.expected.map(({ city, recall, precision, recallGap }) => [
    city === undefined ? 'alle steden' : wording.city(city),
    `${wording.percent(recall.value)} (${wording.percent(recall.low)}–${wording.percent(recall.high)})`,
    `${wording.percent(precision.value)} (${wording.percent(precision.low)}–${wording.percent(precision.high)})`,
    recallGap === undefined ? '–' : wording.percent(recallGap),
  ]);
  const { threshold } = study.linkage;
  return html`${p('Gemiste koppelingen zijn niet toevallig: wie verhuist, trouwt of een naam heeft die op veel manieren wordt geschreven, wordt vaker gemist. Vergelijk daarom de recall per groep, gooi niet-gekoppelden nooit weg, en meld bij elke uitkomst wat koppelfouten ermee doen.')}
  ${p(`Drempel in deze studie: ${threshold === 'auto' ? 'geschat uit de coderingen zelf' : String(threshold)}.`)}
  ${rows.length === 0 ? p('Er is nog niet geoefend op een synthetische tweeling.') : table('Verwachte koppeling', ['Stad', 'Recall', 'Precisie', 'Verschil tussen groepen'], rows)}`;
} // prettier-ignore

const analysing = (): Markup => html`${p('Leg het analyseplan vast vóór de gegevens er zijn. Analyseer in een afgesloten omgeving; alleen gecontroleerde tabellen gaan eruit.')}
  ${list(['Minstens 10 eenheden per cel en 10 vrijheidsgraden.', 'Geen groep met meer dan 90% van het totaal; de grootste bijdrage hooguit 50%.', 'Gemiddelden van inkomen over minstens 100 waarnemingen.', 'Bij elke uitkomst: met en zonder niet-gekoppelden, en de gevoeligheid voor foute koppelingen.'])}`; // prettier-ignore

function telling(input: ReportInput): Markup {
  return html`${p('Vertel de raad wat de vraag was, wat mocht en wat niet, en wat de uitkomst kost en oplevert. Vertel de uitvoering wat er met het resultaat gebeurt. Vertel burgers, op B1-niveau en voordat er iets gebeurt, welke gegevens worden gebruikt, waarvoor, hoe lang, en hoe zij bezwaar maken: de bijlage heeft een tekst.')}
  ${adviceLists(input)}`;
} // prettier-ignore

function ending(input: ReportInput): Markup {
  const { study } = input;
  const { encodingsDays, dataSetYears } = study.retention;
  const lessons = lessonsOf(input);
  return html`${p(`Coderingen verdwijnen uiterlijk ${String(encodingsDays)} dagen na de koppeling; het onderzoeksbestand blijft ${String(dataSetYears)} jaar. De coördinator beëindigt de studie met koppel-study end; daarna wordt niets meer aangenomen.`)}
  ${p(`Evalueer met alle stemmen die vooraf zijn gehoord. Deze studie had ${String(lessons.length)} keer een voorwaarde of een nee: dat zijn de lessen voor de volgende stad.`)}
  ${lessons.length === 0 ? html`` : wordTable('Lessen', ['Waar', 'Wat'], lessons)}
  ${p('Hergebruik is een nieuwe studie: andere pseudoniemen, een nieuwe sleutel, nieuwe besluiten. Begin met koppel-study init --from.')}`;
} // prettier-ignore

/** The twelve chapters, in their order. */
export function chapters(input: ReportInput): Chapter[] {
  const titled: readonly [string, Markup][] = [
    ['Wanneer wel en niet koppelen', whether(input)],
    ['Van kennisvraag naar ontwerp', designs(input)],
    ['Wie doet mee: rollen, mandaat, kosten, planning', roles(input)],
    ['Data verkennen', exploring(input)],
    ['Mag het: grondslag, BSN, DPIA, bezwaar', allowed(input)],
    ['Ethiek en cliëntstem', ethics(input)],
    ['Versleuteld koppelen uitgelegd', linking(input)],
    ['Installeren en sleutelceremonie', installing()],
    ['Kwaliteit en vertekening door koppelen', bias(input)],
    ['Analyse en output', analysing()],
    ['Communiceren: raad, uitvoering, burgers', telling(input)],
    ['Vernietigen, evalueren, hergebruik', ending(input)],
  ];
  return titled.map(([title, content], at) => ({
    id: `hoofdstuk-${String(at + 1)}`,
    title: `${String(at + 1)}. ${title}`,
    content,
  }));
}

/** What stood in the way, per cell: for a table of lessons. */
export function lessonsOf(input: ReportInput): readonly (readonly [string, string])[] {
  return input.assessment.cells
    .filter(({ advice }) => advice === 'noGo' || advice === 'goIf')
    .map((cell) => [
      `${cell.subStudy}, ${input.wording.city(cell.city)}`,
      reasonOf(cell, input).replace(/^, /, ''),
    ]);
}
