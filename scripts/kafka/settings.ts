// SPDX-License-Identifier: EUPL-1.2
/**
 * Settings of a broker for a rehearsal: one node that is its own controller, on loopback only. Each
 * way to connect is a listener of its own, so that every one can be tried on a single broker.
 */
import { join } from 'node:path';

/** Listeners, and the protocol of each. */
export const listeners = {
  /** Without TLS and without login: whoever comes may do all. */
  plain: 'PLAINTEXT',
  /** TLS and a password. */
  scram: 'SASL_SSL',
  /** TLS, with a certificate of the client. */
  mutual: 'SSL',
  /** TLS and a token, unsigned. */
  token: 'SASL_SSL',
  /** TLS with a certificate that has ended, and with one for another name. */
  expired: 'SSL',
  elsewhere: 'SSL',
  controller: 'PLAINTEXT',
} as const;

export type Listener = keyof typeof listeners;
export type Ports = Readonly<Record<Listener, number>>;

const names = Object.keys(listeners) as Listener[];

function storeOf(folder: string, listener: Listener, file: string): string[] {
  return [
    `listener.name.${listener}.ssl.keystore.type=PEM`,
    `listener.name.${listener}.ssl.keystore.location=${join(folder, `${file}.pem`)}`,
    `listener.name.${listener}.ssl.truststore.type=PEM`,
    `listener.name.${listener}.ssl.truststore.location=${join(folder, 'ca.crt')}`,
  ];
}

const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const bearer = 'org.apache.kafka.common.security.oauthbearer';

/** As many ports in a row as there are listeners. */
export function portsFrom(first: number): Ports {
  return Object.fromEntries(names.map((name, at) => [name, first + at])) as Record<
    Listener,
    number
  >;
}

/** The text of `server.properties`. */
export function brokerSettings(folder: string, ports: Ports): string {
  const at = (listener: Listener): string =>
    `${listener.toUpperCase()}://localhost:${String(ports[listener])}`;
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@localhost:${String(ports.controller)}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAIN',
    `listeners=${names.map(at).join(',')}`,
    `advertised.listeners=${names.filter((name) => name !== 'controller').map(at).join(',')}`,
    `listener.security.protocol.map=${names.map((name) => `${name.toUpperCase()}:${listeners[name]}`).join(',')}`,
    `log.dirs=${join(folder, 'data')}`,
    ...storeOf(folder, 'scram', 'broker'),
    'listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512',
    `listener.name.scram.scram-sha-512.sasl.jaas.config=${scram} required;`,
    ...storeOf(folder, 'mutual', 'broker'),
    'listener.name.mutual.ssl.client.auth=required',
    ...storeOf(folder, 'token', 'broker'),
    'listener.name.token.sasl.enabled.mechanisms=OAUTHBEARER',
    `listener.name.token.oauthbearer.sasl.jaas.config=${bearer}.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
    `listener.name.token.oauthbearer.sasl.server.callback.handler.class=${bearer}.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
    ...storeOf(folder, 'expired', 'expired'),
    ...storeOf(folder, 'elsewhere', 'elsewhere'),
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS;User:CN=client',
    'allow.everyone.if.no.acl.found=false',
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'num.network.threads=2',
    'num.io.threads=2',
    'log.cleaner.enable=false',
    '',
  ].join('\n');
} // prettier-ignore
