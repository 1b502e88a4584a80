// SPDX-License-Identifier: EUPL-1.2
/**
 * Where a monitor asks how the service is: GET of three paths, nothing else. Read-only, without
 * names of persons; the answers hold names of the study, counts and codes. This file listens and
 * cannot call out: `createServer` is all that it may take from Node's module.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { KoppelError } from '@koppel/errors';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export type Answers = Readonly<Record<string, () => Promise<Answer>>>;

/** A monitor asks briefly and seldom; whoever does otherwise is cut off. */
const limits = { headersTimeout: 5000, requestTimeout: 5000, keepAliveTimeout: 1000 };
const maxConnections = 32;
const maxHeaderBytes = 4096;

async function respond(
  answers: Answers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
  const readOnly = request.method === 'GET' || request.method === 'HEAD';
  const { status, type, body }: Answer =
    answer === undefined || !readOnly
      ? { status: answer === undefined ? 404 : 405, type: 'text/plain', body: '' }
      : await answer();
  response.writeHead(status, {
    'content-type': type,
    'content-length': new TextEncoder().encode(body).length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export interface Listener {
  /** The port, also where the operating system chose it. */
  readonly port: number;
  close(): Promise<void>;
}

/** Listens until `close`. SERVE_ADDRESS when the address or port cannot be had. */
export async function listen(address: string, port: number, answers: Answers): Promise<Listener> {
  const server: Server = createServer(
    { ...limits, maxHeaderSize: maxHeaderBytes },
    (request, response) => {
      respond(answers, request, response).catch(() => {
        // Nothing of an unknown fault is told; see the diagnostics for its code.
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.maxConnections = maxConnections;
  await new Promise<void>((done, fail) => {
    server.once('error', () => {
      fail(new KoppelError('SERVE_ADDRESS', { path: 'http' }));
    });
    server.listen(port, address, done);
  });
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
