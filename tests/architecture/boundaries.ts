// SPDX-License-Identifier: EUPL-1.2
/**
 * What each part of the project may import. These tables are the separation of roles: the party
 * that links cannot encode because its program cannot name the encoder, and so on. A part that is
 * not listed may import nothing. Changing a table is a decision about trust; see docs/adr.
 */

const allPackages = [
  '@koppel/accountability',
  '@koppel/audit',
  '@koppel/console',
  '@koppel/encoding',
  '@koppel/errors',
  '@koppel/evaluation',
  '@koppel/feasibility',
  '@koppel/kernel',
  '@koppel/keys',
  '@koppel/keys/ceremony',
  '@koppel/keys/look',
  '@koppel/keys/open',
  '@koppel/keys/pseudonym',
  '@koppel/keys/seal',
  '@koppel/keys/sign',
  '@koppel/linkage',
  '@koppel/quality-report',
  '@koppel/serve',
  '@koppel/statistics-files',
  '@koppel/study',
  '@koppel/transport',
  '@koppel/wasm',
  '@koppel/wire',
];

const everyService = [
  '@koppel/accountability',
  '@koppel/console',
  '@koppel/errors',
  '@koppel/keys',
  '@koppel/keys/sign',
  '@koppel/study',
  '@koppel/transport',
  '@koppel/wire',
];

/** Project imports by part, in a package's own spelling: a subpath is a permission of its own. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'packages/errors': [],
  'packages/study': ['@koppel/errors'],
  'packages/keys': ['@koppel/errors'],
  // Phase 1 of a study: what can be known before anything is linked. No encodings, no keys.
  'packages/feasibility': ['@koppel/study'],
  'packages/wasm': [],
  'packages/kernel': ['@koppel/errors', '@koppel/wasm'],
  // Files of SPSS and Stata from plain rows; knows no study and reads nothing (docs/adr/0057).
  'packages/statistics-files': ['@koppel/errors'],
  'packages/console': ['@koppel/errors'],
  // An owner's part of the second round is here: nobody else can undo a pair's permutation (0059).
  'packages/encoding': [
    '@koppel/errors',
    '@koppel/keys',
    '@koppel/keys/look',
    '@koppel/study',
    '@koppel/wasm',
  ],
  'packages/wire': ['@koppel/errors', '@koppel/study'],
  'packages/transport': ['@koppel/errors', '@koppel/wire'],
  // Accounts of refusals, and erasing: it signs, and opens nothing that is sealed (docs/adr/0056).
  'packages/accountability': [
    '@koppel/console',
    '@koppel/errors',
    '@koppel/keys',
    '@koppel/keys/sign',
    '@koppel/study',
    '@koppel/transport',
    '@koppel/wire',
  ],
  'packages/linkage': ['@koppel/errors', '@koppel/kernel', '@koppel/study'],
  // Figures of a linkage as data and as a page: no encodings, no keys (docs/adr/0045).
  'packages/quality-report': ['@koppel/console', '@koppel/errors', '@koppel/linkage'],
  // The frame of a long-running service: configuration, figures, a monitor's questions.
  'packages/serve': ['@koppel/console', '@koppel/errors', '@koppel/transport'],
  // Attacks on one's own encodings, by an owner or on invented persons: never at the linkage unit.
  'packages/audit': [
    '@koppel/encoding',
    '@koppel/errors',
    '@koppel/kernel',
    '@koppel/study',
    '@koppel/wasm',
  ],
  'packages/evaluation': allPackages.filter((name) => name !== '@koppel/evaluation'),
  // An owner opens shares addressed to it, through the ceremony, and nothing else.
  'services/encoder': [
    ...everyService,
    '@koppel/audit',
    '@koppel/encoding',
    '@koppel/keys/ceremony',
    // Answers looks: opens requests made to it, and permutes what it shows (docs/adr/0062).
    '@koppel/keys/look',
    '@koppel/keys/seal',
    '@koppel/serve',
  ],
  // Opens its own mailbox, and seals its answer to the researcher.
  'services/linkage': [
    ...everyService,
    '@koppel/kernel',
    '@koppel/keys/open',
    '@koppel/keys/pseudonym',
    '@koppel/keys/seal',
    '@koppel/linkage',
    '@koppel/quality-report',
    '@koppel/serve',
  ],
  'services/researcher': [
    ...everyService,
    '@koppel/keys/open',
    '@koppel/serve',
    '@koppel/statistics-files',
  ],
  // The coordinator signs, and has neither data nor a key that opens any (docs/adr/0051).
  'services/study': [...everyService, '@koppel/feasibility'],
  tests: allPackages,
  scripts: [],
};

/** What a program must not contain, however indirectly it would come in. */
export const mustNotReach: Readonly<Record<string, readonly string[]>> = {
  // It compares encodings in an audit of its own ones only, through packages/audit.
  'services/encoder': ['packages/linkage', 'packages/quality-report', 'packages/evaluation'],
  'services/linkage': ['packages/encoding', 'packages/audit', 'packages/evaluation'],
  'services/researcher': [
    'packages/encoding',
    'packages/audit',
    'packages/linkage',
    'packages/quality-report',
    'packages/kernel',
    'packages/evaluation',
  ],
  'services/study': [
    'packages/encoding',
    'packages/audit',
    'packages/linkage',
    'packages/kernel',
    'packages/evaluation',
  ],
};

const serviceBuiltins = [
  'node:crypto',
  'node:fs',
  'node:fs/promises',
  'node:path',
  'node:process',
  'node:sqlite',
  'node:stream',
  'node:stream/promises',
  'node:timers/promises',
  'node:url',
  'node:util',
];

/** Node's own modules by part, for sources that are not tests. No part may open a network. */
export const mayUseBuiltin: Readonly<Record<string, readonly string[]>> = {
  'packages/errors': [],
  'packages/wasm': [],
  'packages/audit': [],
  'packages/feasibility': [],
  'packages/study': [],
  'packages/encoding': [],
  'packages/wire': [],
  'packages/linkage': [],
  'packages/quality-report': [],
  'packages/statistics-files': [],
  'packages/keys': ['node:crypto'],
  // node:crypto for the identity under which parts of a search are kept (docs/adr/0037).
  'packages/kernel': ['node:crypto', 'node:os', 'node:timers/promises', 'node:worker_threads'],
  'packages/accountability': ['node:crypto', 'node:fs', 'node:path'],
  'packages/transport': [
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:sqlite',
    'node:timers/promises',
  ],
  'packages/console': [
    'node:crypto',
    'node:fs',
    'node:path',
    'node:process',
    'node:readline/promises',
    'node:sqlite',
    'node:stream',
    'node:timers/promises',
    'node:util',
  ],
  // node:worker_threads for the thread that answers while the service computes (docs/adr/0054).
  'packages/serve': [
    'node:events',
    'node:fs',
    'node:path',
    'node:process',
    'node:timers/promises',
    'node:worker_threads',
  ],
  'packages/evaluation': [
    ...serviceBuiltins,
    'node:child_process',
    'node:os',
    'node:perf_hooks',
    'node:readline',
  ],
  'services/encoder': serviceBuiltins,
  'services/linkage': serviceBuiltins,
  'services/researcher': serviceBuiltins,
  'services/study': serviceBuiltins,
  // node:crypto for checksums of what is packed.
  scripts: ['node:child_process', 'node:crypto', 'node:fs', 'node:path'],
};

/**
 * Node modules that one file alone may use, and the names it may take from them. A service listens, so
 * that a monitor can ask how it is; it cannot call out (docs/adr/0023, docs/adr/0054). The wire hashes
 * what is sealed, and has no other use for cryptography (docs/adr/0068).
 */
export const fileMayUseBuiltin: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
> = {
  'packages/serve/src/http.ts': { 'node:http': ['createServer'] },
  'packages/wire/src/digest.ts': { 'node:crypto': ['hash'] },
};

/** The parts whose output is a function of their input alone. */
export const pureParts: readonly string[] = [
  'packages/errors',
  'packages/wasm',
  'packages/study',
  'packages/encoding',
  'packages/audit',
  'packages/wire',
  'packages/linkage',
  'packages/quality-report',
  'packages/statistics-files',
  'packages/keys',
];

/** Names that no source may use: the network, hidden code, hidden chance, and a second terminal. */
export const forbiddenNames: readonly string[] = [
  'EventSource',
  'Math.random',
  'WebSocket',
  'XMLHttpRequest',
  'console',
  'eval',
  'fetch',
  'require',
];

/** Names that a pure part may not use either: its surroundings and the clock. */
export const impureNames: readonly string[] = [
  'Buffer',
  'Date.now',
  'performance',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
];

/** Exceptions: node:crypto and avsc, which these wrap, speak in Buffers. */
export const mayUseName: Readonly<Record<string, readonly string[]>> = {
  'packages/keys': ['Buffer'],
  'packages/wire': ['Buffer'],
};

/** The parts that may write to the terminal. */
export const terminalParts: readonly string[] = [
  'packages/console',
  'scripts',
  'services/encoder',
  'services/linkage',
  'services/researcher',
  'services/study',
];

/** Licences under which a dependency that ships may stand; all are compatible with EUPL-1.2. */
export const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'EUPL-1.2',
  'ISC',
  'MIT',
];
