// SPDX-License-Identifier: EUPL-1.2
/** Closed error codes with constant text in English and Dutch. Imports nothing, imported by all. */
export { catalogue, type ErrorCode } from './catalogue.ts';
export { exitCodes, type ErrorKind, type Message } from './message.ts';
export {
  describeError,
  inFile,
  isKoppelError,
  KoppelError,
  type Language,
  type Place,
} from './koppel-error.ts';
