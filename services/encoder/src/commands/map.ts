// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder map`: proposes a mapping from the names and first rows of a register, and shows
 * what each column would become. Needs no key and encodes nothing.
 */
import { existsSync } from 'node:fs';
import { ask, parseArguments, writeFileWhole, type CommandContext } from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { mappedEncoding, type Register, type Study } from '@koppel/study';
import { readStudyFile } from '../context.ts';
import { checkEncoding } from '../encoding-check.ts';
import type { SourceSpec } from '../input/source-spec.ts';
import { dialectOf } from '../map/dialect.ts';
import type { ColumnSample } from '../map/evidence.ts';
import { databaseKinds, mapSource } from '../map/map-source.ts';
import { previewMapping, type Named } from '../map/preview-mapping.ts';
import { previewText } from '../map/preview-text.ts';
import { shape, type Preview } from '../map/preview.ts';
import { propose, type Proposal } from '../map/propose.ts';
import { readSamples } from '../map/sample.ts';
import { mappingText } from '../map/write-mapping.ts';
import { readMapping, sourceOf } from '../mapping.ts';

const kinds = {
  study: 'string', register: 'string', input: 'string', postgres: 'boolean', ...databaseKinds,
  mapping: 'string', out: 'string', rows: 'string', yes: 'boolean', 'show-values': 'boolean',
} as const; // prettier-ignore

/** Rows that are looked at, unless `--rows` says otherwise. */
const defaultRows = 5000;

type Ask = (question: string) => Promise<string | undefined>;

const texts = {
  en: {
    dialect: (kind: string, charset: string, delimiter: string) =>
      `The file looks like ${kind}, ${charset}, with ${delimiter} between cells. Right? [yes, or charset and delimiter, e.g. windows-1252 ;] `,
    agree: 'Is this mapping right as it stands? [yes/no] ',
    written: 'Written: ',
    unconfirmed: 'Not confirmed: look through the mapping, then write `confirmed: true` in it.',
  },
  nl: {
    dialect: (kind: string, charset: string, delimiter: string) =>
      `Het bestand lijkt ${kind}, ${charset}, met ${delimiter} tussen de cellen. Klopt dat? [ja, of tekenset en scheidingsteken, bijv. windows-1252 ;] `,
    agree: 'Klopt deze mapping zoals zij er staat? [ja/nee] ',
    written: 'Geschreven: ',
    unconfirmed: 'Niet bevestigd: lees de mapping na en schrijf er dan `confirmed: true` in.',
  },
} as const;

function isYes(answer: string | undefined): boolean {
  return /^(?:y|yes|j|ja)$/i.test(answer ?? '');
}

/** What a person says the file is. Without a person, what it seems to be. */
async function confirmDialect(spec: SourceSpec, language: Language, asking: Ask): Promise<SourceSpec> {
  if (spec.kind !== 'csv' && spec.kind !== 'brp') return spec;
  const { kind, charset, delimiter } = spec;
  const sign = delimiter === '\t' ? 'tab' : delimiter;
  const answer = await asking(texts[language].dialect(kind, charset, sign));
  if (answer === undefined || isYes(answer)) return spec;
  const other = dialectOf(answer, spec);
  if (other === undefined) throw new KoppelError('USAGE', { path: 'charset' });
  return other;
} // prettier-ignore

function registerIn(study: Study, name: string): Register {
  const register = study.registers.find(({ id }) => id === name);
  if (register === undefined) throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  return register;
} // prettier-ignore

function namedBy({ recordId, bsn, fields, payload }: Proposal): Named {
  const columns = (choices: Proposal['payload']): Record<string, string> =>
    Object.fromEntries([...choices].map(([name, { column }]) => [name, column]));
  return {
    recordId: recordId?.column,
    bsn: bsn?.column,
    fields: Object.fromEntries([...fields].map(([name, parts]) => [name, columns(parts)])),
    payload: columns(payload),
  };
}

/** The previews as data: shapes instead of values unless they were asked for. */
function asData(previews: readonly Preview[], showValues: boolean): object[] {
  const shown = (values: readonly string[]): string[] => values.map((each) => (showValues ? each : shape(each)));
  return previews.map((preview) => ({
    ...preview,
    examples: preview.examples.map(({ cells, becomes, tokens }) => ({ cells: shown(cells), becomes: shown(becomes), tokens })),
  }));
} // prettier-ignore

interface Work {
  readonly study: Study;
  readonly register: Register;
  readonly rows: number;
  readonly showValues: boolean;
  readonly json: boolean;
}

/** Shows what the columns of a mapping that exists would become. */
async function showExisting(file: string, input: string | undefined, work: Work, context: CommandContext): Promise<void> {
  const { study, register, rows, showValues } = work;
  const mapping = readMapping(file, register, mappedEncoding(study), { unconfirmed: 'read' });
  const source = sourceOf(mapping);
  const where = source.kind === 'postgres' ? file : input;
  if (where === undefined) throw new KoppelError('USAGE', { path: '--input' });
  const samples = await readSamples(where, source, rows, context.environment);
  const named = { ...mapping, bsn: mapping.bsn };
  const previews = previewMapping(named, { encoding: mappedEncoding(study), register }, samples);
  const { language } = context;
  context.print(
    work.json
      ? JSON.stringify({ register: register.id, preview: asData(previews, showValues) }, null, 1)
      : previewText(previews, language, showValues),
  );
} // prettier-ignore

/** Nobody maps a register in which nothing was recognised. */
function proposeOrRefuse(work: Work, samples: readonly ColumnSample[], file: string): Proposal {
  const proposal = propose(mappedEncoding(work.study), work.register, samples);
  if (proposal.fields.size === 0) throw new KoppelError('MAP_NOTHING_FOUND', { file });
  return proposal;
}

function commented(text: string): string {
  return text.split('\n').map((line) => `# ${line}`).join('\n'); // prettier-ignore
}

/** The command; `asking` is how a person is asked, and no person gives no answer. */
export async function map(context: CommandContext, asking: Ask = ask): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const { language } = context;
  const text = texts[language];
  const { study } = readStudyFile(args.required('study'));
  checkEncoding(args.required('study'), study.encoding, context.reporter);
  const register = registerIn(study, args.required('register'));
  const work: Work = {
    study, register, rows: Math.max(1, args.count('rows', defaultRows)),
    showValues: args.flag('show-values'), json: args.flag('json'),
  }; // prettier-ignore
  const existing = args.text('mapping');
  if (existing !== undefined) {
    await showExisting(existing, args.text('input'), work, context);
    return undefined;
  }
  const out = args.text('out');
  if (out !== undefined && existsSync(out)) throw new KoppelError('FILE_EXISTS', { file: out });
  const yes = args.flag('yes');
  const { file, spec } = await mapSource(args);
  const source = yes ? spec : await confirmDialect(spec, language, asking);
  const samples = await readSamples(file, source, work.rows, context.environment);
  const proposal = proposeOrRefuse(work, samples, file);
  const previews = previewMapping(
    namedBy(proposal),
    { encoding: mappedEncoding(study), register },
    samples,
  );
  if (work.json) {
    const yaml = mappingText(proposal, { register, source, confirmed: yes }, language);
    if (out !== undefined) writeFileWhole(out, yaml);
    const preview = asData(previews, work.showValues);
    const { absent, missing } = proposal;
    context.print(JSON.stringify({ register: register.id, confirmed: yes, mapping: yaml, absent, missing, preview }, null, 1));
    return undefined;
  } // prettier-ignore
  const shown = previewText(previews, language, work.showValues);
  const draft = mappingText(proposal, { register, source, confirmed: yes }, language);
  if (out === undefined) {
    context.print(`${draft}\n${commented(shown)}`);
    return undefined;
  }
  context.print(`${draft}\n${shown}`);
  const complete = proposal.missing.length === 0 && proposal.recordId !== undefined;
  const confirmed = yes || (complete && isYes(await asking(text.agree)));
  writeFileWhole(out, mappingText(proposal, { register, source, confirmed }, language));
  context.print(`\n${text.written}${out}${confirmed ? '' : `\n${text.unconfirmed}`}`);
  return undefined;
}
