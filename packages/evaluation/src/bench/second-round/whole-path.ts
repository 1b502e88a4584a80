// SPDX-License-Identifier: EUPL-1.2
/**
 * A second round through every party's own program and an embedded log: what the owners' answering
 * costs in all (opening, charging, permuting, sealing, ledger, log), and what the linkage unit takes
 * to ask, take in and decide. Invented persons.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reporter } from '@koppel/console';
import { openLog, readAll } from '@koppel/transport';
import { topics } from '@koppel/wire';
import type { Party } from '../../demo/party.ts';
import {
  agreeOnKey,
  encodeRegisters,
  makeRegisters,
  makeStudy,
  ownerArgs,
  studyFile,
  type DemoOptions,
} from '../../demo/steps.ts';
import { demoEncoding, demoSecondRound } from '../../demo/study.ts';
import { startParty, watch, type Taken } from '../watched.ts';

export interface WholePath {
  /** Records a side. */
  readonly size: number;
  /** Looks that both owners gave, in all rounds. */
  readonly looks: number;
  /** Processor seconds of the owners' programs, less what these take with nothing to answer. */
  readonly ownerSeconds: number;
  readonly looksPerSecond: number;
  /** Of the owner that took most. */
  readonly ownerPeakMiB: number;
  /** Bytes of the answers on the log, for each look. */
  readonly bytesPerLook: number;
  /** The linkage unit up to its last request: batches in, search, plan, requests. */
  readonly asked: Taken;
  /** From there on: answers in, decision, links, report. */
  readonly decided: Taken;
}

interface Answering {
  readonly taken: Taken;
  readonly looks: number;
}

async function answering(options: DemoOptions, owner: Party): Promise<Answering> {
  const args = ['answer', ...ownerArgs(options, owner), '--no-exclusions'];
  const running = startParty(owner, args);
  const end = watch(running.pid);
  const printed = JSON.parse(await running.ended) as { registers: { looks: number }[] };
  return { taken: end(), looks: printed.registers.reduce((sum, { looks }) => sum + looks, 0) };
}

async function answerBytes({ log }: DemoOptions, owners: readonly Party[]): Promise<number> {
  const port = await openLog(log, { environment: {}, readOnly: true });
  try {
    let bytes = 0;
    for (const { name } of owners) {
      for await (const { value } of readAll(port, topics('demo').lookAnswers(name), 0)) {
        bytes += value.length;
      }
    }
    return bytes;
  } finally {
    await port.close();
  }
}

async function pathIn(folder: string, size: number, reporter: Reporter): Promise<WholePath> {
  const shared = { city: 'Rotterdam', records: size } as const;
  const plan = {
    requests: [
      { ...shared, owner: 'rotterdam', register: 'population' },
      { ...shared, owner: 'denhaag', register: 'benefits', overlap: 0.5 },
    ],
    encoding: demoEncoding,
    secondRound: { ...demoSecondRound, fieldBits: 512 },
    capacity: 2000,
  } as const;
  const options: DemoOptions = { folder, log: join(folder, 'log'), plan, seed: 1, reporter };
  makeRegisters(options);
  const parties = await makeStudy(options);
  await agreeOnKey(options, parties);
  await encodeRegisters(options, parties);
  const unit = startParty(parties.linkageUnit, [
    'run', '--study', studyFile(options), '--log', options.log, '--keys', 'party.key',
    '--state', 'state', '--wait', '86400',
  ]); // prettier-ignore
  try {
    const untilAsked = watch(unit.pid);
    await unit.told('looksAsked');
    const asked = untilAsked();
    const untilDecided = watch(unit.pid);
    const given: Answering[] = [];
    for (const owner of parties.owners) given.push(await answering(options, owner));
    await unit.ended;
    const decided = untilDecided();
    const idle: Answering[] = [];
    for (const owner of parties.owners) idle.push(await answering(options, owner));
    const seconds = (all: readonly Answering[]): number =>
      all.reduce((sum, { taken }) => sum + (taken.cpuSeconds ?? NaN), 0);
    const looks = given.reduce((sum, one) => sum + one.looks, 0);
    const ownerSeconds = seconds(given) - seconds(idle);
    return {
      size,
      looks,
      ownerSeconds,
      looksPerSecond: Math.round(looks / ownerSeconds),
      ownerPeakMiB: Math.max(...given.map(({ taken }) => taken.peakMiB ?? NaN)),
      bytesPerLook: Math.round((await answerBytes(options, parties.owners)) / looks),
      asked,
      decided,
    };
  } finally {
    unit.stop();
    await unit.ended.catch(() => undefined);
  }
}

/** @param size records of either register; the search for candidates compares all pairs */
export async function wholePath(size: number, reporter: Reporter): Promise<WholePath> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-second-round-'));
  try {
    return await pathIn(folder, size, reporter);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
