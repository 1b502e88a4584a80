// SPDX-License-Identifier: EUPL-1.2
/** A question to the person at the keyboard. Where nobody is, there is no answer, and no waiting. */
import { stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';

/** The streams of a terminal; standard input and standard error of the process. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on standard error, so that standard output stays the result alone. Undefined when standard
 * input is no terminal, or is closed before there is an answer.
 */
export async function ask(
  question: string,
  { input, output }: Terminal = { input: stdin, output: stderr },
): Promise<string | undefined> {
  if (input.isTTY !== true) return undefined;
  const reader = createInterface({ input, output });
  const closed = new Promise<undefined>((resolve) => {
    reader.once('close', () => {
      resolve(undefined);
    });
  });
  try {
    return (await Promise.race([reader.question(question), closed]))?.trim();
  } finally {
    reader.close();
  }
}
