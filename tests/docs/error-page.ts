// SPDX-License-Identifier: EUPL-1.2
/** `docs/errors.md`, made from the catalogue: every code with its sentences. Trusts nothing else. */
import { catalogue, exitCodes, type ErrorCode, type ErrorKind } from '@koppel/errors';

const kinds: Readonly<Record<ErrorKind, string>> = {
  usage: 'the command line is wrong',
  input: 'a file that was given is wrong',
  refused: 'the study, the gate, a key or a contract forbids it',
  environment: 'disk, log, network of parties or waiting time',
  internal: 'a fault in the program',
};

const head = `# Errors

Every error that a Koppel program can report. The list is closed: a program says one of these codes, the place (file, row, column, field, path or rule) and these sentences, and never a value from a register. This page is made from the catalogue in [packages/errors](../packages/errors/src/catalogue.ts) by \`node tests/docs/refresh.ts\`; a test fails when it is out of date.

*Alle fouten die een programma van Koppel kan melden, met wat u eraan kunt doen.*

## Exit codes

| Exit code | Kind | Meaning |
|---|---|---|
| 0 | | done |
`;

/** A cell of a table: a pipe would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function row(code: ErrorCode): string {
  const { kind, en, nl, remedyEn, remedyNl } = catalogue[code];
  const cells = [`\`${code}\``, String(exitCodes[kind]), en, nl, remedyEn, remedyNl];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The area of a code: the word before its first underscore. */
function areaOf(code: ErrorCode): string {
  return code.split('_')[0]!;
}

/** The whole page, in the order of areas and codes. */
export function errorPage(): string {
  const codes = (Object.keys(catalogue) as ErrorCode[]).sort();
  const kindRows = Object.entries(kinds).map(
    ([kind, meaning]) => `| ${String(exitCodes[kind as ErrorKind])} | ${kind} | ${meaning} |`,
  );
  const sections = [...new Set(codes.map(areaOf))].map((area) => {
    const rows = codes.filter((code) => areaOf(code) === area).map(row);
    return [
      `## ${area}`,
      '',
      '| Code | Exit | What | Wat | Remedy | Wat u kunt doen |',
      '|---|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${head}${kindRows.join('\n')}\n\n${sections.join('\n\n')}\n`;
}
