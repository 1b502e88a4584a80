// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readRuns, type LoggedRun } from '../run-log.ts';
import { makeCarePlace, type CarePlace } from '../testing/care-place.ts';
import { refusal } from '../testing/place.ts';
import { answer, type Answer } from '../testing/receipts.ts';
import { receipts } from './receipts.ts';
import { run } from './run.ts';

let care: CarePlace;
let sent: LoggedRun;

beforeAll(async () => {
  care = await makeCarePlace();
});
afterAll(async () => {
  await care.place.remove();
});

const options = (owner = 'north') => [
  '--study', care.at('study.yaml'), '--owner', owner, '--log', care.at('log'),
]; // prettier-ignore

async function told(...more: readonly string[]): Promise<{ code: unknown; text: string }> {
  const code = await receipts(care.context(...options(), ...more));
  return { code, text: care.printed.at(-1)! };
}

const given = (...answers: Omit<Answer, 'run'>[]) =>
  answer(
    care.world,
    care.place.port,
    answers.map((one) => ({ run: sent.identity, ...one })),
  );

test('without a run it says so, for each register of the owner', async () => {
  const { code, text } = await told();
  expect([code, text.match(/nothing of this register is on the log/g)]).toMatchObject([
    undefined,
    { length: 2 },
  ]);
  expect(JSON.parse((await told('--json')).text)).toMatchObject({
    study: 'sample', owner: 'north',
    registers: [{ register: 'population', verdict: 'none' }, { register: 'benefits' }],
  }); // prettier-ignore
});

test('a run waits, and is accepted when every batch is', async () => {
  await run(care.context(...care.runArguments('--log', care.at('log'))));
  const party = care.world.owners[0]!.sender;
  [sent] = (await readRuns(party, care.place.port, 'benefits', ['identifiers'])) as [LoggedRun];
  await given({ sequence: 0 }, { sequence: 1 });
  const { text } = await told();
  expect(text).toMatch(
    /Batches accepted +2\n.*\nBatches not answered yet +1\n.*\nOutcome +waiting/,
  );
  await given({ sequence: 2 });
  expect(await told()).toMatchObject({ code: undefined });
  expect((await told()).text).toMatch(/Newest run +the whole register\n/);
  expect((await told()).text).toMatch(/Outcome +accepted$/);
});

test('a run that is refused as a whole is explained, in both languages, with code 4', async () => {
  await given({ sequence: 0, code: 'CONTRACT_QUOTA' });
  const { code, text } = await told();
  expect(code).toBe(4);
  expect(text).toMatch(/Reason +the run as a whole\n +CONTRACT_QUOTA: A batch was refused/);
  expect(care.told.lines.at(-1)).toMatchObject({
    event: 'problem', code: 'RUN_REFUSED', place: { field: 'benefits' },
  }); // prettier-ignore
  await receipts({ ...care.context(...options()), language: 'nl' });
  expect(care.printed.at(-1)).toMatch(/Reden +de run als geheel\n +CONTRACT_QUOTA: Een zending/);
  expect(JSON.parse((await told('--json')).text)).toMatchObject({
    registers: [
      {},
      {
        verdict: 'refused', accepted: 3, refused: 0, ordinal: 0, whole: true,
        refusals: [{ code: 'CONTRACT_QUOTA', batches: 0 }],
      },
    ],
  }); // prettier-ignore
});

test('an owner that the study does not know, and a log that is not there, are refused', async () => {
  const ask = (...argv: string[]) => refusal(care.place, () => receipts(care.context(...argv)));
  expect(await ask(...options('west'))).toEqual([
    'GATE_OWNER_NOT_COVERED {"file":"study.yaml","path":"--owner"}',
  ]);
  expect(await ask(...options().slice(0, 4), '--log', care.at('none'))).toEqual([
    'LOG_MISSING {"file":"none"}',
  ]);
});
