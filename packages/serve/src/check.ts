// SPDX-License-Identifier: EUPL-1.2
/** `--check`: what a service would use, where each value came from, and what would not work. */
import { describeError, type KoppelError, type Language } from '@koppel/errors';
import type { Setting } from './configuration.ts';

/** Something that the service needs, and what is wrong with it, if anything. */
export interface Finding {
  /** A word of the code, such as `study`. */
  readonly what: string;
  readonly error: KoppelError | undefined;
}

const words = {
  en: {
    head: 'Setting',
    origins: { file: 'file', environment: 'environment', default: 'default' },
    found: 'Check',
    sound: 'ok',
    all: 'The service can start with this.',
    none: 'The service would not work with this.',
  },
  nl: {
    head: 'Instelling',
    origins: { file: 'bestand', environment: 'omgeving', default: 'standaard' },
    found: 'Controle',
    sound: 'goed',
    all: 'Hiermee kan de dienst starten.',
    none: 'Hiermee zou de dienst niet werken.',
  },
} as const;

/** The text of a check; as JSON with closed codes instead of sentences. */
export function checkText(
  settings: readonly Setting[],
  findings: readonly Finding[],
  { language, json }: { readonly language: Language; readonly json: boolean },
): string {
  const ok = findings.every(({ error }) => error === undefined);
  if (json) {
    const checks = findings.map(({ what, error }) => ({
      what,
      code: error?.code ?? 'ok',
      place: error?.place,
    }));
    return JSON.stringify({ ok, settings, checks });
  }
  const text = words[language];
  const wide = Math.max(...settings.map(({ path }) => path.length), text.head.length) + 2;
  return [
    text.head,
    ...settings.map(({ path, value, origin, variable }) => {
      const from = origin === 'environment' ? `${text.origins[origin]}: ${variable!}` : text.origins[origin]; // prettier-ignore
      return `  ${path.padEnd(wide)}${value}  (${from})`;
    }),
    '',
    text.found,
    ...findings.map(({ what, error }) => {
      const said = error === undefined ? text.sound : describeError(error, language);
      return `  ${what.padEnd(wide)}${said}`;
    }),
    '',
    ok ? text.all : text.none,
  ].join('\n');
}

/** The exit code of a check: that of the first thing that is wrong. */
export function checkExit(findings: readonly Finding[]): number {
  return findings.find(({ error }) => error !== undefined)?.error?.exitCode ?? 0;
}
