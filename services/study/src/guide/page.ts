// SPDX-License-Identifier: EUPL-1.2
/** The werkwijzer as one HTML page in Dutch. Pure. */
import { folded, html, pageText, section } from '@koppel/console';
import type { Texts } from '../init/replicate.ts';
import { reportInput, type Reported } from '../report/input.ts';
import { annexes } from './annexes.ts';
import { chapters } from './chapters.ts';

/** @param texts the two files as they are: from them the next municipality starts (`init --from`) */
export function guidePage(reported: Reported, texts: Texts): string {
  const input = reportInput(reported, 'nl');
  const all = [...chapters(input), ...annexes(input)];
  const contents = html`<ol class="contents">
    ${all.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
  </ol>`;
  // A replication reads these two elements: see init/replicate.ts.
  const source = html`<p>
      Een volgende gemeente begint met <code>koppel-study init --from</code> en dit document: wat voor
      alle steden is gekozen blijft staan, wat bij een stad hoort staat weer open.
    </p>
    ${folded('study.yaml', html`<pre id="koppel-study" tabindex="0">${texts.study}</pre>`)}
    ${folded('feasibility.yaml', html`<pre id="koppel-feasibility" tabindex="0">${texts.feasibility}</pre>`)}`;
  return pageText({
    language: 'nl',
    title: `Werkwijzer: ${input.study.title}`,
    introduction: `${input.study.synthetic ? 'Een oefening met verzonnen personen. ' : ''}Hoe deze studie is opgezet, wat mocht, wat kon en wat tegenzat, zodat een volgende gemeente er kan beginnen. Stand van ${input.wording.day(input.on)}.`,
    content: html`${section('inhoud', 'Inhoud', contents)}
    ${all.map(({ id, title, content }) => section(id, title, content))}
    ${section('bron', 'Bijlage: de studie zelf', source)}`,
    footer: 'Gemaakt door koppel-study uit de studie zelf. Het bevat geen gegevens over personen.',
  });
} // prettier-ignore
