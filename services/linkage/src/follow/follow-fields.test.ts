// SPDX-License-Identifier: EUPL-1.2
/** Linkages by fields, one after another: each is one from scratch, and tells what became of the last. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkSources, type EncodedSource } from '@koppel/linkage';
import { tokenAt } from './names.ts';
import { linkAgain, type Again } from './link-again.ts';
import { numbersOf as numbers } from '../testing/looked-study.ts';

const fieldBytes = 16;
const fields = [
  { name: 'given', values: 60 },
  { name: 'surname', values: 300 },
  { name: 'birth', values: 5000 },
  { name: 'postcode', values: 150 },
];
const filterBytes = fields.length * fieldBytes;
const groups = fields.map(({ name }, at) => ({
  name,
  alike: name,
  from: at * fieldBytes,
  bytes: fieldBytes,
}));

/** Persons of a register, each with a version of their record: another one has other faults. */
type Content = ReadonlyMap<number, number>;

function sourceOf(name: string, side: number, content: Content): EncodedSource {
  const persons = [...content.keys()].sort((m, n) => m - n);
  const count = persons.length;
  const tokens = new Uint8Array(count * 16);
  const filters = new Uint8Array(count * filterBytes);
  persons.forEach((person, row) => {
    tokens.set([(person * 37) % 256, side, person & 255, person >> 8], row * 16);
    const random = numbers(person * 64 + side * 8 + content.get(person)!);
    fields.forEach(({ values }, field) => {
      const own = numbers(person * 8 + field)();
      const value = Math.floor((random() < 0.08 ? random() : own) * values);
      const bits = numbers(field * 10_000 + value);
      for (let n = 0; n < 14; n += 1) {
        const bit = Math.floor(bits() * fieldBytes * 8);
        filters[row * filterBytes + field * fieldBytes + (bit >> 3)]! |= 1 << (bit & 7);
      }
    });
  });
  return { name, unique: true, count, tokens, filters, filterBytes };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-fields-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = { threshold: 'auto', groups, oneToOne: true, assignment: 'greedy', workers: 1 } as const; // prettier-ignore
const known = ['north', 'south'].map((name) => ({ name, unique: true }));
const specHash = new Uint8Array(32);
const sourcesOf = (contents: readonly Content[]): EncodedSource[] =>
  contents.map((one, side) => sourceOf(['north', 'south'][side]!, side, one));

function again(file: string, contents: readonly Content[]): Promise<Again> {
  return linkAgain({ sources: sourcesOf(contents), known, options, specHash, file });
}

/** Members of each cluster, by name. */
function clustersOf(
  sources: readonly EncodedSource[],
  rows: readonly { readonly cluster: Uint32Array }[],
): Set<string> {
  const members = new Map<number, string[]>();
  sources.forEach(({ name, tokens }, at) => {
    rows[at]!.cluster.forEach((cluster, row) => {
      members.set(cluster, [...(members.get(cluster) ?? []), `${name} ${tokenAt(tokens, row)}`]);
    });
  });
  return new Set(Array.from(members.values(), (one) => one.sort().join()));
}

const range = (from: number, to: number): Content =>
  new Map(Array.from({ length: to - from }, (_, at) => [from + at, 0]));
const start = [range(0, 130), range(50, 180)];

/** Persons who come, change or go, on either side. */
const batch = fc.array(
  fc.record({
    side: fc.nat(1),
    person: fc.nat(220),
    what: fc.constantFrom('comes', 'changes', 'goes'),
  }),
  { minLength: 1, maxLength: 12 },
);

test('after any batches the clusters are those of a linkage from scratch, and events lead there', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 2 }), async (batches) => {
      const file = join(folder, `clusters-${String(run++)}`);
      const contents = start.map((one) => new Map(one));
      const first = await again(file, contents);
      first.save(Uint8Array.of(1));
      expect(first.linked.followed).toBe('first');
      let clusters = clustersOf(sourcesOf(contents), first.rows);
      for (const changes of batches) {
        for (const { side, person, what } of changes) {
          const version = contents[side]!.get(person) ?? 0;
          if (what === 'goes') contents[side]!.delete(person);
          else contents[side]!.set(person, what === 'comes' ? version : version + 1);
        }
        const next = await again(file, contents);
        next.save(Uint8Array.of(2));
        expect(next.linked.followed).toBe('byFields');
        const sources = sourcesOf(contents);
        const scratch = await linkSources(sources, options);
        expect(clustersOf(sources, next.rows)).toEqual(clustersOf(sources, scratch.sources));
        expect(next.linked.threshold.threshold).toBe(scratch.threshold.threshold);
        for (const { before, after } of next.linked.events!) {
          const named = ({ members }: (typeof before)[number]): string =>
            members
              .map(({ source, token }) => `${source} ${token}`)
              .sort()
              .join();
          for (const one of before) expect(clusters.delete(named(one))).toBe(true);
          for (const one of after) clusters.add(named(one));
        }
        expect(clusters).toEqual(clustersOf(sources, next.rows));
        clusters = clustersOf(sources, next.rows);
      }
    }),
    { numRuns: 4, seed: 20 },
  );
}, 120_000);

test('the same content again tells nothing, and who is untouched keeps the cluster they had', async () => {
  const file = join(folder, 'same');
  const first = await again(file, start);
  first.save(Uint8Array.of(1));
  const same = await again(file, start);
  expect([...same.linked.events!]).toEqual([]);
  expect(Array.from(same.rows, ({ cluster }) => [...cluster])).toEqual(
    Array.from(first.rows, ({ cluster }) => [...cluster]),
  );
  const gone = start.map((one) => new Map([...one].filter(([person]) => person !== 60)));
  const after = await again(file, gone);
  const kinds = new Set(Array.from(after.linked.events!, ({ kind }) => kind));
  expect(kinds.has('retracted')).toBe(true);
  expect(after.linked.events!.length).toBeLessThan(10);
});
