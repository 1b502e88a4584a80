// SPDX-License-Identifier: EUPL-1.2
/** How far rounds of looks are: which are open, who has not answered what, and since when. */
import type { ErrorCode, Language } from '@koppel/errors';
import { sourceName, type LookRound } from './look-round.ts';
import type { LookStore } from './look-store.ts';

/** An owner's side of a round that is not complete. */
export interface MissingAnswers {
  readonly owner: string;
  readonly register: string;
  /** Requests without an answer, refused ones included. */
  readonly missing: number;
  readonly requests: number;
  /** Of these, those that the owner refused, and the codes that it gave. */
  readonly refused: number;
  readonly codes: readonly ErrorCode[];
}

export interface OpenRound {
  /** The registers that it compares, as `owner/register`. */
  readonly registers: readonly [string, string];
  /** When it was planned, in milliseconds since 1970. */
  readonly since: number;
  readonly missing: readonly MissingAnswers[];
}

export interface LookStanding {
  readonly rounds: number;
  /** Requests to owners and answers to them, over all rounds. */
  readonly requests: number;
  readonly answers: number;
  readonly open: readonly OpenRound[];
}

function openOf(store: LookStore, { round, runs, began }: LookRound) {
  const asks = store.asks(round);
  const sides = [...new Set(asks.map(({ side }) => side))].map((one) =>
    asks.filter(({ side }) => side === one),
  );
  const missing = sides.flatMap((own): MissingAnswers[] => {
    const [{ owner, register }] = own as [(typeof own)[number]];
    const open = own.filter(({ answer }) => answer === undefined);
    const codes = open.flatMap(({ refused }) => refused ?? []);
    const requests = own.length;
    const side = { owner, register, missing: open.length, requests };
    return open.length === 0
      ? []
      : [{ ...side, refused: codes.length, codes: [...new Set(codes)].sort() }];
  });
  const registers = [sourceName(runs[0]), sourceName(runs[1])] as const;
  const answers = asks.filter(({ answer }) => answer !== undefined).length;
  return { requests: asks.length, answers, open: { registers, since: began, missing } };
}

export function lookStanding(store: LookStore): LookStanding {
  const rounds = store.rounds().map((round) => openOf(store, round));
  const sum = (what: 'requests' | 'answers'): number =>
    rounds.reduce((total, one) => total + one[what], 0);
  return {
    rounds: rounds.length,
    requests: sum('requests'),
    answers: sum('answers'),
    open: rounds.flatMap(({ open }) => (open.missing.length === 0 ? [] : [open])),
  };
}

const words = {
  en: {
    head: 'Second round: these owners have not answered yet',
    line: ['answers missing', 'of', 'asked on'],
    refused: 'refused',
    done: 'Second round: all rounds are answered.',
    none: 'Second round: nothing was asked yet.',
  },
  nl: {
    head: 'Tweede ronde: deze bronhouders hebben nog niet geantwoord',
    line: ['antwoorden ontbreken', 'van de', 'gevraagd op'],
    refused: 'geweigerd',
    done: 'Tweede ronde: alle rondes zijn beantwoord.',
    none: 'Tweede ronde: er is nog niets gevraagd.',
  },
} as const;

/** For a person: a line for each owner's side of a round that is open. */
export function standingText({ rounds, open }: LookStanding, language: Language): string {
  const text = words[language];
  if (rounds === 0) return text.none;
  if (open.length === 0) return text.done;
  const [missing, of, since] = text.line;
  const lines = open.flatMap(({ registers, since: began, missing: sides }) =>
    sides.map((side) => {
      const pair = [...new Set(registers)].join(' × ');
      const day = new Date(began).toISOString().slice(0, 16).replace('T', ' ');
      const counts = `${String(side.missing)} ${missing} ${of} ${String(side.requests)}`;
      const codes = side.refused === 0 ? '' : `; ${String(side.refused)} ${text.refused} (${side.codes.join(', ')})`; // prettier-ignore
      return `  ${sourceName(side)}  (${pair}): ${counts}, ${since} ${day} UTC${codes}`;
    }),
  );
  return [text.head, ...lines].join('\n');
}

/** For a person, or as JSON. */
export function standingShown(standing: LookStanding, language: Language, json: boolean): string {
  return json ? JSON.stringify({ secondRound: standing }) : standingText(standing, language);
}
