// SPDX-License-Identifier: EUPL-1.2
/**
 * What people and attackers do wrong with a study, through the command as they give it: named in both
 * languages, with a place and a remedy, and nothing is written.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type ErrorCode } from '@koppel/errors';
import { sign } from '@koppel/keys/sign';
import { encodeControlBody } from '@koppel/study';
import { openEmbeddedLog } from '@koppel/transport';
import {
  controlSigningBytes,
  decodeControlRecord,
  encodeControlRecord,
  topics,
} from '@koppel/wire';
import { controlMessages, lookAt } from '../control/topic.ts';
import { readStudyFolder } from '../study-folder.ts';
import { dayFromNow, makeWorld, signDocument, signDocuments, type Called, type World } from '../testing/world.ts'; // prettier-ignore

let world: World;
const control = topics('re-integratie').control;
const at = (name: string): string => join(world.folder, name);

beforeAll(async () => {
  world = await makeWorld();
  // A second office for the same city, so that two can disagree.
  world.change('study.yaml', 'cities: [denhaag],\n      signPublicKey', 'cities: [denhaag, rotterdam],\n      signPublicKey');
  await signDocuments(world);
}); // prettier-ignore
afterAll(() => {
  world.remove();
});

async function onLog<T>(work: (port: Awaited<ReturnType<typeof openEmbeddedLog>>) => Promise<T>): Promise<T> {
  const port = await openEmbeddedLog(world.log);
  try {
    return await work(port);
  } finally {
    await port.close();
  }
} // prettier-ignore

/** Gives a command in each language: refused with these codes, in its words, and nothing is written. */
async function refusedInBoth(command: (...more: string[]) => Promise<Called>, codes: readonly string[]): Promise<void> {
  const files = (): string[] => ['study.yaml', 'feasibility.yaml'].map((name) => readFileSync(at(name), 'utf8'));
  const before = [await onLog((port) => port.end(control)), ...files()];
  for (const language of ['en', 'nl'] as const) {
    const { code, problems, texts } = await command('--lang', language);
    expect([code === 0, problems]).toEqual([false, codes]);
    texts.forEach((text, nth) => {
      const message = catalogue[codes[nth]!.split(' ')[0] as ErrorCode];
      expect(text).toContain(language === 'nl' ? message.nl : message.en);
      expect(text).toContain(language === 'nl' ? message.remedyNl : message.remedyEn);
    });
  }
  expect([await onLog((port) => port.end(control)), ...files()]).toEqual(before);
} // prettier-ignore

const decide = (city: string, mandate = `college-${city}`) => (...more: string[]) =>
  world.sign(
    mandate, 'decide', '--sub-study', 'loonkosten', '--city', city,
    '--mandate', mandate, '--until', dayFromNow(200), ...more,
  ); // prettier-ignore

/** With a file as it is after a change, and put back. */
async function changed(name: string, from: string | RegExp, to: string, work: () => Promise<void>): Promise<void> {
  const before = readFileSync(at(name));
  world.change(name, from, to);
  expect(readFileSync(at(name)).equals(before)).toBe(false);
  try {
    await work();
  } finally {
    writeFileSync(at(name), before);
  }
} // prettier-ignore

describe('verdicts that contradict', () => {
  test.each([
    ['a yes-if without a condition', 'verdict: yes\n', 'verdict: yesIf\n', 'VERDICT_CONTRADICTS subStudies[0].cities[0].verdicts.theoretical'],
    ['a condition with a no', /verdict: yesIf\n/, 'verdict: no\n', 'VERDICT_CONTRADICTS subStudies[0].cities[2].conditions[0]'],
    ['two verdicts on one ground', /(theoretical:\n +verdict: yes\n)/, '$1            verdict: no\n', 'STUDY_YAML'],
    ['a verdict that is none', 'verdict: yes\n', 'verdict: perhaps\n', 'STUDY_VALUE subStudies[0].cities[0].verdicts.theoretical.verdict'],
  ])('%s', async (_name, from, to, problem) => {
    await changed('feasibility.yaml', from, to, () =>
      refusedInBoth((...more) => world.call('check', ...more), [problem]),
    );
  }); // prettier-ignore

  test('an office does not lift the no of another, which it may only take back itself', async () => {
    await changed('feasibility.yaml', 'verdict: yes\n', 'verdict: no\n', async () => {
      expect((await decide('rotterdam', 'college-denhaag')()).problems).toEqual([]);
    });
    await refusedInBoth(decide('rotterdam'), ['CONTROL_CONTRADICTS loonkosten/rotterdam']);
    const withdraw = (mandate: string) => (...more: string[]) =>
      world.sign(mandate, 'withdraw', '--sub-study', 'loonkosten', '--city', 'rotterdam', '--mandate', mandate, '--reason', 'Doubt', ...more);
    await refusedInBoth(withdraw('college-rotterdam'), ['CONTROL_CONTRADICTS loonkosten/rotterdam']);
    // Nor in two steps: a no of its own, which it may lift, does not take the place of the other.
    await changed('feasibility.yaml', 'verdict: yes\n', 'verdict: no\n', async () => {
      expect((await decide('rotterdam')()).problems).toEqual([]);
    });
    expect((await decide('rotterdam')()).printed).toMatch(/: held back by college-denhaag\n/);
    await refusedInBoth(decide('rotterdam'), ['CONTROL_CONTRADICTS loonkosten/rotterdam']);
    await changed('feasibility.yaml', 'verdict: yes\n', 'verdict: no\n', async () => {
      expect((await decide('rotterdam')()).problems).toEqual([]);
    });
    const lifted = await decide('rotterdam', 'college-denhaag')();
    expect(lifted.printed).toMatch(/: held back by college-rotterdam\n/);
    expect((await withdraw('college-rotterdam')()).code).toBe(0);
    expect((await decide('rotterdam')()).code).toBe(0);
  }); // prettier-ignore
});

describe('days', () => {
  test('a condition whose day is over, and one that was met tomorrow', async () => {
    const due = /(dueOn: )\d{4}-\d\d-\d\d/;
    const utrecht = ['college-denhaag', 'cities: [denhaag, rotterdam]', 'cities: [denhaag, rotterdam, utrecht]'] as const;
    await changed('study.yaml', utrecht[1], utrecht[2], async () => {
      await changed('feasibility.yaml', due, '$12020-01-01', async () => {
        const { problems } = await decide('utrecht', utrecht[0])();
        expect(problems).toContain('CONTROL_DATE_PAST loonkosten/utrecht conditions[0]');
      });
      await changed('feasibility.yaml', /(dueOn: )(\S+)/, `$1$2\n            metOn: ${dayFromNow(3)}`, async () => {
        const { problems } = await decide('utrecht', utrecht[0])();
        expect(problems).toContain('CONTROL_DATE_FUTURE loonkosten/utrecht conditions[0]');
      });
    });
  }); // prettier-ignore

  test.each<[string, () => (...more: string[]) => Promise<Called>, string]>([
    ['a decision until yesterday', () => (...more) => decide('rotterdam')('--until', dayFromNow(-1), ...more), 'CONTROL_DATE_PAST --until'],
    ['a paper that has expired', () => (...more) => signDocument(world, 'dpia', '--until', '2020-01-01', ...more), 'CONTROL_DATE_PAST --until'],
    ['a paper signed tomorrow', () => (...more) => signDocument(world, 'dpia', '--signed', dayFromNow(2), ...more), 'CONTROL_DATE_FUTURE --signed'],
    ['objections to be put on lists yesterday', () => (...more) => world.sign('coordinator', 'objections', '--id', 'may', '--by', dayFromNow(-1), ...more), 'CONTROL_DATE_PAST --by'],
    ['an end that was', () => (...more) => world.sign('coordinator', 'end', '--reason', 'Done', '--on', dayFromNow(-1), ...more), 'CONTROL_DATE_PAST --on'],
    ['a day that there is not', () => (...more) => signDocument(world, 'dpia', '--until', '2027-02-30', ...more), 'CONTROL_DATE_FORM --until'],
  ])('%s', async (_name, commandOf, problem) => {
    await refusedInBoth(commandOf(), [problem]);
  }); // prettier-ignore
});

describe('signers', () => {
  test('one without mandate for the city, one that the study does not have, one with another’s key', async () => {
    await refusedInBoth(decide('denhaag', 'college-rotterdam'), ['CONTROL_NO_MANDATE college-rotterdam']);
    await refusedInBoth(
      (...more) => world.sign('college-rotterdam', 'decide', '--sub-study', 'loonkosten', '--city', 'rotterdam', '--mandate', 'mayor', '--until', dayFromNow(9), ...more),
      ['CONTROL_NO_MANDATE mayor'],
    );
    await refusedInBoth(
      (...more) => world.sign('college-rotterdam', 'decide', '--sub-study', 'loonkosten', '--city', 'denhaag', '--mandate', 'college-denhaag', '--until', dayFromNow(9), ...more),
      ['KEY_NOT_THIS_PARTY'],
    );
    await refusedInBoth((...more) => world.sign('college-rotterdam', 'revoke', '--id', 'dpia', '--reason', 'No', ...more), ['KEY_NOT_THIS_PARTY']);
  }); // prettier-ignore

  test('a decision written past the command by one who may not is told by log, and opens nothing', async () => {
    const folder = readStudyFolder(world.folder);
    await onLog(async (port) => {
      const decision = (await controlMessages(port, folder)).map(decodeControlRecord).at(-1)!;
      const { next } = await lookAt(port, folder);
      const body = new TextEncoder().encode(new TextDecoder().decode(decision.body).replace('"city":"rotterdam"', '"city":"denhaag"'));
      const record = { ...decision, ...next, signer: 'college-rotterdam', body };
      const signature = sign(world.secrets.get('college-rotterdam')!, controlSigningBytes(record));
      await port.append(control, [encodeControlRecord({ ...record, signature })]);
      const { state } = await lookAt(port, folder);
      expect(state.decisions.has('loonkosten denhaag')).toBe(false);
    });
    await refusedInBoth((...more) => world.call('log', '--log', world.log, ...more), ['CONTROL_NO_MANDATE college-rotterdam']);
  }); // prettier-ignore
});

test('an edited file of the evidence stops everything that rests on it', async () => {
  await changed('evidence/ontwerp.md', /$/, ' ', async () => {
    await refusedInBoth(decide('denhaag'), ['EVIDENCE_CHANGED']);
    for (const command of ['check', 'report', 'guide']) {
      await refusedInBoth(
        (...more) => world.call(command, ...(command === 'check' ? [] : ['--out', at('x.html')]), ...more),
        ['EVIDENCE_CHANGED'],
      );
    }
    const { texts } = await world.call('check');
    expect(texts[0]).toContain(join('evidence', 'ontwerp.md'));
  });
}); // prettier-ignore

describe('what was decided, tampered with', () => {
  test('in the file: what was signed counts, and check says where they differ', async () => {
    await changed('feasibility.yaml', 'verdict: yes\n', 'verdict: unknown\n', async () => {
      const { printed } = await world.call('check', '--log', world.log);
      expect(printed).toMatch(/loonkosten, Rotterdam: possible in theory: feasibility.yaml is not what college-rotterdam signed/);
      const dutch = await world.call('check', '--log', world.log, '--lang', 'nl');
      expect(dutch.printed).toMatch(/feasibility.yaml is niet wat college-rotterdam op .* ondertekende/);
    });
    expect((await world.call('check', '--log', world.log)).printed).not.toMatch(/is not what/);
  }); // prettier-ignore

  test('on the topic: it is told with its place, and changes nothing', async () => {
    const folder = readStudyFolder(world.folder);
    await onLog(async (port) => {
      const messages = await controlMessages(port, folder);
      const decision = messages.map(decodeControlRecord).find(({ signer }) => signer === 'college-rotterdam')!;
      const { next } = await lookAt(port, folder);
      const body = new TextEncoder().encode(new TextDecoder().decode(decision.body).replace(/"validUntil":"\d{4}/, '"validUntil":"2099'));
      await port.append(control, [encodeControlRecord({ ...decision, ...next, body })]);
    });
    const { code, problems, texts } = await world.call('log', '--log', world.log, '--lang', 'nl');
    expect([code, problems.at(-1)]).toEqual([4, 'CONTROL_TAMPERED college-rotterdam']);
    expect(texts.at(-1)).toContain(catalogue.CONTROL_TAMPERED.nl);
  }); // prettier-ignore
});

test('of two coordinators at once the second is told, by the command and by log', async () => {
  const folder = readStudyFolder(world.folder);
  const said = await onLog(async (port) => {
    const { next } = await lookAt(port, folder);
    const body = encodeControlBody({ kind: 'objections', id: 'june', receivedUntil: dayFromNow(-1), processBy: dayFromNow(9) });
    const record = { study: 're-integratie', specHash: folder.specHash, ...next, signer: 'coordinator', body };
    const signature = sign(world.secrets.get('coordinator')!, controlSigningBytes(record));
    // Both saw the topic as it was: the same place in the chain, one after the other.
    const other = { ...record, body: encodeControlBody({ kind: 'objections', id: 'july', receivedUntil: dayFromNow(-1), processBy: dayFromNow(9) }) };
    const late = encodeControlRecord({ ...other, signature: sign(world.secrets.get('coordinator')!, controlSigningBytes(other)) });
    await port.append(control, [encodeControlRecord({ ...record, signature }), late]);
    return (await lookAt(port, folder)).state.objections;
  });
  expect([...said.keys()]).toEqual(['june']);
  for (const language of ['en', 'nl'] as const) {
    const { problems, texts } = await world.call('log', '--log', world.log, '--lang', language);
    expect(problems).toContain('CONTROL_LATE coordinator');
    expect(texts.at(-1)).toContain(catalogue.CONTROL_LATE[language]);
  }
}); // prettier-ignore

test('a city that came after the decision is named, and has no go', async () => {
  await changed('study.yaml', '  - { id: amsterdam, name: Amsterdam }', '  - { id: amsterdam, name: Amsterdam }\n  - { id: delft, name: Delft }', () =>
    changed('study.yaml', 'cities: [rotterdam, denhaag, utrecht, amsterdam]', 'cities: [rotterdam, denhaag, utrecht, amsterdam, delft]', async () => {
      for (const [language, added, again] of [
        ['en', 'Delft: came into the study after its decisions', 'Rotterdam: decided for another version of the study'],
        ['nl', 'Delft: kwam na de besluiten in de studie', 'Rotterdam: besloten voor een andere versie van de studie'],
      ] as const) {
        const { printed } = await world.call('check', '--log', world.log, '--lang', language);
        expect([printed.includes(added), printed.includes(again)]).toEqual([true, true]);
      }
      const { printed } = await world.call('status', '--log', world.log, '--json');
      const { decisions } = JSON.parse(printed) as { decisions: { refusal?: string }[] };
      expect(decisions.every(({ refusal }) => refusal === 'GATE_NOT_DECIDED')).toBe(true);
    }),
  );
}); // prettier-ignore

describe('papers on file', () => {
  const papers = (...more: string[]) =>
    world.call('papers', '--log', world.log, '--papers', at('papers'), ...more);

  test('are what was signed for, whatever their name; a file that was changed or is gone is named', async () => {
    mkdirSync(at('papers'));
    expect((await papers()).problems[0]).toBe('PAPER_MISSING researchprotocol researchProtocol');
    writeFileSync(at('papers/scan 12.pdf'), 'a signed paper');
    expect(await papers()).toMatchObject({ code: 0, problems: [] });
    writeFileSync(at('dpia-2.pdf'), 'a signed DPIA');
    expect((await signDocument(world, 'dpia', '--file', at('dpia-2.pdf'))).code).toBe(0);
    await refusedInBoth(papers, ['PAPER_MISSING dpia dpia']);
    writeFileSync(at('papers/dpia.pdf'), 'a signed DPIA, with a page replaced');
    await refusedInBoth(papers, ['PAPER_CHANGED dpia dpia']);
    writeFileSync(at('papers/dpia.pdf'), 'a signed DPIA');
    const { code, printed } = await papers('--lang', 'nl');
    expect([code, /^dpia +DPIA .*zoals ondertekend +dpia\.pdf$/m.test(printed)]).toEqual([0, true]);
  }); // prettier-ignore
});
