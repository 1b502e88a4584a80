// SPDX-License-Identifier: EUPL-1.2
/** What a program would use to reach its broker, for a person to check. Secrets only as their files. */
import { brokerVariables, readKafkaConfig, type Environment } from './config.ts';

export interface BrokerSetting {
  /** Its place in the file, such as `tls.ca`. */
  readonly path: string;
  readonly value: string;
  readonly origin: 'file' | 'environment' | 'default';
  /** The variable that says it instead. */
  readonly variable?: string;
}

const byDefault = new Set(['createTopics', 'waitSeconds']);

/**
 * The settings for the broker that `name` stands for (a file, or `kafka:`).
 * @throws KoppelError LOG_KAFKA_FILE, LOG_KAFKA_CONFIG, LOG_KAFKA_TLS_OFF
 */
export function brokerSettings(name: string, environment: Environment): BrokerSetting[] {
  const file = name === 'kafka:' ? undefined : name;
  const config = readKafkaConfig(file, environment);
  const variables = new Map(
    Object.entries(brokerVariables).map(([variable, place]) => [place.join('.'), variable]),
  );
  const flat = Object.entries(config).flatMap(([first, value]): [string, unknown][] =>
    typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).map(([second, inside]) => [`${first}.${second}`, inside])
      : [[first, value]],
  );
  return flat
    .filter(([path]) => path !== 'koppelKafka')
    .map(([path, value]): BrokerSetting => {
      const variable = variables.get(path);
      const given = variable !== undefined && (environment[variable] ?? '') !== '';
      const origin = given ? 'environment' : byDefault.has(path) ? 'default' : 'file';
      return {
        path,
        value: Array.isArray(value) ? value.join(',') : String(value),
        // A default that stands in the file as well is the same value.
        origin,
        ...(variable === undefined ? {} : { variable }),
      };
    });
}
