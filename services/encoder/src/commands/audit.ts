// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder audit`: attacks on encodings of one's own register, before anything leaves. It needs
 * no key of the study and no log, sends nothing, and writes only the files that it is given, at the
 * end. The key that it encodes under is made from the seed: no attack looks at the key, and under any
 * key encodings resemble each other alike, so that the study's own can stay closed.
 */
import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import {
  encodeRecords,
  measureRisk,
  type AttackedRegister,
  type RiskMeasures,
} from '@koppel/audit';
import {
  parseArguments,
  Problems,
  today,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import type { EncodingProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { mappedEncoding, similarityOf, type Register, type Study } from '@koppel/study';
import { breathe, untilStopped } from '../audit/interrupt.ts';
import { judge } from '../audit/judge.ts';
import type { AuditReport } from '../audit/model.ts';
import { auditPage } from '../audit/page/audit-page.ts';
import { readSample } from '../audit/read-sample.ts';
import { choiceKinds, readChoices, type AuditChoices } from '../audit/request.ts';
import { runAttacks } from '../audit/run-audit.ts';
import { schemeTexts } from '../audit/scheme-texts.ts';
import { auditSummary } from '../audit/summary.ts';
import { hex } from '../bytes.ts';
import { readStudyFile } from '../context.ts';
import { checkEncoding } from '../encoding-check.ts';
import { registerFile } from '../input/source.ts';
import { readMapping } from '../mapping.ts';
import { reportRejections } from '../rejections.ts';

const kinds = {
  study: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  exclusions: 'string',
  'confirm-without-bsn': 'boolean',
  gate: 'boolean',
  out: 'string',
  data: 'string',
  ...choiceKinds,
} as const;

/** USAGE when something would be written twice to one file, or over a file that is read. */
function checkOutputs(args: Arguments): void {
  const taken = ['study', 'mapping', 'input', 'exclusions'].flatMap((name) => {
    const path = args.text(name);
    return path === undefined ? [] : [resolve(path)];
  });
  for (const name of ['out', 'data']) {
    const path = args.text(name);
    if (path === undefined) continue;
    if (taken.includes(resolve(path))) throw new KoppelError('USAGE', { path: `--${name}` });
    taken.push(resolve(path));
  }
}

function registerOf(study: Study, name: string): Register {
  const register = study.registers.find(({ id }) => id === name);
  if (register === undefined) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  }
  return register;
}

/** It protects nothing: what it encodes never leaves the process. */
function auditKey(seed: number): Uint8Array {
  return new Uint8Array(hash('sha256', `koppel/v1/audit/encoding-key/${seed}`, 'buffer'));
}

/** Encodings that are measured: more say nothing more, and cost memory. */
const mostMeasured = 20_000;

function riskOf({ profile, encodingKey, records }: AttackedRegister, seed: number): RiskMeasures {
  const values = records.values.slice(0, mostMeasured);
  const encodings = encodeRecords(profile, encodingKey, { values });
  return measureRisk(encodings, similarityOf(profile.spec), seed);
}

interface Audited {
  readonly report: AuditReport;
  readonly register: Register;
  readonly profile: EncodingProfile;
}

/** Reads, attacks, measures and judges. Writes nothing. */
async function makeReport(
  args: Arguments,
  choices: AuditChoices,
  { reporter }: CommandContext,
  signal: AbortSignal,
): Promise<Audited> {
  const studyFile = args.required('study');
  const { study, specHash } = readStudyFile(studyFile);
  const register = registerOf(study, args.required('register'));
  const mappingFile = args.required('mapping');
  const mapping = readMapping(mappingFile, register, mappedEncoding(study));
  const file = registerFile(mapping, mappingFile, args.text('input'));
  const profile = checkEncoding(studyFile, study.encoding, reporter);
  const { persons, seed } = choices;
  const encodingKey = auditKey(seed);
  const exclusionsFile = args.text('exclusions');
  const confirmWithoutBsn = args.flag('confirm-without-bsn');
  const sample = await readSample({
    ...{ study, profile, register, mapping, mappingFile, file, exclusionsFile, confirmWithoutBsn },
    ...{ encodingKey, persons, seed, reporter, signal },
  });
  const { values, rows, excluded, rejections } = sample;
  reportRejections({ rows, encoded: 0, excluded, rejections, tolerated: [] }, file, reporter);
  const attacked = { profile, encodingKey, records: { values } };
  const outcome = await runAttacks({ attacked, choices, signal, reporter, now: Date.now });
  await breathe(signal);
  const { spec } = profile;
  const report: AuditReport = {
    ...{ format: 'koppel-audit', version: 1, day: today(), seed },
    ...{ study: study.id, specHash: hex(specHash), register: register.id },
    synthetic: study.synthetic,
    profileHash: hex(profile.hash),
    scheme: spec.scheme,
    schemeVersion: spec.version ?? 1,
    parameters: spec.parameters,
    ...(spec.salt === undefined ? {} : { salt: spec.salt.field }),
    similarity: similarityOf(spec),
    ...{ rows, rejected: rejections.rows, excluded, persons: values.length },
    ...outcome,
    risk: riskOf(attacked, seed),
    ...judge(outcome.attacks),
  };
  return { report, register, profile };
}

/** What `--gate` fails with: every gate that did not hold, or else that not all were measured. */
function gateProblems({ gates, unmeasured, skipped }: AuditReport): KoppelError[] {
  const failed = gates.filter(({ passed }) => !passed);
  if (failed.length > 0) return failed.map(({ attack }) => new KoppelError('AUDIT_GATE', { rule: attack }));
  return unmeasured.map(({ attack }) => {
    const isSmall = skipped.some((one) => one.attack === attack);
    return new KoppelError(isSmall ? 'AUDIT_TOO_FEW' : 'AUDIT_GATE_OPEN', { rule: attack });
  });
} // prettier-ignore

export async function audit(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  checkOutputs(args);
  const choices = readChoices(args);
  const { report, register, profile } = await untilStopped((signal) =>
    makeReport(args, choices, context, signal),
  );
  const { language } = context;
  const [out, data] = [args.text('out'), args.text('data')];
  if (data !== undefined) {
    writeFileWhole(data, `${JSON.stringify(report, null, 1)}\n`, { replace: true });
  }
  if (out !== undefined) {
    const scheme = schemeTexts(profile, language);
    writeFileWhole(out, auditPage(report, register, scheme, language), { replace: true });
  }
  context.print(args.flag('json') ? JSON.stringify(report) : auditSummary(report, language));
  const problems = args.flag('gate') ? gateProblems(report) : [];
  if (problems.length > 0) throw new Problems(problems);
}
