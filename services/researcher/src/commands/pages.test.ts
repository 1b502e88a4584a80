// SPDX-License-Identifier: EUPL-1.2
/** The pages of a data set and of a release check as their readers get them, on a desk and on a phone. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { strataPage } from '../strata/page.ts';
import type { Stratum } from '../strata/strata.ts';
import { hasBrowser, seePages } from '../testing/pages.ts';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy } from '../testing/study.ts';
import { check } from './check.ts';
import { twin } from './twin.ts';

let place: Place;
const pages = new Map<string, string>();
const at = (name: string): string => join(place.folder, name);

const group = (value: string, difference: number | null): Stratum['groups'][number] => ({
  value, records: 120, linked: difference === null ? '<10' : 90, standardisedDifference: difference,
  rate: difference === null ? null : { value: 0.75, low: 0.66, high: 0.82 },
}); // prettier-ignore
const strata: readonly Stratum[] = [
  {
    register: 'benefits',
    variable: 'scheme',
    label: 'Scheme',
    groups: [group('A', 0.31), group('B', -0.02), group('', null)],
  },
];

const contextOf = (language: 'en' | 'nl', ...argv: readonly string[]): CommandContext => ({
  argv: [...argv, '--study', at('study.yaml')],
  language,
  reporter: listen().reporter,
  environment: {},
  print: () => undefined,
});

beforeAll(async () => {
  place = await makePlace();
  const { input, study } = await makeStudy();
  place.write('study.yaml', JSON.stringify(input));
  await twin(contextOf('en', '--out', at('twin'), '--persons', '60', '--formats', 'csv'));
  for (const language of ['en', 'nl'] as const) {
    const argv = [at('twin'), '--report', at(`report.${language}.html`)];
    expect(await refusal(place, () => check(contextOf(language, ...argv)))).not.toEqual([]);
    pages.set(`report.${language}`, readFileSync(at(`report.${language}.html`), 'utf8'));
    pages.set(`codebook.${language}`, readFileSync(at(`twin/codebook.${language}.html`), 'utf8'));
    pages.set(`groups.${language}`, strataPage(study, strata, language));
  }
});

afterAll(async () => {
  await place.remove();
});

(hasBrowser ? test : test.skip)(
  'fit, and everybody can read them',
  () => {
    const wanted = [...pages.keys()].flatMap((name) => [[name, 1200], [name, 390]] as const); // prettier-ignore
    const seen = seePages(place.folder, wanted.map(([name, width]) => [pages.get(name)!, width]));
    expect(seen.map((one, n) => [...wanted[n]!, one])).toEqual(
      wanted.map(([name, width]) => [name, width, { violations: [], overflow: 0 }]),
    );
  },
  120_000,
); // prettier-ignore
