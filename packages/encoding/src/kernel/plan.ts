// SPDX-License-Identifier: EUPL-1.2
/** Which fields of a profile the kernel reads, and a kernel for them. */
import { typeTags } from '../group-prfs.ts';
import type { GroupPrf } from '../prf.ts';
import type { EncodingProfile } from '../profile.ts';
import { findScheme } from '../schemes/registry.ts';
import { kindOf, TokenKernel, type KernelField, type KernelStream } from './token-kernel.ts';

/** Undefined where there is nothing for a kernel to do. */
export function createKernel(
  { spec, inputs }: EncodingProfile,
  prfs: ReadonlyMap<string, GroupPrf>,
): TokenKernel | undefined {
  const setting = findScheme(spec.scheme, spec.version).bitSetting?.(spec);
  if (setting === undefined) return undefined;
  const streams: KernelStream[] = [];
  const numbers = new Map<string, number>();
  const fields: KernelField[] = [];
  spec.fields.forEach((field, index) => {
    const kind = kindOf(field, spec);
    const own = inputs.flatMap((input, at) => (input.field === index ? [at] : []));
    if (kind === undefined || own.length !== 1) return;
    const typeTag = typeTags[field.type];
    const name = `${typeTag} ${field.group}`;
    let stream = numbers.get(name);
    if (stream === undefined) {
      stream = streams.push({ states: prfs.get(field.group)!.states(), typeTag }) - 1;
      numbers.set(name, stream);
    }
    fields.push({ index, input: own[0]!, spec: field, kind, stream });
  });
  if (fields.length === 0) return undefined;
  const kernel = new TokenKernel(setting, spec.fields.length, fields, streams);
  for (const { inner, outer } of streams.map(({ states }) => states)) {
    inner.fill(0);
    outer.fill(0);
  }
  return kernel;
}
