// SPDX-License-Identifier: EUPL-1.2
/**
 * One connection for asking a broker what there is and who may do what. node-rdkafka has no such
 * questions, so this is @platformatic/kafka; messages never go through it. Its errors hold addresses
 * and texts of the broker: only a code is kept.
 */
import { readFileSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type * as Platformatic from '@platformatic/kafka';
import { readSecret, type KafkaConfig } from '../config.ts';
import { faultOfNumber } from '../fault.ts';
import { commonSettings } from '../settings.ts';

export type AdminLibrary = typeof Platformatic;

/** Milliseconds that one question may take. */
const requestMs = 15_000;

/** What a question of the library is. */
interface Question<Args extends unknown[], Answer> {
  readonly async: (connection: Platformatic.Connection, ...args: Args) => Promise<Answer>;
}

interface Failure {
  readonly code?: unknown;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
  readonly response?: unknown;
  readonly apiCode?: unknown;
}

/** What TLS says of the other side's certificate, in Node's words. */
const brokerCertificate =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What OpenSSL says of a secret key that it cannot open or that belongs to another certificate. */
const keyFile = /^ERR_(?:OSSL_|MISSING_PASSPHRASE|CRYPTO_)/;

function codesOf(failure: Failure): string[] {
  const own = typeof failure.code === 'string' ? [failure.code] : [];
  const inside = [failure.cause, ...(failure.errors ?? [])].filter((one) => one !== undefined);
  return [...own, ...inside.flatMap(codesOf)];
}

/** The closed code for what the library threw; LOG_FAILED when unknown. */
export function adminFault(thrown: unknown, lost?: unknown): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const failure = thrown as Failure;
  const codes = [failure, lost as Failure | undefined].flatMap((one) =>
    one === undefined ? [] : codesOf(one),
  );
  if (codes.includes('PLT_KFK_AUTHENTICATION')) return new KoppelError('LOG_KAFKA_AUTHENTICATION');
  if (codes.some((code) => code.startsWith('ERR_SSL') && code.includes('ALERT'))) {
    return new KoppelError('LOG_KAFKA_CERTIFICATE', { rule: 'own' });
  }
  if (codes.some((code) => brokerCertificate.test(code))) {
    return new KoppelError('LOG_KAFKA_CERTIFICATE', { rule: 'broker' });
  }
  if (codes.some((code) => keyFile.test(code))) return new KoppelError('LOG_KAFKA_FILE');
  const refused = failure.errors?.map(({ apiCode }) => apiCode).find((one) => one !== undefined);
  if (typeof refused === 'number') return faultOfNumber(refused);
  const away = codes.some((code) => code === 'PLT_KFK_NETWORK' || code === 'PLT_KFK_TIMEOUT');
  return new KoppelError(away || codes.includes('PLT_KFK_USER') ? 'LOG_KAFKA_UNREACHABLE' : 'LOG_FAILED');
} // prettier-ignore

function optionsOf(library: AdminLibrary, config: KafkaConfig): Platformatic.ConnectionOptions {
  const { tls, sasl } = config;
  commonSettings(config); // refuses a certificate that is none, or has ended
  const file = (name: string | undefined): { readonly bytes: Buffer } | undefined =>
    name === undefined ? undefined : { bytes: readFileSync(name) };
  return {
    connectTimeout: requestMs,
    requestTimeout: requestMs,
    ...(tls === 'off'
      ? {}
      : {
          tls: {
            ca: file(tls.ca)!.bytes,
            ...(tls.certificate !== undefined && { cert: file(tls.certificate)!.bytes }),
            ...(tls.key !== undefined && { key: file(tls.key)!.bytes }),
            ...(tls.keyPasswordFile !== undefined && { passphrase: readSecret(tls.keyPasswordFile) }),
          },
        }),
    ...(sasl === undefined
      ? {}
      : {
          sasl:
            sasl.mechanism === 'OAUTHBEARER'
              ? {
                  mechanism: sasl.mechanism,
                  token: () => readSecret(sasl.tokenFile),
                  // A broker says nothing when it accepts a token, and why when it does not.
                  authBytesValidator(said, callback) {
                    if (said.length === 0) callback(null, said);
                    else callback(new library.AuthenticationError('refused'));
                  },
                }
              : {
                  mechanism: sasl.mechanism,
                  username: sasl.user,
                  password: () => readSecret(sasl.passwordFile),
                },
        }),
  };
} // prettier-ignore

/** Host and port of `host:port`; an address of IPv6 stands in brackets. */
function parts(broker: string): { readonly host: string; readonly port: number } {
  const at = broker.lastIndexOf(':');
  return { host: broker.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(broker.slice(at + 1)) };
}

export class AdminConnection {
  readonly library: AdminLibrary;
  readonly #connection: Platformatic.Connection;
  /** What became of the connection while nobody asked. */
  #lost: unknown;

  private constructor(library: AdminLibrary, connection: Platformatic.Connection) {
    this.library = library;
    this.#connection = connection;
    connection.on('error', (error: unknown) => {
      this.#lost ??= error;
    });
  }

  /** Connects to one broker, `host:port`. LOG_KAFKA_*. */
  static async open(config: KafkaConfig, broker: string): Promise<AdminConnection> {
    const library = await import('@platformatic/kafka');
    const own = new AdminConnection(
      library,
      new library.Connection('koppel', optionsOf(library, config)),
    );
    const { host, port } = parts(broker);
    try {
      await own.#connection.connect(host, port);
      return own;
    } catch (thrown) {
      await own.close();
      throw adminFault(thrown, own.#lost);
    }
  }

  /** When the broker's certificate ends, in milliseconds; undefined without TLS. */
  certificateUntil(): number | undefined {
    const socket = this.#connection.socket as { getPeerCertificate?: () => { valid_to?: string } };
    const until = socket.getPeerCertificate?.().valid_to;
    return until === undefined ? undefined : Date.parse(until);
  }

  /**
   * Asks one question. An answer that holds refusals for single topics is given too: they are in it.
   * @throws KoppelError LOG_KAFKA_*
   */
  async ask<Args extends unknown[], Answer>(
    question: Question<Args, Answer>,
    ...args: Args
  ): Promise<Answer> {
    try {
      return await question.async(this.#connection, ...args);
    } catch (thrown) {
      const { response } = thrown as Failure;
      if (response !== undefined) return response as Answer;
      throw adminFault(thrown, this.#lost);
    }
  }

  async close(): Promise<void> {
    try {
      await this.#connection.close();
    } catch {
      // It was gone already.
    }
  }
}

/** Connects to the first broker of the configuration that answers. What it refuses ends the tries. */
export async function openAdmin(config: KafkaConfig): Promise<AdminConnection> {
  let last: unknown;
  for (const broker of config.brokers) {
    try {
      return await AdminConnection.open(config, broker);
    } catch (thrown) {
      if (adminFault(thrown).code !== 'LOG_KAFKA_UNREACHABLE') throw thrown;
      last = thrown;
    }
  }
  throw last;
}
