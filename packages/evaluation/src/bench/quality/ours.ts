// SPDX-License-Identifier: EUPL-1.2
/**
 * Our linkage on a set, without labels: as three encodings and in two rounds, with the processor time
 * that it takes.
 */
import { fieldFiltersOf, similarityOf, type EncodingSpec } from '@koppel/study';
import type { DataFolder } from '../../evaluate/data-folder.ts';
import { candidatesOf, fieldFilterSpec } from '../../evaluate/encode.ts';
import { encodeFolder } from '../../evaluate/encode-folder.ts';
import type { EvaluateField } from '../../evaluate/fields.ts';
import { bestOf, link, qualityOf } from '../../evaluate/score.ts';
import { linkInTwoRounds } from '../../evaluate/ways.ts';
import { encodingCases } from '../encodings/cases.ts';
import { encodeSides, valueSet } from '../encodings/value-set.ts';

export type Ours = 'clk' | 'saul' | 'fields' | 'looks';

export interface OwnFigures {
  /** At the threshold chosen without labels. */
  readonly f1: number;
  /** At the best threshold, knowing the truth. */
  readonly best: number;
  /** Encoding and linking, of all threads. */
  readonly cpuSeconds: number;
}

function specsOf(base: EncodingSpec): Record<Exclude<Ours, 'looks'>, EncodingSpec> {
  const specOf = (wanted: string): EncodingSpec =>
    encodingCases()
      .find(({ name }) => name === wanted)!
      .specOf(base);
  return {
    clk: specOf('clk 2048'),
    saul: specOf('saul k=3 2048'),
    fields: fieldFilterSpec(base),
  };
}

/** Looks for each record, as where nothing is said. */
const LOOKS = 10;

/** Both rounds: `saul` finds candidates, and every look is answered. */
async function inTwoRounds(
  data: DataFolder,
  fields: readonly EvaluateField[],
): Promise<OwnFigures> {
  const started = process.cpuUsage();
  const coding = { scheme: 'saul', ...candidatesOf(fields.length), findsCandidates: true } as const;
  const twice = encodeFolder(data, fields, coding).twice();
  const aim = { threshold: 'auto', looks: LOOKS, rarity: true } as const;
  const { outcome, best } = await linkInTwoRounds(twice, aim, data.truth, () => undefined);
  const { user, system } = process.cpuUsage(started);
  const f1 = qualityOf(outcome, data.truth).f1.value;
  return { f1, best: Math.max(f1, best.f1), cpuSeconds: (user + system) / 1e6 };
}

export async function oursOn(
  name: string,
  data: DataFolder,
  fields: readonly EvaluateField[],
): Promise<Record<Ours, OwnFigures>> {
  const { sides, truth, base } = valueSet(name, data, fields);
  const figures = async (spec: EncodingSpec): Promise<OwnFigures> => {
    const [similarity, groups] = [similarityOf(spec), fieldFiltersOf(spec)];
    const started = process.cpuUsage();
    const sources = encodeSides(spec, sides);
    const aim = { threshold: 'auto', similarity, groups } as const;
    const { outcome } = await link(sources, aim, () => undefined);
    const { user, system } = process.cpuUsage(started);
    const f1 = qualityOf(outcome, truth).f1.value;
    const best = await bestOf(sources, truth, { similarity, groups });
    return { f1, best: Math.max(f1, best.f1), cpuSeconds: (user + system) / 1e6 };
  };
  const specs = specsOf(base);
  return {
    clk: await figures(specs.clk),
    saul: await figures(specs.saul),
    fields: await figures(specs.fields),
    looks: await inTwoRounds(data, fields),
  };
}
