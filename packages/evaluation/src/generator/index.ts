// SPDX-License-Identifier: EUPL-1.2
/** Synthetic Dutch registers with a known truth. */
export { cities, type City } from './addresses.ts';
export { passesElfproef } from './bsn.ts';
export { toCsv, type Table } from './csv.ts';
export {
  defaultDependence,
  defaultFaultRates,
  faultNames,
  faultsIn,
  noFaults,
  type Dependence,
  type FaultName,
  type FaultRates,
  type RegisterKind,
} from './faults.ts';
export {
  generateRegisters,
  truthTable,
  type Generated,
  type GeneratorOptions,
  type RegisterFile,
  type RegisterRequest,
  type RegisterTruth,
} from './generate.ts';
export { payloadCodes } from './layouts.ts';
export { generatePair, pairTruthTable, type GeneratedPair, type PairOptions } from './pair.ts';
export { defaultPersonRates, type PersonRates } from './persons.ts';
