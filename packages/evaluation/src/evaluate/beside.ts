// SPDX-License-Identifier: EUPL-1.2
/**
 * What the first round alone, and Splink on clear text, make of the very records of an evaluation, in
 * the same run. Published or invented persons only: no role has anything of this.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { othersOn, type OtherFigures } from '../bench/quality/others.ts';
import type { ColumnRole, Programs } from '../bench/quality/programs.ts';
import type { SharedColumn } from '../bench/quality/sets.ts';
import type { DataFolder } from './data-folder.ts';
import { encodeFolder } from './encode-folder.ts';
import { columnsOf, mainColumn, type EvaluateField } from './fields.ts';
import { link, qualityOf } from './score.ts';

export interface Beside {
  /** F1 without labels of the first round alone: `saul` as its preset has it. */
  readonly firstRound: { readonly f1: number; readonly method: string };
  /** Splink's ways, or why it was not run. */
  readonly splink: readonly OtherFigures[] | { readonly skipped: string };
  readonly versions?: string;
}

const roleOfType: Readonly<Partial<Record<EvaluateField['type'], ColumnRole>>> = {
  givenNames: 'given', surname: 'surname', date: 'date', postcode: 'postcode',
  houseNumber: 'number', number: 'number', sex: 'code',
}; // prettier-ignore

/** What columns of plain text and codes are called in some languages; the first that fits. */
const roleOfName: readonly (readonly [RegExp, ColumnRole])[] = [
  [/given|first|fore|voorna|vorna|pr[eé]nom|nome$|nombre/iu, 'given'],
  [/sur|last|family|achterna|geslachtsna|nachna|familien|cognome|apellido|^nom/iu, 'surname'],
  [/street.?n|house.?n|huisnum|hausnum/iu, 'number'],
  [/street|straat|stra(ß|ss)e|address|adres|rue|via$/iu, 'street'],
  [/post.?code|zip|plz|^pc/iu, 'postcode'],
];

function roleOf(field: EvaluateField): ColumnRole {
  const own = roleOfType[field.type];
  if (own !== undefined) return own;
  const named = roleOfName.find(([name]) => name.test(mainColumn(field)))?.[1];
  return named ?? (field.type === 'code' ? 'code' : 'text');
}

/** The parts of a value in the order in which people write them. */
const partsInOrder = ['prefix', 'value', 'addition'] as const;

/**
 * The fields as the programs of others get them. Text of which nothing tells what it is stands for the
 * given name and the surname where there is none.
 */
export function sharedColumns(fields: readonly EvaluateField[]): SharedColumn[] {
  const roles = fields.map(roleOf);
  for (const wanted of ['given', 'surname'] as const) {
    const text = roles.indexOf('text');
    if (!roles.includes(wanted) && text !== -1) roles[text] = wanted;
  }
  return fields.map((field, at) => {
    const columns = columnsOf(field);
    const known = partsInOrder.flatMap((part) => columns[part] ?? []);
    const others = Object.values(columns).filter((column) => !known.includes(column));
    return { name: `field${String(at)}`, role: roles[at]!, from: [...known, ...others] };
  });
}

const needed = ['given', 'surname', 'date'] as const;

export async function besideOthers(
  data: DataFolder,
  fields: readonly EvaluateField[],
  programs: Programs | { readonly skipped: string },
): Promise<Beside> {
  const { sources } = encodeFolder(data, fields, { scheme: 'saul', bits: 2048, k: 3 });
  const aim = { threshold: 'auto', similarity: 'hamming' } as const;
  const { outcome, method } = await link(sources, aim, () => undefined);
  const firstRound = { f1: qualityOf(outcome, data.truth).f1.value, method };
  if ('skipped' in programs) return { firstRound, splink: programs };
  const columns = sharedColumns(fields);
  if (needed.some((role) => !columns.some((column) => column.role === role))) {
    const skipped = 'it is set up for a given name, a surname and a date';
    return { firstRound, splink: { skipped } };
  }
  const folder = mkdtempSync(join(tmpdir(), 'koppel-beside-'));
  try {
    const splink = await othersOn(data, columns, programs, folder, ['splink']);
    return { firstRound, splink, versions: programs.versions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
