// SPDX-License-Identifier: EUPL-1.2
/** Encodes and links a twin as the parties of the study would, and holds the links against the truth. */
import { cellsOf, createProfile, createRecordEncoder, type FieldInput } from '@koppel/encoding';
import { recordTokens } from '@koppel/keys';
import { linkSources, type EncodedSource } from '@koppel/linkage';
import { fieldFiltersOf, similarityOf, type EncodingSpec, type Study } from '@koppel/study';
import { evaluationKey } from '../evaluate/encode.ts';
import { predictedPairs, qualityOf } from '../evaluate/score.ts';
import type { TwinRecord, TwinRegister } from './twin.ts';

export interface TwinQuality {
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
  /** Recall of persons born in the country minus that of others; absent where either are few. */
  readonly recallGap?: number;
  /** How the threshold was found. */
  readonly method: string;
}

type Write = (record: TwinRecord, part: string) => string;

const writers: readonly (readonly [RegExp, Write])[] = [
  [/^givenNames$|given|voorna|firstname/i, ({ given }, part) => (part === 'value' ? given : '')],
  [/^surname$|surname|family|achternaam|geslachtsnaam|lastname/i, ({ surname, prefix }, part) => (part === 'value' ? surname : part === 'prefix' ? prefix : '')],
  [/birth|geboor|geboren|born/i, ({ birthDate }, part) => (part === 'value' ? birthDate : '')],
  [/postcode|postal|zip/i, ({ postcode }, part) => (part === 'value' ? postcode : '')],
  [/^houseNumber$|house|huisn/i, ({ address }, part) => (part === 'value' ? String(address.number) : part === 'addition' ? address.addition : '')],
  [/^sex$|gender|geslacht$/i, ({ person }, part) => (part === 'value' ? person.sex : '')],
  [/street|straat/i, ({ street }, part) => (part === 'value' ? street : '')],
  [/city|plaats|place|town/i, ({ address }, part) => (part === 'value' ? address.city : '')],
]; // prettier-ignore

/** How a field is written, by its type where that says it, and else by its name. */
function writerOf({ type, name }: EncodingSpec['fields'][number]): Write | undefined {
  return (writers.find(([form]) => form.test(type)) ?? writers.find(([form]) => form.test(name)))?.[1];
} // prettier-ignore

/** Fields that no twin has a value for. */
export function notGenerated({ fields }: EncodingSpec): string[] {
  return fields.filter((field) => writerOf(field) === undefined).map(({ name }) => name);
}

function valuesOf(records: readonly TwinRecord[], input: FieldInput, spec: EncodingSpec): string[] {
  const write = writerOf(spec.fields[input.field]!);
  return records.map((record) =>
    write === undefined || record.lacks.has(input.name) ? '' : write(record, input.part),
  );
}

function encodeTwin(
  name: string,
  { records }: TwinRegister,
  unique: boolean,
  spec: EncodingSpec,
): EncodedSource {
  const profile = createProfile(spec);
  // A record that a run would refuse is no record less: what can be read of it is encoded.
  const encoder = createRecordEncoder(profile, evaluationKey());
  const columns = profile.inputs.map((input) => valuesOf(records, input, profile.spec));
  const cells = cellsOf(records.map((_, row) => columns.map((column) => column[row]!)));
  const order = columns.map((_, at) => at);
  const filters = new Uint8Array(records.length * profile.bytes);
  const tokens = new Uint8Array(records.length * 16);
  const tokenOf = recordTokens(evaluationKey(), 'rehearsal', name);
  records.forEach((_, row) => {
    encoder.encodeRow(cells, row, order, filters, row * profile.bytes);
    tokens.set(tokenOf(String(row)), row * 16);
  });
  encoder.dispose();
  return { name, unique, count: records.length, tokens, filters, filterBytes: profile.bytes };
}

/** Groups below this say too little. */
const GROUP_MIN = 100;

/** Links one twin. LINKAGE_* where the study gives no way to a threshold. */
export async function linkTwin(
  study: Study,
  twin: readonly [TwinRegister, TwinRegister],
  onProgress: (share: number) => void,
): Promise<TwinQuality> {
  const spec: EncodingSpec = {
    ...study.encoding,
    fields: study.encoding.fields.map((field) => ({ ...field, onInvalid: 'missing' as const })),
  };
  const sources = twin.map((register, at) => {
    const known = study.registers.find(({ id }) => id === register.profile.register);
    return encodeTwin(`twin${String(at)}`, register, known?.unique ?? true, spec);
  });
  const [a, b] = twin;
  const rowOf = new Map(b.records.map(({ person }, row) => [person.id, row]));
  const pairs = a.records.flatMap(({ person, bornAbroad }, row) => {
    const other = rowOf.get(person.id);
    return other === undefined ? [] : [{ row, other, bornAbroad }];
  });
  const truth = {
    a: Uint32Array.from(pairs, ({ row }) => row),
    b: Uint32Array.from(pairs, ({ other }) => other),
  };
  const { threshold, falseLinkTarget } = study.linkage;
  const target = falseLinkTarget === undefined ? {} : { target: { precision: 1 - falseLinkTarget } };
  const { search, assignment = 'greedy' } = study.linkage;
  const groups = fieldFiltersOf(spec);
  // As the linkage unit links: what it would refuse is no evidence.
  const outcome = await linkSources(sources, {
    threshold,
    similarity: similarityOf(spec),
    oneToOne: true,
    assignment,
    ...(groups === undefined ? {} : { groups }),
    ...(search === undefined ? {} : { search }),
    ...target,
    onProgress,
  });
  const { method } = outcome.threshold;
  const { recall, precision, f1 } = qualityOf(outcome, truth);
  const found = predictedPairs(outcome);
  const links = new Set(Array.from(found.a, (row, at) => `${String(row)} ${String(found.b[at]!)}`));
  const recallOf = (abroad: boolean): number | undefined => {
    const group = pairs.filter(({ bornAbroad }) => bornAbroad === abroad);
    const right = group.filter(({ row, other }) => links.has(`${String(row)} ${String(other)}`));
    return group.length < GROUP_MIN ? undefined : right.length / group.length;
  };
  const [here, abroad] = [recallOf(false), recallOf(true)];
  const gap = here === undefined || abroad === undefined ? {} : { recallGap: Math.abs(here - abroad) };
  return { recall: recall.value, precision: precision.value, f1: f1.value, ...gap, method };
} // prettier-ignore
