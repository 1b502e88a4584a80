// SPDX-License-Identifier: EUPL-1.2
/** Rules on the text of files: licence line, size, one title, and nothing of the author's machine. */
import type { Project } from '../project.ts';

const maxLines = 400;

/** A source starts with its licence; a program has it on the line after `#!`. */
export function checkLicenceLines(project: Project): string[] {
  const spdx = 'SPDX-License-Identifier: EUPL-1.2';
  return [...project.texts]
    .filter(([path, text]) => {
      const [first, second] = text.split('\n');
      const expected = /\.(?:ts|js)$/.test(path) ? `// ${spdx}` : `# ${spdx}`;
      if (text.startsWith('#!')) return second !== expected;
      return /\.(?:ts|js|sh)$/.test(path) && first !== expected;
    })
    .map(([path]) => `${path} does not start with ${spdx}`);
}

/** Sources stay readable in one sitting; tables of data (`data/`, `…-table.ts`) may be longer. */
export function checkSizes(project: Project): string[] {
  return [...project.texts]
    .filter(([path]) => path.endsWith('.ts') && !/\/data\/|-table\.ts$/.test(path))
    .map(([path, text]) => [path, text.trimEnd().split('\n').length] as const)
    .filter(([, lines]) => lines > maxLines)
    .map(([path, lines]) => `${path} has ${lines} lines, more than ${maxLines}`);
}

/** A document has exactly one title; a `#` inside a code block is not one. */
export function checkTitles(project: Project): string[] {
  return [...project.texts]
    .filter(([path]) => path.endsWith('.md'))
    .filter(([, text]) => {
      const prose = text.replaceAll(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '');
      return (prose.match(/^# \S/gm) ?? []).length !== 1;
    })
    .map(([path]) => `${path} does not have exactly one title`);
}

/** Nothing tells on which machine, or through which package registry, the project was made. */
export function checkMachineTraces(project: Project): string[] {
  const traces = [
    /(?<![\w.})-])\/(?:work|root)\/[\w.]/,
    /(?<![\w.})-])\/(?:home|Users)\/[a-z]/,
    /\bregistry\.(?:npmjs|yarnpkg)\./,
  ];
  return [...project.texts].flatMap(([path, text]) =>
    traces
      .filter((trace) => trace.test(text))
      .map((trace) => `${path} names a place of one machine: ${trace.exec(text)?.[0] ?? ''}`),
  );
}
