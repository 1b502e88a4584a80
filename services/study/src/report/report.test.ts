// SPDX-License-Identifier: EUPL-1.2
/** The worked example: its report, its guide, and a replication from it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { certificatePage, certifiedParties, type Certificate } from '@koppel/accountability';
import { studyCertificate, studyCertificatePage } from '../destroy/study-certificate.ts';
import { openPlaces } from '../edit/open-places.ts';
import { readStudyFolder } from '../study-folder.ts';
import { hasBrowser, look } from '../testing/browser.ts';
import { makeWorld, signDocuments, type World } from '../testing/world.ts';

const root = join(import.meta.dirname, '../../../..');
let world: World;
const at = (name: string): string => join(world.folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeAll(async () => {
  world = await makeWorld();
  await signDocuments(world);
  for (const language of ['en', 'nl'] as const) {
    const options = ['--log', world.log, '--lang', language, '--out', at(`${language}.html`)];
    expect((await world.call('report', ...options)).problems).toEqual([]);
  }
  for (const language of ['en', 'nl'] as const) {
    const out = at(`status.${language}.html`);
    expect(
      (await world.call('status', '--log', world.log, '--lang', language, '--out', out)).code,
    ).toBe(0);
  }
  expect((await world.call('guide', '--log', world.log, '--out', at('guide.html'))).code).toBe(0);
});
afterAll(() => {
  world.remove();
});

interface ReportData {
  readonly cells: readonly {
    readonly subStudy: string;
    readonly city: string;
    readonly advice: string;
    readonly power: { readonly detectable: { readonly effect: number; readonly withoutError: number } };
  }[];
} // prettier-ignore

describe('the report', () => {
  test('has the form of its schema', () => {
    const schema = JSON.parse(
      readFileSync(join(root, 'docs/coordinator/feasibility-report.schema.json'), 'utf8'),
    ) as object;
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    addFormats.default(ajv);
    const check = ajv.compile(schema);
    check(JSON.parse(read('en.json')));
    expect(check.errors).toBeNull();
  });

  test('advises by the verdicts: one no-go, one condition, one unknown', () => {
    const { cells } = JSON.parse(read('en.json')) as ReportData;
    const odd = cells.filter(({ advice }) => advice !== 'go');
    expect(odd.map(({ subStudy, city, advice }) => `${subStudy} ${city} ${advice}`)).toEqual([
      'loonkosten utrecht goIf',
      'begeleiding amsterdam unknown',
      'schuldhulp denhaag noGo',
    ]);
    for (const { power } of cells) {
      expect(power.detectable.effect).toBeGreaterThan(power.detectable.withoutError);
    }
  });

  test('says in words and numbers what the no-go rests on', () => {
    const en = 'linkage field birthDate (Schuldhulpverlening): 90.9% complete (wanted 98%)';
    const nl = 'koppelveld birthDate (Schuldhulpverlening): 90,9% compleet (gewenst 98%)';
    expect([read('en.html').includes(en), read('nl.html').includes(nl)]).toEqual([true, true]);
    expect(read('nl.html').match(/<svg/g)).toHaveLength(20);
  }); // prettier-ignore

  test('names where a verdict is more favourable than what was found', async () => {
    const before = read('feasibility.yaml');
    world.change('feasibility.yaml', 'parallelTrends: passed', 'parallelTrends: failed');
    await world.call('report', '--out', at('differs.html'));
    writeFileSync(at('feasibility.yaml'), before);
    const differs = /more favourable than these findings[^]*?does not hold: trends run parallel/;
    expect(differs.test(read('differs.html'))).toBe(true);
    expect(differs.test(read('en.html'))).toBe(false);
  });
});

const seen = hasBrowser ? test : test.skip;

/** The certificate of destruction of the study and of one party, in both languages. */
function certificatePages(): string[] {
  const folder = readStudyFolder(world.folder);
  const { study } = folder;
  const digest = 'ab'.repeat(32);
  const given = certifiedParties(study).map(({ party, role }) => {
    const certificate: Certificate = {
      koppelCertificate: 1, study: study.id, specHash: digest, role, party,
      begunAt: '2026-01-01T10:00:00.000Z', completedAt: '2026-01-01T11:00:00.000Z',
      keys: [{ name: 'mailbox', fingerprint: digest }, { name: 'sign', fingerprint: digest }],
      wholeKeyFile: true, files: [{ kind: 'state', files: 3, bytes: 9000 }],
      topics: [{ topic: `koppel.${study.id}.batches.${party.toLowerCase()}`, entries: 12, outcome: 'notAllowed' }],
      account: { entries: 12, hash: digest }, remaining: ['backups', 'media', 'broker'],
      signPublicKey: 'A'.repeat(43),
    };
    return { certificate, sha256: digest };
  });
  const secretKey = world.secrets.get('coordinator')!;
  const whole = studyCertificate(folder, given, { on: '2026-01-02', ceremonyErased: false, secretKey });
  return (['en', 'nl'] as const).flatMap((language) => [
    studyCertificatePage(folder, whole, language),
    certificatePage(given[0]!.certificate, study, language),
  ]);
} // prettier-ignore

seen(
  'every page fits on a phone and on a desk, and everybody can read it',
  () => {
    const pages = ['en.html', 'nl.html', 'guide.html', 'status.en.html', 'status.nl.html'];
    const written = [...pages.map(read), ...certificatePages()];
    const desk = ['nl.html', 'guide.html', 'status.en.html'].map(read);
    const looked = [
      ...written.map((page) => ({ page, width: 390 })),
      ...desk.map((page) => ({ page, width: 1200 })),
    ];
    const sound = { violations: [], overflow: 0 };
    expect(look(world.folder, looked)).toEqual(looked.map(() => sound));
  },
  300_000,
);

test('the guide has all chapters, filled in', () => {
  const guide = read('guide.html');
  const chapters = Array.from({ length: 12 }, (_, at) => `id="hoofdstuk-${String(at + 1)}"`);
  expect(chapters.filter((one) => !guide.includes(one))).toEqual([]);
  expect(
    guide.includes('Den Haag: koppelveld birthDate (Schuldhulpverlening): 90,9% compleet'),
  ).toBe(true);
});

test('the model agreements name tokens of numbers where the study asks for these', async () => {
  expect(read('guide.html')).toContain('geen inhoudelijke gegevens, geen BSN, geen sleutel');
  const before = read('study.yaml');
  world.change('study.yaml', /^synthetic: true$/m, 'synthetic: true\nbsnTokens: true');
  try {
    expect((await world.call('guide', '--out', at('tokens.html'))).problems).toEqual([]);
  } finally {
    writeFileSync(at('study.yaml'), before);
  }
  const guide = read('tokens.html');
  expect(guide).not.toContain('geen BSN');
  const [, processing, linkage] = /Verwerkersovereenkomst met([^]*?)Koppelovereenkomst tussen([^]*?)<h3>/.exec(guide)!;
  expect(processing).toMatch(/Categorieën: [^<]*tokens van burgerservicenummers/);
  expect(linkage).toMatch(/Koppelvelden: [^<]*tokens van burgerservicenummers/);
}); // prettier-ignore

test('a replication keeps the choices and opens what belongs to a city', async () => {
  mkdirSync(at('next'));
  const { code } = await world.call('init', '--from', at('guide.html'), '--folder', at('next'));
  expect(code).toBe(0);
  const study = read('next/study.yaml');
  expect(study).toContain('design: differenceInDifferences # de subsidie is per stad');
  expect(study).not.toMatch(/rotterdam|signPublicKey: [A-Za-z0-9_-]{43}/i);
  const open = openPlaces(study).map(({ path }) => path);
  expect(open).toEqual(expect.arrayContaining(['id', 'cities', 'owners', 'mandates', 'subStudies[0].cities', 'coordinator.signPublicKey', 'population.from']));
  const { problems } = await world.call('check', '--folder', at('next'));
  expect(problems).toEqual(open.map((path) => `STUDY_OPEN ${path}`));
  expect(read('next/feasibility.yaml')).toContain('smallestRelevant: 0.03');
  expect((await world.call('init', '--from', at('guide.html'), '--folder', at('next'))).problems).toEqual(['FILE_EXISTS']);
}); // prettier-ignore
