// SPDX-License-Identifier: EUPL-1.2
/** Holds the project to its own rules. What each rule catches is shown in `checks/*.test.ts`. */
import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import {
  checkDeclared,
  checkLicences,
  checkManifests,
  readShipped,
} from './checks/dependencies.ts';
import {
  checkBuiltins,
  checkGraph,
  checkNames,
  checkReach,
  checkTestHelpers,
} from './checks/imports.ts';
import {
  checkCycles,
  checkDeadFiles,
  checkExportForms,
  checkExports,
  checkFileNames,
} from './checks/structure.ts';
import { checkLicenceLines, checkMachineTraces, checkSizes, checkTitles } from './checks/texts.ts';
import { readProject, type Project } from './project.ts';

const root = join(import.meta.dirname, '..', '..');
const project = readProject(root);

const rules: readonly [title: string, check: (project: Project) => string[]][] = [
  ['parts import only what their role allows', checkGraph],
  ['no program contains what its role must never hold', checkReach],
  ['Node modules are used only where allowed', checkBuiltins],
  ['network, chance, clock and terminal are used only where allowed', checkNames],
  ['what is made for tests stays with the tests', checkTestHelpers],
  ['nothing imports itself by a detour', checkCycles],
  ['every source is used', checkDeadFiles],
  ['every package exports something that exists', checkExports],
  ['exports are listed by name', checkExportForms],
  ['names are in kebab-case', checkFileNames],
  ['every source states its licence first', checkLicenceLines],
  ['no source is longer than 400 lines', checkSizes],
  ['every document has one title', checkTitles],
  ['nothing names a place of one machine', checkMachineTraces],
  ['what is imported is declared, and the reverse', checkDeclared],
  ['versions are exact, manifests private and licensed', checkManifests],
  ['what ships has a known licence', (each) => checkLicences(readShipped(root, each))],
];

test.each(rules)('%s', (_title, check) => {
  expect(check(project)).toEqual([]);
});

test('the project that is checked is the whole project', () => {
  const parts = [...project.manifests.keys()];
  expect(parts).toEqual(expect.arrayContaining(['', 'packages/errors', 'services/encoder']));
  expect(project.sources.size).toBeGreaterThan(50);
  expect(readShipped(root, project).length).toBeGreaterThan(5);
});
