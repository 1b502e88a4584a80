// SPDX-License-Identifier: EUPL-1.2
/**
 * Writes what the documentation takes from the sources: the page of errors and the line counts of
 * the reading path. Run it with Node 24: `node tests/docs/refresh.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPage } from './error-page.ts';
import { withCounts } from './reading-path.ts';

const root = join(import.meta.dirname, '..', '..');
const route = join(root, 'docs/auditor/leesroute.md');

writeFileSync(join(root, 'docs/errors.md'), errorPage());
writeFileSync(route, withCounts(root, readFileSync(route, 'utf8')));
