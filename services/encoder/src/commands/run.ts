// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder run`: one register, from a CSV file to sealed batches on the log. */
import { resolve } from 'node:path';
import {
  parseArguments,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { createProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { keyCheckValue, runIdentity } from '@koppel/keys';
import { checkGate, type Register } from '@koppel/study';
import { openEmbeddedLog, type LogPort } from '@koppel/transport';
import { checkConfirmed, encodingKeyName } from '../ceremony.ts';
import { contentHash, runContent } from '../content-hash.ts';
import { openSession, today, type OwnerSession } from '../context.ts';
import { deliverLane, nameRun } from '../deliver.ts';
import type { Run } from '../egress.ts';
import { readMapping } from '../mapping.ts';
import { secretOf } from '../owner-key.ts';
import { prepareRegister, type PreparedInput } from '../prepare.ts';
import { rejectionReport, reportRejections, reportTolerated } from '../rejections.ts';
import { runSummary } from '../run-summary.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  keys: 'string',
  log: 'string',
  report: 'string',
  'accept-rejected': 'boolean',
} as const;

/** The register in the study, at its position. The gate has been checked for it. */
function registerOf(session: OwnerSession, args: Arguments): { register: Register; at: number } {
  const { study, owner } = session.sender;
  const name = args.required('register');
  const at = study.registers.findIndex(({ id }) => id === name);
  const register = study.registers[at];
  if (register === undefined) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  }
  checkGate(study, study.owners[owner]!.id, register.id, today());
  return { register, at };
}

/** The key of this very version of the study. KEY_NOT_AGREED when there is none (yet). */
function encodingKeyOf(session: OwnerSession): Uint8Array {
  const { study, specHash } = session.sender;
  const encodingKey = session.secrets[encodingKeyName(specHash)];
  if (encodingKey === undefined) throw new KoppelError('KEY_NOT_AGREED', { field: study.id });
  return encodingKey;
}

/** Where the report goes, if anywhere. USAGE when that is a file which the run itself reads. */
function reportFile(args: Arguments): string | undefined {
  const report = args.text('report');
  const read = ['study', 'mapping', 'input', 'keys'].map((name) => resolve(args.required(name)));
  if (report !== undefined && read.includes(resolve(report))) {
    throw new KoppelError('USAGE', { path: '--report' });
  }
  return report;
}

/** Nothing leaves while rows are rejected and nobody has said that this is acceptable. */
function settleRejections(prepared: PreparedInput, args: Arguments, context: CommandContext): void {
  const file = args.required('input');
  const report = reportFile(args);
  if (report !== undefined) {
    writeFileWhole(report, rejectionReport(prepared), { replace: true });
  }
  reportTolerated(prepared, context.reporter);
  if (prepared.rejections.length === 0) return;
  reportRejections(prepared, file, context.reporter);
  if (prepared.register.count === 0) throw new KoppelError('ROWS_ALL_REJECTED', { file });
  if (!args.flag('accept-rejected')) throw new KoppelError('ROWS_REJECTED', { file });
}

async function send(session: OwnerSession, port: LogPort, run: Run, context: CommandContext) {
  const identifiers = await deliverLane(session.sender, port, run, 'identifiers', context.reporter);
  const payload =
    run.rows.variables === 0
      ? undefined
      : await deliverLane(session.sender, port, run, 'payload', context.reporter);
  return { identifiers, payload };
}

export async function run(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const started = performance.now();
  const session = await openSession(args, context);
  const port = await openEmbeddedLog(args.required('log'));
  try {
    const { study, specHash } = session.sender;
    const { register, at } = registerOf(session, args);
    const mapping = readMapping(args.required('mapping'), register, study.encoding);
    const encodingKey = encodingKeyOf(session);
    const keyCheck = keyCheckValue(encodingKey, specHash);
    const { hash: profileHash } = createProfile(study.encoding);
    await checkConfirmed(session.sender, port, { keyCheck, profileHash });
    const file = args.required('input');
    const tokenKey = secretOf(session.secrets, 'token');
    const { reporter } = context;
    const prepared = await prepareRegister({
      study, register, mapping, file, encodingKey, tokenKey, reporter,
    }); // prettier-ignore
    settleRejections(prepared, args, context);
    const owner = study.owners[session.sender.owner]!;
    if (prepared.register.count > owner.maxRecords)
      throw new KoppelError('QUOTA_EXCEEDED', { file });
    const content = contentHash(specHash, prepared.register);
    const name = await nameRun(session.sender, port, register.id, (ordinal) =>
      runIdentity(tokenKey, study.id, register.id, runContent(content, ordinal)),
    );
    const rows = prepared.register;
    const outgoing: Run = {
      register: at,
      profileHash,
      keyCheck,
      ...name,
      base: new Uint8Array(16),
      rows,
    };
    const delivered = await send(session, port, outgoing, context);
    const seconds = (performance.now() - started) / 1000;
    context.print(
      runSummary({ prepared, delivered, seconds }, context.language, args.flag('json')),
    );
  } finally {
    await port.close();
    session.close();
  }
}
