// SPDX-License-Identifier: EUPL-1.2
/** What long-running services share: configuration, figures, a monitor's questions, and their life. */
export { checkExit, checkText, type Finding } from './check.ts';
export {
  httpSettings,
  isLoopback,
  pathSetting,
  readConfiguration,
  type Configured,
  type Environment,
  type Setting,
} from './configuration.ts';
export { examine, examineFile, examineLog } from './findings.ts';
export {
  codeOf,
  host,
  pauseMs,
  stopSignal,
  type Condition,
  type Hosted,
  type Readiness,
} from './host.ts';
export { listen, type Answer, type Answers } from './http.ts';
export { MetricSet, type Labels, type Metric } from './metrics.ts';
export { ServiceLog } from './service-log.ts';
