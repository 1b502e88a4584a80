// SPDX-License-Identifier: EUPL-1.2
/** The section about weights: the study's, and those that this register would have. */
import { folded, html, section, table, type Markup } from '@koppel/console';
import type { BitWeight } from '@koppel/encoding';
import type { ProfileReport } from '../model.ts';
import type { Wording } from '../words.ts';

function weightName(weight: BitWeight | undefined, { texts, count }: Wording): string {
  if (weight === undefined) return '–';
  return 'bitsPerToken' in weight
    ? texts.bitsPerToken.replace('{n}', count(weight.bitsPerToken))
    : texts.bitsPerField.replace('{n}', count(weight.bitsPerField));
}

export function weightSection({ weights, absent }: ProfileReport, wording: Wording): Markup {
  if (weights === undefined) return html``;
  const { texts, count, decimal, percent } = wording;
  const { bits, fillNow, fillProposed, isUsual, fields, yaml } = weights;
  const detail = texts.fillDetail.replace('{bits}', count(bits));
  const fill = (name: string, share: number, note: Markup | string): Markup =>
    html`<div>
      <dt>${name}</dt>
      <dd>${percent(share)}<small>${detail}</small>${note}</dd>
    </div>`;
  const unusual = isUsual
    ? ''
    : html`<small><span class="verdict conditional">! ${texts.fillUnusual}</span></small>`;
  const numbers = table(
    texts.weightsCaption,
    [
      texts.field,
      texts.weightNow,
      texts.weightProposed,
      texts.bits,
      texts.weightHas,
      texts.weightTokens,
    ],
    fields.map(({ name, now, proposed, entropyBits, completeness, expectedTokens }) => [
      name,
      weightName(now, wording),
      html`<strong>${weightName(proposed, wording)}</strong>`,
      decimal(entropyBits, 1),
      percent(completeness),
      decimal(expectedTokens, 1),
    ]),
  );
  return section(
    'weights',
    texts.weights,
    html`<p>${texts.weightsIntro}</p>
      <dl class="key">
        ${fill(texts.fillNow, fillNow, unusual)}${fill(texts.fillProposed, fillProposed, '')}
      </dl>
      ${numbers}
      <p class="soft">${texts.weightsShared} ${absent.length === 0 ? '' : texts.weightsAbsent}</p>
      ${folded(texts.weightsYaml, html`<pre>${yaml}</pre>`)}`,
  );
}
