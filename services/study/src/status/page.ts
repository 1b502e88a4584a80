// SPDX-License-Identifier: EUPL-1.2
/** The status of a study as a page, as text, and as data. Pure. */
import { html, pageText, section, table, type Markup, type Part } from '@koppel/console';
import { catalogue, type ErrorCode, type Language } from '@koppel/errors';
import { grounds, type Advice } from '@koppel/feasibility';
import { decisionKey, decisionRefusal, type StandingDecision } from '@koppel/study';
import type { ReadControl } from '@koppel/wire';
import { adviceMark, wordTable } from '../report/parts.ts';
import type { StudyFolder } from '../study-folder.ts';
import { documentNames } from '../words/names.ts';
import { wordingOf, type Wording } from '../words/wording.ts';
import type { AnyResult, Delivery } from './delivery.ts';

export interface Status {
  readonly folder: StudyFolder;
  readonly on: string;
  readonly control: ReadControl;
  readonly result: AnyResult | undefined;
  readonly deliveries: readonly Delivery[];
}

interface Decided {
  readonly subStudy: string;
  readonly city: string;
  readonly decision: StandingDecision | undefined;
  readonly refusal: ErrorCode | undefined;
}

function decidedIn({ folder, control, on }: Status): Decided[] {
  return folder.study.subStudies.flatMap(({ id, cities }) =>
    cities.map((city) => {
      const decision = control.state.decisions.get(decisionKey(id, city));
      const verdicts = Object.fromEntries(grounds.map((name) => [name, decision?.[name].verdict]));
      const refusal =
        decision === undefined
          ? 'GATE_NOT_DECIDED'
          : decisionRefusal({ ...decision, ...verdicts } as never, on);
      return { subStudy: id, city, decision, refusal };
    }),
  );
}

/** The sentence of a refusal, with what it is about in people's words. */
function refusalText(code: ErrorCode, about: string | undefined, wording: Wording): string {
  const { en, nl } = catalogue[code];
  const sentence = wording.language === 'nl' ? nl : en;
  if (about === undefined) return sentence;
  const name = Object.hasOwn(documentNames, about)
    ? wording.pick(documentNames[about as keyof typeof documentNames])
    : wording.city(about);
  return `${sentence} (${name})`;
}

const advices: Readonly<Partial<Record<ErrorCode, Advice>>> = {
  GATE_NO_GO: 'noGo',
  GATE_CONDITION_OPEN: 'goIf',
};

/** What nobody decided, or decided for a time that is over, is not known. */
const goMark = (refusal: ErrorCode | undefined, wording: Wording): Markup =>
  adviceMark(refusal === undefined ? 'go' : (advices[refusal] ?? 'unknown'), wording);

/** What a reader wants to know first. */
function summary({ deliveries, result }: Status, { pick, count }: Wording): string {
  const all = deliveries.length;
  const open = deliveries.filter(({ gate }) => gate === undefined).length;
  const delivered = deliveries.filter(({ taken }) => taken > 0).length;
  const refused = deliveries.filter((one) => Object.keys(one.refused).length > 0).length;
  const linked = result === undefined ? 0 : result.sources.length;
  return pick([
    `Of ${count(all)} registers ${count(open)} may be sent today, ${count(delivered)} were delivered, ${count(refused)} had batches refused, and ${count(linked)} are in the newest linkage.`,
    `Van ${count(all)} registers mogen er vandaag ${count(open)} worden gestuurd, zijn er ${count(delivered)} geleverd, hebben ${count(refused)} geweigerde pakketten en zitten ${count(linked)} in de nieuwste koppeling.`,
  ]);
} // prettier-ignore

function deliveryTable({ deliveries }: Status, wording: Wording): Markup {
  const { pick, count } = wording;
  const rows = deliveries.map(({ owner, city, register, taken, refused, gate, about, records }): Part[] => {
    const bad = Object.entries(refused).map(([code, number]) => `${code}: ${count(number)}`);
    return [
      html`${wording.register(register)}<small>${wording.city(city)}${owner === city ? '' : ` (${owner})`}</small>`,
      gate === undefined ? pick(['may be sent', 'mag worden gestuurd']) : refusalText(gate, about, wording),
      count(taken),
      bad.length === 0 ? '0' : bad.join(', '),
      records === undefined ? '–' : count(records),
    ];
  });
  const head = [
    pick(['Register', 'Register']),
    pick(['Today', 'Vandaag']),
    pick(['Batches taken', 'Pakketten aangenomen']),
    pick(['Refused', 'Geweigerd']),
    pick(['Records linked with', 'Records in de koppeling']),
  ];
  return wordTable(pick(['Deliveries', 'Leveringen']), head, rows);
} // prettier-ignore

function decisionTable(status: Status, wording: Wording): Markup {
  const { pick } = wording;
  const rows = decidedIn(status).map(({ subStudy, city, decision, refusal }): Part[] => [
    html`${subStudy}<small>${wording.city(city)}</small>`,
    goMark(refusal, wording),
    decision === undefined ? '–' : wording.day(decision.validUntil),
    decision?.signer ?? '–',
    refusal === undefined ? '' : refusalText(refusal, undefined, wording),
  ]);
  const head = [
    pick(['Sub-study', 'Deelstudie']),
    pick(['Stands', 'Geldt']),
    pick(['Until', 'Tot en met']),
    pick(['Signed by', 'Ondertekend door']),
    pick(['Why not', 'Waarom niet']),
  ];
  return wordTable(pick(['Decisions', 'Besluiten']), head, rows);
}

function documentTable({ control, on }: Status, wording: Wording): Markup {
  const { pick } = wording;
  const rows = [...control.state.documents.values()].map(({ id, document, covers }): Part[] => [
    html`${pick(documentNames[document.kind])}<small>${id}</small>`,
    wording.day(document.validUntil),
    document.validUntil < on ? pick(['expired', 'verlopen']) : pick(['valid', 'geldig']),
    [...(covers.cities ?? []).map(wording.city), ...(covers.registers ?? [])].join(', '),
  ]);
  const head = [
    pick(['Document', 'Document']),
    pick(['Until', 'Tot en met']),
    pick(['Now', 'Nu']),
    pick(['For', 'Voor']),
  ];
  return wordTable(pick(['Documents', 'Documenten']), head, rows);
}

function resultPart({ result }: Status, { pick, percent }: Wording): Markup {
  if (result === undefined) {
    return html`<p>${pick(['Nothing has been linked yet.', 'Er is nog niets gekoppeld.'])}</p>`;
  }
  const rows = [
    [pick(['Threshold', 'Drempel']), String(Math.round(1000 * result.threshold) / 1000)],
    [pick(['Share of pairs found', 'Deel van de paren gevonden']), percent(result.recallMeasured)],
    [pick(['Refused batches', 'Geweigerde pakketten']), String(result.refusedBatches)],
  ];
  return table(pick(['Linkage', 'Koppeling']), ['', ''], rows);
}

/** What on the control topic does not count. */
function passedOver({ control }: Status, { pick }: Wording): string[] {
  const { late, otherVersion, ignored, state } = control;
  const told: [number, string][] = [
    [otherVersion, pick(['for another version of the study', 'voor een andere versie van de studie'])],
    [late, pick(['too late: another came first', 'te laat: een ander was eerst'])],
    [ignored, pick(['not signed by anyone of this study', 'door niemand van deze studie ondertekend'])],
    [state.problems.length, pick(['without mandate or meaning', 'zonder mandaat of betekenis'])],
  ];
  return told.filter(([number]) => number > 0).map(([number, text]) => `${String(number)} ${text}`);
} // prettier-ignore

export function statusPage(status: Status, language: Language): string {
  const { study } = status.folder;
  const wording = wordingOf(study, language);
  const { pick, day } = wording;
  const { endedOn: ended, destroyedOn: destroyed } = status.control.state;
  const odd = passedOver(status, wording);
  const notes = [
    ...(ended === undefined ? [] : [pick([`Ended on ${day(ended)}.`, `Beëindigd op ${day(ended)}.`])]),
    ...(destroyed === undefined ? [] : [pick([`Destroyed, as the coordinator signed on ${day(destroyed)}.`, `Vernietigd, zoals de coördinator tekende op ${day(destroyed)}.`])]),
    ...(odd.length === 0 ? [] : [`${pick(['Not counted', 'Telt niet mee'])}: ${odd.join('; ')}.`]),
  ];
  const part = (id: string, heading: string, content: Markup): Markup => section(id, heading, content);
  return pageText({
    language,
    title: `${pick(['Status', 'Stand van zaken'])}: ${study.title}`,
    introduction: `${pick(['As of', 'Stand van'])} ${day(status.on)}. ${[summary(status, wording), ...notes].join(' ')}`,
    content: html`${part('deliveries', pick(['Who has delivered what', 'Wie heeft wat geleverd']), deliveryTable(status, wording))}
    ${part('decisions', pick(['Decisions', 'Besluiten']), decisionTable(status, wording))}
    ${part('documents', pick(['Documents', 'Documenten']), documentTable(status, wording))}
    ${part('linkage', pick(['Linkage so far', 'Koppeling tot nu toe']), resultPart(status, wording))}`,
    footer: pick([
      'Made by koppel-study from the control topic, receipts and results. It holds no data on persons.',
      'Gemaakt door koppel-study uit control-topic, ontvangstbewijzen en uitkomsten. Het bevat geen gegevens over personen.',
    ]),
  });
} // prettier-ignore

export function statusText(status: Status, language: Language): string {
  const wording = wordingOf(status.folder.study, language);
  const { pick, day } = wording;
  const lines = status.deliveries.map(({ owner, register, taken, gate, about }) => {
    const may = gate === undefined ? 'go' : refusalText(gate, about, wording);
    return `  ${`${owner}/${register}`.padEnd(32)} ${String(taken).padStart(5)}  ${may}`;
  });
  const decided = decidedIn(status).map(({ subStudy, city, decision, refusal }) => {
    const until = decision === undefined ? '' : ` ${pick(['until', 'tot en met'])} ${day(decision.validUntil)}`;
    const may = refusal === undefined ? 'go' : refusalText(refusal, undefined, wording);
    return `  ${`${subStudy}/${city}`.padEnd(38)} ${may}${until}`;
  });
  return [
    pick(['Deliveries (batches taken)', 'Leveringen (pakketten aangenomen)']),
    ...lines,
    pick(['Decisions', 'Besluiten']),
    ...decided,
    ...passedOver(status, wording).map((text) => `${pick(['Not counted', 'Telt niet mee'])}: ${text}`),
  ].join('\n');
} // prettier-ignore

/** For programs. */
export function statusData(status: Status) {
  const { folder, on, control, result, deliveries } = status;
  const { late, otherVersion, ignored, state } = control;
  return {
    study: folder.study.id,
    on,
    endedOn: state.endedOn,
    destroyedOn: state.destroyedOn,
    deliveries,
    decisions: decidedIn(status).map(({ subStudy, city, decision, refusal }) => ({
      subStudy,
      city,
      refusal,
      signer: decision?.signer,
      validUntil: decision?.validUntil,
    })),
    documents: [...state.documents.values()].map(({ id, document }) => ({ id, ...document })),
    passedOver: { late, otherVersion, ignored, withoutMeaning: state.problems.length },
    linked: result && { threshold: result.threshold, sources: result.sources.length },
  };
}
