// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench kernel`: work rows with the peers, cost curves, or all pairs against the plain twin. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KoppelError } from '@koppel/errors';
import { benchCodes } from '../bench/codes.ts';
import { benchCurves, writeCurves } from '../bench/kernel-curves.ts';
import { verifyKernel } from '../bench/kernel-verify.ts';
import { benchKernel, type KernelOptions } from '../bench/kernel.ts';
import { codesTable } from './bench-codes-table.ts';
import { curvesTable, kernelTable, verificationTable } from './bench-kernel-table.ts';

const parts = ['rates', 'codes', 'curves', 'verify'] as const;
type Part = (typeof parts)[number];

export interface KernelArguments {
  /** Comma-separated parts; absent is rates and codes, and the curves where they are to be written. */
  readonly only: string | undefined;
  /** A folder for plots. */
  readonly curves: string | undefined;
  readonly verify: boolean;
}

const isPart = (name: string): name is Part => (parts as readonly string[]).includes(name);

function partsOf({ only, curves, verify }: KernelArguments): readonly Part[] {
  if (only === undefined && verify) return ['verify'];
  if (only === undefined)
    return ['rates', 'codes', ...(curves === undefined ? [] : ['curves' as const])];
  const named = only.split(',').filter(isPart);
  if (named.length !== only.split(',').length) throw new KoppelError('USAGE', { path: '--only' });
  return named;
}

const curveDefaults = { size: 50_000, sizes: [20_000, 50_000, 100_000, 300_000, 1_000_000] };
/** Larger sets are estimated from a sample in curves. */
const wholeUpTo = 100_000;
const verifiedSize = 20_000;

/**
 * @param givenSizes as the command line has them, if it does
 * @returns the result for JSON, and as text
 */
export async function benchKernelParts(
  options: KernelOptions,
  asked: KernelArguments,
  givenSizes: readonly number[] | undefined,
): Promise<readonly [object, readonly string[]]> {
  const { folder, reporter, repeat } = options;
  const result: Record<string, unknown> = {};
  const texts: string[] = [];
  const wanted = partsOf(asked);
  if (wanted.includes('verify')) {
    const size = givenSizes?.[0] ?? verifiedSize;
    const verification = await verifyKernel(join(folder, 'verify'), size, reporter);
    Object.assign(result, { verification });
    texts.push(verificationTable(verification));
    if (verification.checks.some(({ differences }) => differences > 0)) process.exitCode = 1;
  }
  if (wanted.includes('rates')) {
    const rates = await benchKernel(options);
    Object.assign(result, rates);
    texts.push(kernelTable(rates));
  }
  if (wanted.includes('codes')) {
    const codes = await benchCodes(options);
    Object.assign(result, { codes });
    texts.push(codesTable(codes));
  }
  if (wanted.includes('curves')) {
    const sizes = givenSizes ?? curveDefaults.sizes;
    const size = Math.min(curveDefaults.size, Math.max(...sizes));
    const curveOptions = {
      folder: join(folder, 'curves'),
      reporter,
      repeat,
      size,
      sizes,
      wholeUpTo,
    };
    const curves = await benchCurves(curveOptions);
    Object.assign(result, { curves });
    texts.push(curvesTable(curves));
    if (asked.curves !== undefined) {
      mkdirSync(asked.curves, { recursive: true });
      writeCurves(curves, asked.curves);
    }
  }
  return [result, texts];
}
