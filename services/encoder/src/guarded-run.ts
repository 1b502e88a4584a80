// SPDX-License-Identifier: EUPL-1.2
/**
 * A run of one register with all the care that every run takes, whichever command asks for it: the
 * exclusion list is honoured and remembered, the gate is asked again before batches leave, and each
 * batch stands in the ledger before it leaves.
 */
import { KoppelError } from '@koppel/errors';
import { Exclusions } from './exclusion/exclusions.ts';
import { readExclusionList } from './exclusion/list.ts';
import { compareWithMemory, honouredNow, remember } from './exclusion/memory.ts';
import { Gate } from './gate.ts';
import { accountOptions } from './ledger/account-options.ts';
import { Account } from './ledger/account.ts';
import { Ledger } from './ledger/ledger.ts';
import { noteOverrides, noteRefusedRun } from './ledger/refusals.ts';
import { parseMapping, type Mapping } from './mapping.ts';
import { secretOf } from './owner-key.ts';
import {
  runRegister,
  type RegisterRunOptions,
  type RunHooks,
  type RunSurroundings,
} from './register-run.ts';
import type { GuardedResult } from './run-summary.ts';

export interface CareOptions {
  /** File of the exclusion list, if there is one. */
  readonly exclusionsFile: string | undefined;
  /** Entries of an earlier list are rightly gone. */
  readonly confirmRemoved: boolean;
  /** The list has citizen service numbers and this register none. */
  readonly confirmWithoutBsn: boolean;
  /** An earlier state folder is lost for good. */
  readonly confirmLostState: boolean;
  /** Ends the run between two rows or two batches: what is missing goes with the next run. */
  readonly signal?: AbortSignal | undefined;
}

function stopWhenAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new KoppelError('RUN_STOPPED');
}

/** The list of this run. EXCLUSIONS_*. */
function exclusionsOf(
  { session }: RunSurroundings,
  { register, mappingFile }: RegisterRunOptions,
  mapping: Mapping,
  care: CareOptions,
): Exclusions {
  const { exclusionsFile } = care;
  const names = session.sender.study.registers.map(({ id }) => id);
  const exclusions = new Exclusions({
    entries: exclusionsFile === undefined ? [] : readExclusionList(exclusionsFile, names),
    tokenKey: secretOf(session.secrets, 'token'),
    register,
    indicatorValues: mapping.excludeWhen?.values ?? [],
  });
  if (exclusions.needsBsn && mapping.bsn === undefined && !care.confirmWithoutBsn) {
    throw new KoppelError('EXCLUSIONS_BSN', { file: mappingFile, field: register });
  }
  return exclusions;
}

/** The options of this run that set a safeguard aside. */
function overridesOf(
  { acceptRejected = false, releaseNow = false }: RegisterRunOptions,
  care: CareOptions,
): string[] {
  const given: readonly (readonly [string, boolean])[] = [
    ['accept-rejected', acceptRejected],
    ['confirm-lost-state', care.confirmLostState],
    ['confirm-removed', care.confirmRemoved],
    ['confirm-without-bsn', care.confirmWithoutBsn],
    ['release-now', releaseNow],
  ];
  return given.flatMap(([name, isGiven]) => (isGiven ? [name] : []));
}

/** Tells what the list did, where somebody should look at it. */
function reportExclusions(
  { reporter }: RunSurroundings,
  register: string,
  { exclusions, plan }: Pick<GuardedResult, 'exclusions' | 'plan'>,
): void {
  const names = { register };
  const { listed, matchedNobody, byList, byColumn, withoutBsn } = exclusions;
  reporter.event('exclusions', names, { listed, matchedNobody, byList, byColumn });
  // Any of these rows may be of somebody on the list.
  if (withoutBsn > 0) reporter.event('rowsWithoutBsn', names, { rows: withoutBsn });
  if (plan.send === 'later' && byList + byColumn > 0) {
    reporter.event('retractionsMayWait', names, { rows: byList + byColumn });
  }
}

/**
 * Runs one register as `runRegister` does, with exclusions, gate and ledger. What the gate or the list
 * forbids stands in the ledger.
 * @throws what `runRegister` throws; EXCLUSIONS_*, LEDGER_*, RUN_STOPPED
 */
export async function guardedRun(
  surroundings: RunSurroundings,
  options: RegisterRunOptions,
  care: CareOptions,
): Promise<GuardedResult> {
  try {
    return await carefulRun(surroundings, options, care);
  } catch (thrown) {
    if (options.dryRun !== true) {
      const account = accountOptions(surroundings.session, { ...options, ...care });
      const known = surroundings.session.sender.study.registers.map(({ id }) => id);
      const register = known.includes(options.register) ? options.register : '';
      await noteRefusedRun({ ...account, register }, thrown);
    }
    throw thrown;
  }
}

async function carefulRun(
  surroundings: RunSurroundings,
  options: RegisterRunOptions,
  care: CareOptions,
): Promise<GuardedResult> {
  const { session, port } = surroundings;
  const { study } = session.sender;
  const { register, stateFolder } = options;
  const { signal } = care;
  const mapping = parseMapping(options.mappingFile);
  const exclusions = exclusionsOf(surroundings, options, mapping, care);
  const tags = care.exclusionsFile === undefined ? undefined : exclusions.tags;
  const accounting = accountOptions(session, { ...options, ...care });
  const changeOf = (ledger: Ledger) =>
    compareWithMemory(stateFolder, ledger, study.id, tags, care.confirmRemoved);
  changeOf(new Ledger(stateFolder, accounting.owner));
  const gate = new Gate(session.sender, port);
  let account: Account | undefined;
  const hooks: RunHooks = {
    signal,
    excluded(localId, bsn, indicator) {
      stopWhenAsked(signal);
      return exclusions.excludes(localId, bsn, indicator);
    },
    async beforeSending() {
      stopWhenAsked(signal);
      account = await Account.open(port, accounting);
      await noteOverrides(
        account.ledger,
        { study: study.id, register },
        overridesOf(options, care),
      );
      const change = changeOf(account.ledger);
      if (change !== undefined) await remember(stateFolder, account.ledger, change);
    },
    async onLeaving(batches) {
      stopWhenAsked(signal);
      await gate.require(register);
      await account!.announce(...batches);
    },
    onSent: (_batches, offsets) => account!.confirm(...offsets),
  };
  try {
    const result = await runRegister(surroundings, options, hooks);
    if (account !== undefined && result.plan.send !== 'later') {
      const ledger = new Ledger(stateFolder, accounting.owner);
      const honoured = honouredNow(ledger, study.id, register, tags ?? []);
      if (honoured !== undefined) await account.ledger.append(honoured);
    }
    const head = await account?.close();
    const guarded = { ...result, exclusions: exclusions.counts, head };
    reportExclusions(surroundings, register, guarded);
    return guarded;
  } catch (thrown) {
    stopWhenAsked(signal); // whatever an abort made fail
    throw thrown;
  }
}
