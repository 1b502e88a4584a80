// SPDX-License-Identifier: EUPL-1.2
/** Findings as a table for a person, with a remedy under each line that needs one, or as data. */
import { describeError, type Language } from '@koppel/errors';
import type { Finding } from './finding.ts';

const words = {
  en: {
    ok: 'ok',
    warning: 'WARNING',
    failed: 'WRONG',
    untried: 'not tried',
    configuration: 'configuration',
    ownCertificate: 'own certificate',
    broker: 'connection',
    certificate: 'broker’s certificate',
    login: 'login',
    topic: 'rights',
    management: 'rights on the broker',
    limit: 'largest message',
    clock: 'clock',
    library: 'reading it',
    folder: 'folder',
    read: 'read',
    write: 'write',
    and: 'and',
    closed: 'closed, as it must be',
    none: 'none, as it must be',
    days: 'days left',
    bytes: 'bytes, enough',
    seconds: 'seconds from the broker’s',
    clockByDay: 'not behind the newest message; the broker tells no more',
    clockUntold: 'the broker tells its clock to its administrator only',
    limitUntold: 'this user may not see the settings of the topic',
    allWell: 'Everything is as it must be.',
    notWell: 'Not everything is as it must be.',
  },
  nl: {
    ok: 'goed',
    warning: 'LET OP',
    failed: 'FOUT',
    untried: 'niet getest',
    configuration: 'configuratie',
    ownCertificate: 'eigen certificaat',
    broker: 'verbinding',
    certificate: 'certificaat broker',
    login: 'inloggen',
    topic: 'rechten',
    management: 'rechten op de broker',
    limit: 'grootste bericht',
    clock: 'klok',
    library: 'lezen',
    folder: 'map',
    read: 'lezen',
    write: 'schrijven',
    and: 'en',
    closed: 'gesloten, zoals het hoort',
    none: 'geen, zoals het hoort',
    days: 'dagen te gaan',
    bytes: 'bytes, genoeg',
    seconds: 'seconden verschil met de broker',
    clockByDay: 'niet achter bij het nieuwste bericht; meer zegt de broker niet',
    clockUntold: 'de broker zegt alleen zijn beheerder hoe laat het is',
    limitUntold: 'deze gebruiker mag de instellingen van het topic niet zien',
    allWell: 'Alles is zoals het moet zijn.',
    notWell: 'Niet alles is zoals het moet zijn.',
  },
} as const;

function detailOf(finding: Finding, language: Language): string {
  const own = words[language];
  const { check, outcome, access, days, bytes, seconds } = finding;
  if (days !== undefined) return `${String(days)} ${own.days}`;
  if (bytes !== undefined) return `${String(bytes)} ${own.bytes}`;
  if (seconds !== undefined) return `${String(seconds)} ${own.seconds}`;
  if (access !== undefined) {
    return access.length === 0 ? own.closed : access.map((one) => own[one]).join(` ${own.and} `);
  }
  if (outcome === 'untried' && finding.untold === true) {
    return check === 'clock' ? own.clockUntold : own.limitUntold;
  }
  if (outcome !== 'ok') return '';
  if (check === 'management') return own.none;
  return check === 'clock' ? own.clockByDay : '';
}

/** Whether nothing failed. A warning is no failure, nor is what the broker does not tell. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ outcome }) => outcome !== 'failed');
}

/** One line for each finding, then what it comes to. */
export function doctorText(findings: readonly Finding[], language: Language): string {
  const own = words[language];
  const rows = findings.map((finding) => ({
    cells: [own[finding.outcome], own[finding.check], finding.subject, detailOf(finding, language)],
    problem: finding.problem,
  }));
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map(({ cells }) => cells[at]!.length)));
  const lines = rows.flatMap(({ cells, problem }) => {
    const line = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
    const told = problem === undefined ? [] : [`    ${describeError(problem, language)}`];
    return [line.trimEnd(), ...told];
  });
  return [...lines, '', isHealthy(findings) ? own.allWell : own.notWell].join('\n');
}

/** The same as data: codes and rules instead of sentences. */
export function doctorData(findings: readonly Finding[]): object[] {
  return findings.map(({ problem, ...finding }) => {
    if (problem === undefined) return finding;
    const { code, place } = problem;
    return place.rule === undefined ? { ...finding, code } : { ...finding, code, rule: place.rule };
  });
}

/** The exit code of the first thing that failed; undefined when nothing did. */
export function doctorExitCode(findings: readonly Finding[]): number | undefined {
  return findings.find(({ outcome }) => outcome === 'failed')?.problem?.exitCode;
}
