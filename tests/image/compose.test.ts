// SPDX-License-Identifier: EUPL-1.2
/**
 * The compose file and its material, as far as they can be tried without an engine for compose: each
 * service is held to the rules. Its commands are not run here.
 */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const docker = join(dirname(dirname(import.meta.dirname)), 'docker');
const text = (...path: string[]): string => readFileSync(join(docker, ...path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: unknown;
  readonly privileged?: unknown;
}

const roles = ['encoder', 'linkage', 'researcher', 'study'] as const;
const pinned = /^(?:[a-z0-9.-]+\/)+[a-z0-9-]+:[\w.-]+@sha256:[0-9a-f]{64}$/;

describe('the compose file', () => {
  const { services, networks } = parse(text('compose.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly networks: object;
  };

  test.each(Object.entries(services))('%s runs without rights, on the line alone', (_name, one) => {
    expect(one).toMatchObject({
      read_only: true, user: '10001:10001', cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'], networks: ['line'],
    }); // prettier-ignore
    expect([one.ports, one.privileged]).toEqual([undefined, undefined]);
    const ours = roles.map((role) => `koppel-${role}`);
    if (!ours.includes(one.image)) expect(one.image).toMatch(pinned);
  });

  test('has a network of its own, and an image of each role', () => {
    expect(networks).toEqual({ line: { internal: true } });
    const built = Object.values(services).flatMap(({ build }) => build ?? []);
    expect([...new Set(built)].sort()).toEqual(roles.map((role) => `./${role}`));
  });
});

describe('the image of each role', () => {
  test.each(roles)('%s has a pinned base, a number as user, and no shell in between', (role) => {
    const lines = text(role, 'Dockerfile');
    expect(/^ARG BASE=(\S+)$/m.exec(lines)?.[1]).toMatch(pinned);
    expect(lines).toMatch(/^USER 10001:10001$/m);
    expect(lines).toContain(`ENTRYPOINT ["/opt/koppel-${role}/node/bin/node"`);
    expect(lines).not.toMatch(/^RUN /m);
    // The coordinator's program has no service.
    expect(/^HEALTHCHECK /m.test(lines)).toBe(role !== 'study');
  });

  test('all stand on one base', () => {
    const bases = roles.map((role) => /^ARG BASE=(\S+)$/m.exec(text(role, 'Dockerfile'))?.[1]);
    expect(new Set(bases).size).toBe(1);
  });
});
