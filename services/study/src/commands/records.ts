// SPDX-License-Identifier: EUPL-1.2
/**
 * What else is written on the control topic: `document`, `revoke`, `objections` and `end` by the coordinator,
 * `withdraw` by a mandate. Each is one signed record.
 */
import { parseArguments, readFileBytes, today } from '@koppel/console';
import type { Arguments, Command, CommandContext, OptionKinds } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { contradictsOther, COORDINATOR, decisionKey, documentSchema, slug } from '@koppel/study';
import type { ControlBody } from '@koppel/study';
import type { ReadControl } from '@koppel/wire';
import { lookAt, write } from '../control/topic.ts';
import { folderOption, futureDay, listOption, pastDay, withLog, withSigner } from '../options.ts';
import { hashOf, readStudyFolder, type StudyFolder } from '../study-folder.ts';

interface Statement {
  readonly signer: string;
  readonly body: ControlBody;
}

type Statements = (args: Arguments, folder: StudyFolder) => Statement;

const common = { folder: 'string', keys: 'string', log: 'string' } as const;

/** STUDY_REFERENCE for a name in a list that the study does not have. */
function requireKnown(names: readonly string[], known: readonly { id: string }[], path: string): void {
  if (!names.every((name) => known.some(({ id }) => id === name))) {
    throw new KoppelError('STUDY_REFERENCE', { path });
  }
} // prettier-ignore

/**
 * CONTROL_UNKNOWN where there is nothing to take back; GATE_STUDY_ENDED after the end;
 * CONTROL_CONTRADICTS for what another office holds back.
 */
function requireMeaning({ state }: ReadControl, { signer, body }: Statement): void {
  if (state.endedOn !== undefined) throw new KoppelError('GATE_STUDY_ENDED');
  const missing =
    (body.kind === 'revoke' && !state.documents.has(body.id)) ||
    (body.kind === 'withdraw' && !state.decisions.has(decisionKey(body.subStudy, body.city)));
  if (missing) throw new KoppelError('CONTROL_UNKNOWN', { path: body.kind });
  if (body.kind !== 'withdraw') return;
  const { subStudy, city } = body;
  if (contradictsOther(signer, body, state.heldBack.get(decisionKey(subStudy, city)))) {
    throw new KoppelError('CONTROL_CONTRADICTS', { path: `${subStudy}/${city}` });
  }
}

function written(sequence: number, { language }: CommandContext): string {
  return language === 'nl'
    ? `Ondertekend en geschreven als record ${String(sequence)}.`
    : `Signed and written as record ${String(sequence)}.`;
}

function statementCommand(kinds: OptionKinds, statementOf: Statements): Command {
  return async (context) => {
    const args = parseArguments(context.argv, { ...common, ...kinds });
    const folder = readStudyFolder(folderOption(args));
    const { signer, body } = statementOf(args, folder);
    const at = { signer, file: args.required('keys') };
    await withLog(context, args.required('log'), 'write', async (port) => {
      const seen = await lookAt(port, folder);
      requireMeaning(seen, { signer, body });
      const sequence = await withSigner(context, folder, at, (secretKey) =>
        write(port, folder, { signer, secretKey }, { body, seen }),
      );
      if (args.flag('json')) context.print(JSON.stringify({ sequence, record: body }));
      else if (sequence !== undefined) context.print(written(sequence, context));
      else context.print(context.language === 'nl' ? 'Dit staat er al.' : 'This stands already.');
    });
    return undefined;
  };
}

function idOption(args: Arguments): string {
  const id = args.required('id');
  if (!slug.safeParse(id).success) throw new KoppelError('USAGE', { path: '--id' });
  return id;
}

const documentKinds = {
  id: 'string',
  kind: 'string',
  file: 'string',
  version: 'string',
  owner: 'string',
  signer: 'string',
  signed: 'string',
  until: 'string',
  cities: 'string',
  registers: 'string',
} as const;

/** A signed paper: its hash is taken from the file, which itself stays where it is. */
export const document: Command = statementCommand(documentKinds, (args, { study }) => {
  const [cities, registers] = [listOption(args, 'cities'), listOption(args, 'registers')];
  requireKnown(cities, study.cities, '--cities');
  requireKnown(registers, study.registers, '--registers');
  const parsed = documentSchema.safeParse({
    kind: args.required('kind'),
    version: args.required('version'),
    owner: args.required('owner'),
    signer: args.required('signer'),
    signedOn: pastDay(args, 'signed'),
    validUntil: futureDay(args, 'until'),
    sha256: hashOf(readFileBytes(args.required('file'))),
  });
  if (!parsed.success) {
    const option = String(parsed.error.issues[0]!.path[0]);
    throw new KoppelError('USAGE', { path: `--${option}` });
  }
  const covers = {
    ...(cities.length > 0 && { cities }),
    ...(registers.length > 0 && { registers }),
  };
  const body = { kind: 'document', id: idOption(args), document: parsed.data, covers } as const;
  return { signer: COORDINATOR, body };
});

export const revoke: Command = statementCommand(
  { id: 'string', on: 'string', reason: 'string' },
  (args) => ({
    signer: COORDINATOR,
    body: {
      kind: 'revoke',
      id: idOption(args),
      on: pastDay(args, 'on', today()),
      reason: args.required('reason'),
    },
  }),
);

export const withdraw: Command = statementCommand(
  { 'sub-study': 'string', city: 'string', mandate: 'string', on: 'string', reason: 'string' },
  (args, { study }) => {
    const [signer, city] = [args.required('mandate'), args.required('city')];
    const mandate = study.mandates.find(({ id }) => id === signer);
    if (mandate?.cities.includes(city) !== true) {
      throw new KoppelError('CONTROL_NO_MANDATE', { field: signer });
    }
    const on = pastDay(args, 'on', today());
    const [subStudy, reason] = [args.required('sub-study'), args.required('reason')];
    return { signer, body: { kind: 'withdraw', subStudy, city, on, reason } };
  },
);

/** Objections that came in up to a day: every owner puts them on its list by another day. */
export const objections: Command = statementCommand(
  { id: 'string', received: 'string', by: 'string' },
  (args) => ({
    signer: COORDINATOR,
    body: {
      kind: 'objections',
      id: idOption(args),
      receivedUntil: pastDay(args, 'received', today()),
      processBy: futureDay(args, 'by'),
    },
  }),
);

/** The end of the study may be announced: it holds from its day. */
export const end: Command = statementCommand({ on: 'string', reason: 'string' }, (args) => ({
  signer: COORDINATOR,
  body: { kind: 'end', on: futureDay(args, 'on', today()), reason: args.required('reason') },
}));
