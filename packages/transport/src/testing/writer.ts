// SPDX-License-Identifier: EUPL-1.2
/** A writer that appends a known series of values, to be checked afterwards. For tests only. */
import type { LogPort } from '../log-port.ts';

export interface Writing {
  readonly topic: string;
  readonly writer: string;
  /** Appends, one after the other. */
  readonly appends: number;
  /** Values in each append. */
  readonly values: number;
}

/** Value j of append i is the text `<writer> i j`. `onAppended` hears of each append that is durable. */
export async function writeMany(
  port: LogPort,
  { topic, writer, appends, values }: Writing,
  onAppended: (append: number) => void = () => undefined,
): Promise<void> {
  const encoder = new TextEncoder();
  for (let append = 0; append < appends; append += 1) {
    const batch = Array.from({ length: values }, (_, index) =>
      encoder.encode(`${writer} ${append} ${index}`),
    );
    await port.append(topic, batch);
    onAppended(append);
  }
}
