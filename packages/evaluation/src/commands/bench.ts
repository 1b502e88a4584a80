// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench …`: speed, ours and the peers', and quality. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { benchEncoder, type EncoderOptions } from '../bench/encoder.ts';
import { benchLine, type LineResult } from '../bench/line.ts';
import { describeMachine, type Timing } from '../bench/machine.ts';
import { openPeers } from '../bench/peers.ts';
import { benchApproximateSearch } from './bench-approximate.ts';
import { benchClusters } from './bench-clusters.ts';
import { benchEncodingSchemes } from './bench-encodings.ts';
import { benchFaultClasses } from './bench-faults.ts';
import { benchFlowOverBroker } from './bench-flow.ts';
import { benchFieldModel } from './bench-model.ts';
import { benchQuality } from './bench-quality.ts';
import { benchSharedSearch } from './bench-scaling.ts';
import { benchSecondRound } from './bench-second-round.ts';
import { benchThresholdSets } from './bench-thresholds.ts';
import { encoderTable } from './bench-encoder-table.ts';
import { benchKernelParts } from './bench-kernel.ts';

const kinds = {
  sizes: 'string', repeat: 'string', rows: 'string', only: 'string', write: 'string', seed: 'string',
  curves: 'string', verify: 'boolean', peers: 'boolean', keep: 'string', attacks: 'string', anew: 'string',
  records: 'string',
} as const; // prettier-ignore

function sizesOf(text: string): number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 100)) {
    throw new KoppelError('USAGE', { path: '--sizes' });
  }
  return sizes;
}

function seconds({ min, median }: Timing): string {
  return `${median.toFixed(2)} s (min ${min.toFixed(2)})`.padEnd(24);
}

const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');
const millions = (number: number): string =>
  `${Math.round(number / 1e6).toLocaleString('en-US')} M`;

/** One size as text, a line per figure. */
export function table({ size, encode, match, line, peers }: LineResult): string {
  const rows: [string, string, string][] = [
    ['encode one side', seconds(encode), `${thousands(encode.recordsPerSecond)} records/s`],
    ...match.map((one): [string, string, string] => [
      `match, ${String(one.workers)} worker(s)`,
      seconds(one),
      `${millions(one.comparisonsPerSecond)} comparisons/s`,
    ]),
    ['whole line', seconds(line), JSON.stringify(line.steps)],
  ];
  if ('skipped' in peers) rows.push(['peers', 'skipped', peers.skipped]);
  else {
    const { clkhash, anonlink, ratio } = peers;
    rows.push(
      ['clkhash, 1 process', seconds(clkhash), `${thousands(clkhash.recordsPerSecond)} records/s`],
      [
        'anonlink, 1 process',
        seconds(anonlink),
        `${millions(anonlink.comparisonsPerSecond)} comparisons/s`,
      ],
      ['ratio per core', '', `encode ${ratio.encode.toFixed(1)}, match ${ratio.match.toFixed(1)}`],
    );
  }
  const lines = rows.map(([name, time, rate]) => `  ${name.padEnd(24)}${time.padEnd(24)}${rate}`);
  return [`${thousands(size)} records per side`, ...lines].join('\n');
}

/** Rows of the largest file whose memory is measured. */
const rowsByDefault = 1_000_000;
const sizesByDefault = {
  line: '20000,100000',
  encoder: '20000,100000,1000000',
  kernel: '20000,100000',
  approximate: '20000,100000,1000000',
  scaling: '100000',
  'second-round': '20000,100000',
};

/** What takes its sizes alone. */
const bySizes = {
  approximate: benchApproximateSearch,
  scaling: benchSharedSearch,
  'second-round': benchSecondRound,
};

async function line(options: EncoderOptions): Promise<LineResult[]> {
  const { sizes, repeat, folder, reporter, peers } = options;
  const results: LineResult[] = [];
  for (const size of sizes) {
    reporter.event('bench', { stage: 'line' }, { size });
    results.push(
      await benchLine({ size, repeat, folder: join(folder, String(size)), peers, reporter }),
    );
  }
  return results;
}

export async function bench(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, 1);
  const [what] = args.positionals;
  if (what === 'faults') {
    await benchFaultClasses(context, args);
    return;
  }
  if (what === 'clusters') {
    await benchClusters(context, args);
    return;
  }
  if (what === 'encodings') {
    await benchEncodingSchemes(context, args);
    return;
  }
  if (what === 'approximate' || what === 'scaling' || what === 'second-round') {
    const sizes = sizesOf(args.text('sizes') ?? sizesByDefault[what]);
    await bySizes[what](context, args, sizes);
    return;
  }
  if (what === 'line' && args.text('records') !== undefined) {
    await benchFlowOverBroker(context, args);
    return;
  }
  if (what === 'quality') {
    await benchQuality(context, args);
    return;
  }
  if (what === 'model') {
    await benchFieldModel(context, args);
    return;
  }
  if (what === 'thresholds') {
    await benchThresholdSets(context, args);
    return;
  }
  if (what !== 'line' && what !== 'encoder' && what !== 'kernel')
    throw new KoppelError('USAGE', { path: 'bench' });
  const asked = args.text('sizes');
  const givenSizes = asked === undefined ? undefined : sizesOf(asked);
  const sizes = givenSizes ?? sizesOf(sizesByDefault[what]);
  const [only, curves, verify] = [args.text('only'), args.text('curves'), args.flag('verify')];
  const kernelArguments = { only, curves, verify };
  const repeat = Math.max(1, args.count('repeat', 5));
  const rows = args.count('rows', rowsByDefault);
  const machine = describeMachine();
  const peers = await openPeers();
  if ('skipped' in peers) context.reporter.event('peersSkipped');
  mkdirSync(tmpdir(), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  const options = { sizes, repeat, rows, folder, peers, reporter: context.reporter };
  try {
    const [result, text] = await {
      line: () => line(options).then((results) => [{ results }, results.map(table)] as const),
      encoder: () => benchEncoder(options).then((found) => [found, [encoderTable(found)]] as const),
      kernel: () => benchKernelParts(options, kernelArguments, givenSizes),
    }[what]();
    if (args.flag('json')) context.print(JSON.stringify({ machine, ...result }, null, 1));
    else context.print([JSON.stringify(machine), ...text].join('\n\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
