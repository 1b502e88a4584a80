// SPDX-License-Identifier: EUPL-1.2
/** Annexes of the werkwijzer: model agreements, checklist, terms, and a text for citizens. Pure. */
import { html, type Markup } from '@koppel/console';
import { documentRules } from '@koppel/study';
import type { ReportInput } from '../report/input.ts';
import { list, wordTable } from '../report/parts.ts';
import { documentNames } from '../words/names.ts';
import type { Chapter } from './chapters.ts';

const p = (text: string): Markup => html`<p>${text}</p>`;

function agreements({ study, wording }: ReportInput): Markup {
  const fields = study.encoding.fields.map(({ name }) => name).join(', ');
  const cities = study.cities.map(({ name }) => name).join(', ');
  // A token of a number is itself processing of that number: both agreements have to name it.
  const [categories, alsoLinked] =
    study.bsnTokens === true
      ? [`coderingen, registratietokens, tokens van burgerservicenummers (een code met sleutel, niet het nummer zelf; document: ${wording.pick(documentNames.bsnGround)}); geen inhoudelijke gegevens, geen sleutel`, ' En tokens van burgerservicenummers, elk onder een sleutel van deze studie alleen.']
      : ['coderingen, registratietokens; geen inhoudelijke gegevens, geen BSN, geen sleutel', ''];
  return html`${p('Geen juridisch advies: leg beide aan een jurist voor. Gebruik voor de eerste de Standaard Verwerkersovereenkomst Gemeenten.')}
  <h3>Verwerkersovereenkomst met de koppelpartij</h3>
  ${list([
    `Onderwerp en duur: de studie “${study.title}”, ${study.population.from} tot en met ${study.population.to}.`,
    `Verwerkingsverantwoordelijken: de colleges van ${cities}. Verwerker: ${study.linkageUnit.name}.`,
    `Categorieën: ${categories}.`,
    'Instructies, geheimhouding, subverwerkers alleen met toestemming, verwerking binnen de EU.',
    'Maatregelen volgens BIO2; melding van een inbreuk binnen 24 uur; recht op audit; hulp bij verzoeken.',
    `Teruggave of vernietiging met bewijs, uiterlijk ${String(study.retention.encodingsDays)} dagen na de koppeling; aansprakelijkheid.`,
  ])}
  <h3>Koppelovereenkomst tussen de bronhouders</h3>
  ${list([
    `Registers: ${study.registers.map(({ label }) => label).join(', ')}. Populatie: ${study.population.description}.`,
    `Koppelvelden: ${fields}.${alsoLinked} Codering: ${study.encoding.scheme}, met de hash van het studiebestand.`,
    'De sleutelceremonie, wie erbij is en hoe de code wordt voorgelezen.',
    'Drempel en minimale kwaliteit; geen handmatige beoordeling op herkenbare gegevens.',
    'Pseudoniemen gelden alleen binnen deze studie; geen herleiding; geen terugkoppeling naar dossiers.',
    `Outputcontrole, bewaartermijn (${String(study.retention.dataSetYears)} jaar), en wanneer wordt gestopt.`,
  ])}
  <h3>Steden</h3>
  ${list(study.owners.map(({ id, city }) => `${wording.city(city)}: ${id}`))}`;
} // prettier-ignore

function checklist({ wording }: ReportInput): Markup {
  const rows = documentRules.map(({ kind, law }, at) => [
    `${String(at + 1)}. ${wording.pick(documentNames[kind])}`,
    law,
    '☐ versie ☐ eigenaar ☐ ondertekend ☐ geldig tot ☐ SHA-256',
  ]);
  return wordTable('Checklist', ['Document', 'Wet', 'Vastgelegd'], rows);
}

const terms: readonly (readonly [string, string])[] = [
  ['Bronhouder', 'de organisatie die een register heeft en het zelf codeert'],
  ['Codering', 'een reeks bits die van persoonsgegevens is gemaakt, met een geheime sleutel'],
  ['Koppelpartij', 'de derde die coderingen vergelijkt en geen persoon ziet'],
  ['Pseudoniem', 'een nummer voor een persoon, per studie een ander'],
  ['Recall', 'welk deel van de echte koppelingen is gevonden'],
  ['Precisie', 'welk deel van de gevonden koppelingen klopt'],
  ['Kleinste vindbare effect', 'het effect dat een studie met 80% kans vindt als het er is'],
  ['Poort', 'de toets die encoder en koppelpartij vóór elke levering doen'],
];

function citizenText({ study }: ReportInput): Markup {
  const cities = study.cities.map(({ name }) => name).join(', ');
  return html`${p(`De gemeenten ${cities} doen samen onderzoek. Wij willen weten: ${study.questions.map(({ text }) => text).join(' ')}`)}
  ${p(`Daarvoor gebruiken wij gegevens die wij al hebben. Wij maken uw naam en uw adres eerst onleesbaar. De onderzoekers weten niet wie u bent. ${study.bsnTokens === true ? 'Ook van uw burgerservicenummer maken wij een code.' : 'Uw burgerservicenummer gebruiken wij niet buiten de gemeente.'}`)}
  ${p('Het onderzoek verandert niets aan uw uitkering of uw hulp. Niemand krijgt te zien wat er over u in staat.')}
  ${p('Wilt u niet meedoen? Laat het ons weten. U hoeft niet te zeggen waarom. Wij halen uw gegevens dan uit het onderzoek.')}
  ${p(`Na ${String(study.retention.dataSetYears)} jaar verwijderen wij de gegevens van het onderzoek.`)}`;
} // prettier-ignore

export function annexes(input: ReportInput): Chapter[] {
  return [
    { id: 'overeenkomsten', title: 'Bijlage: modelovereenkomsten', content: agreements(input) },
    { id: 'checklist', title: 'Bijlage: checklist documenten', content: checklist(input) },
    { id: 'begrippen', title: 'Bijlage: begrippen', content: wordTable('Begrippen', ['Begrip', 'Betekenis'], terms) },
    { id: 'burgertekst', title: 'Bijlage: tekst voor burgers (B1)', content: citizenText(input) },
  ]; // prettier-ignore
}
