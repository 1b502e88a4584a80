// SPDX-License-Identifier: EUPL-1.2
/**
 * The test server as a process of its own, for tests outside this part. Prints its settings, or
 * `null` where the machine has no PostgreSQL; then runs the statement of each line of standard input
 * (JSON text) and prints whether it went well; ends, and the server with it, when the input does.
 * For tests only.
 */
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { startPostgres } from './postgres.ts';

const server = await startPostgres();
const print = (value: unknown): void => {
  stdout.write(`${JSON.stringify(value)}\n`);
};
if (server === undefined) print(null);
else {
  const { port, ca, otherCa, passwordFile } = server;
  print({ port, ca, otherCa, passwordFile });
  for await (const line of createInterface({ input: stdin })) {
    const statement = JSON.parse(line) as string;
    const done = statement === '' ? server.disconnectAll() : server.run(statement);
    print(
      await done.then(
        () => true,
        () => false,
      ),
    );
  }
  await server.stop();
}
