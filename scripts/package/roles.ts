// SPDX-License-Identifier: EUPL-1.2
/** The programs that can be packed: one per role, each alone. */

export interface Role {
  /** Folder under `services`. */
  readonly service: string;
  /** Its package. */
  readonly name: string;
  /** Options of Node for this program. */
  readonly node: readonly string[];
  /** Documents that go along, in English and, with `.nl` before the ending, in Dutch. */
  readonly documents: readonly string[];
}

const inBoth = (file: string): string[] => [file, file.replace(/\.md$/, '.nl.md')];

export const roles: Readonly<Record<string, Role>> = {
  encoder: {
    service: 'encoder',
    name: '@koppel/encoder',
    // A young generation of 8 MB a half instead of 32: a hundred megabytes less for the same work
    // (docs/benchmarks.md).
    node: ['--max-semi-space-size=8'],
    documents: ['README', 'install', 'keys'].flatMap((name) =>
      inBoth(`docs/data-owner/${name}.md`),
    ),
  },
  linkage: {
    service: 'linkage',
    name: '@koppel/linkage-unit',
    node: [],
    documents: [
      ...inBoth('docs/linkage-unit/README.md'),
      ...inBoth('docs/operating/linkage-unit.md'),
    ],
  },
  researcher: {
    service: 'researcher',
    name: '@koppel/researcher',
    node: [],
    documents: [...inBoth('docs/researcher/README.md'), ...inBoth('docs/operating/researcher.md')],
  },
  study: {
    service: 'study',
    name: '@koppel/coordinator',
    node: [],
    documents: inBoth('docs/coordinator/README.md'),
  },
};
