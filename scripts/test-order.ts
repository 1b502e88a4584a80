// SPDX-License-Identifier: EUPL-1.2
/**
 * Jest's order of test files: those that take long first, the longest at the very beginning, so that no
 * core waits for one of them at the end. All others follow by size.
 */
import { statSync } from 'node:fs';
import { dirname, relative } from 'node:path';

const root = dirname(import.meta.dirname);

/** By the seconds that each takes from begin to end, longest first. A test holds them to be there. */
export const longest: readonly string[] = [
  'tests/image/images.test.ts',
  'tests/faults/kafka/line.test.ts',
  'services/linkage/src/workers/workers.test.ts',
  'tests/faults/crash.test.ts',
  'packages/evaluation/src/commands/bench.test.ts',
  'packages/evaluation/src/commands/demo.test.ts',
  'tests/faults/key-files.test.ts',
  'tests/faults/agreement.test.ts',
  'tests/e2e/demo.test.ts',
  'tests/e2e/line.test.ts',
  'tests/e2e/destruction.test.ts',
  'packages/audit/src/attacks/graph-matching/graph-matching.test.ts',
  'services/study/src/report/report.test.ts',
  'services/encoder/src/commands/key-exchange.test.ts',
  'services/linkage/src/commands/resume.test.ts',
  'services/encoder/src/input/parquet.test.ts',
  'packages/evaluation/src/evaluate/second-round/second-round.test.ts',
  'tests/docs/quickstart.test.ts',
  'tests/faults/storage.test.ts',
  'tests/e2e/changes.test.ts',
  'tests/separation/separation.test.ts',
  'services/researcher/src/commands/commands.test.ts',
  'services/encoder/src/register-run.test.ts',
  'services/linkage/src/looks/looks.test.ts',
  'services/encoder/src/ledger/account.test.ts',
  'tests/faults/input.test.ts',
  'tests/e2e/numbers.test.ts',
  'tests/e2e/review.test.ts',
  'tests/faults/serve.test.ts',
  'packages/evaluation/src/evaluate/evaluate.test.ts',
  'packages/kernel/src/search.test.ts',
  'tests/e2e/looks.test.ts',
  'packages/evaluation/src/bench/faults.test.ts',
  'tests/faults/changes.test.ts',
  'tests/separation/failures.test.ts',
  'services/encoder/src/commands/audit.test.ts',
  'packages/encoding/src/kernel/kernel.test.ts',
  'packages/encoding/src/schemes/saul/saul.test.ts',
  'packages/linkage/src/candidate-search.test.ts',
  'packages/audit/src/attacks/double-hashing/double-hashing.test.ts',
  'packages/transport/src/kafka/kafka-secure.test.ts',
  'tests/e2e/schemes.test.ts',
  'tests/e2e/weights.test.ts',
  'tests/e2e/receipts.test.ts',
  'tests/e2e/kafka.test.ts',
  'tests/e2e/kafka/rights.test.ts',
  'packages/encoding/src/schemes/hardened/hardened.test.ts',
  'services/encoder/src/input/postgres.test.ts',
  'tests/e2e/recipients.test.ts',
];

/** What is read of jest's own description of a test file. */
interface TestFile {
  readonly path: string;
}

function rankOf(path: string): number {
  const at = longest.indexOf(relative(root, path).replaceAll('\\', '/'));
  return at < 0 ? longest.length : at;
}

/** Test files of jest in the order in which they begin. */
export function inOrder<T extends TestFile>(tests: readonly T[]): T[] {
  const known = tests.map((test) => {
    return { test, rank: rankOf(test.path), size: statSync(test.path).size };
  });
  known.sort(
    (one, other) =>
      one.rank - other.rank || other.size - one.size || (one.test.path < other.test.path ? -1 : 1),
  );
  return known.map(({ test }) => test);
}
