// SPDX-License-Identifier: EUPL-1.2
/** Payload batches of one source that were refused: how many by code, and by name for people. */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { LinkSource } from '@koppel/wire';

export class PayloadRefusals {
  readonly #source: string;
  /** By code, field and rule. */
  readonly #found = new Map<string, { readonly error: KoppelError; batches: number }>();

  constructor({ owner, register }: Pick<LinkSource, 'owner' | 'register'>) {
    this.#source = `${owner}/${register}`;
  }

  add(error: KoppelError): void {
    const { code, place } = error;
    const name = [code, place.field ?? '', place.rule ?? ''].join(' ');
    const known = this.#found.get(name) ?? { error, batches: 0 };
    known.batches += 1;
    this.#found.set(name, known);
  }

  /** Batches per code. */
  counts(): ReadonlyMap<ErrorCode, number> {
    const counts = new Map<ErrorCode, number>();
    for (const { error, batches } of this.#found.values()) {
      counts.set(error.code, (counts.get(error.code) ?? 0) + batches);
    }
    return counts;
  }

  /** Each reason once, with whose register it is about and how many batches it holds for. */
  problems(): KoppelError[] {
    return [...this.#found.values()].map(
      ({ error: { code, place }, batches }) =>
        new KoppelError(code, { ...place, path: this.#source, found: batches }),
    );
  }
}
