// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { request } from 'node:http';
import { listen } from './http.ts';

test('the listener answers what it has, read-only, and tells nothing of a fault', async () => {
  const listener = await listen('127.0.0.1', 0, {
    '/health': () => Promise.resolve({ status: 200, type: 'text/plain', body: 'fine' }),
    '/broken': () => Promise.reject(new Error('Jansen')),
  });
  const ask = (path: string, method: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: listener.port, path, method, agent: false };
      const asked = request(options, (response) => {
        let text = String(response.statusCode);
        response.on('data', (chunk: Buffer) => (text += ` ${chunk.toString()}`));
        response.on('end', () => {
          resolve(text);
        });
      });
      asked.on('error', reject).end();
    });
  expect(await ask('/health?x=1', 'GET')).toBe('200 fine');
  expect(await ask('/health', 'HEAD')).toBe('200');
  expect(await ask('/health', 'DELETE')).toBe('405');
  expect(await ask('/constructor', 'GET')).toBe('404');
  expect(await ask('/broken', 'GET')).toBe('500');
  await expect(listen('127.0.0.1', listener.port, {})).rejects.toMatchObject({
    code: 'SERVE_ADDRESS',
  });
  await listener.close();
});
