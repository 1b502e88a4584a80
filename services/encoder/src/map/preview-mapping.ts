// SPDX-License-Identifier: EUPL-1.2
/** The preview of all that a mapping names, in the order of the study. */
import type { EncodingSpec, Register } from '@koppel/study';
import { MAIN_PART } from '@koppel/encoding';
import type { ColumnSample } from './evidence.ts';
import {
  partColumns,
  previewBsn,
  previewField,
  previewPayload,
  previewRecordId,
  type Preview,
} from './preview.ts';

/** The columns that a mapping names: of one that stands in a file, or of a proposal. */
export interface Named {
  readonly recordId: string | undefined;
  readonly bsn: string | undefined;
  readonly fields: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly payload: Readonly<Record<string, string>>;
}

export function previewMapping(
  named: Named,
  study: { readonly encoding: EncodingSpec; readonly register: Register },
  samples: readonly ColumnSample[],
): Preview[] {
  const byName = new Map(samples.map((sample) => [sample.name, sample]));
  const column = (name: string | undefined): ColumnSample | undefined =>
    name === undefined ? undefined : byName.get(name);
  const recordId = column(named.recordId);
  const bsn = column(named.bsn);
  return [
    ...(recordId === undefined ? [] : [previewRecordId(recordId)]),
    ...(bsn === undefined ? [] : [previewBsn(bsn)]),
    ...study.encoding.fields.flatMap((field) => {
      const parts = named.fields[field.name];
      if (parts === undefined) return [];
      const columns = partColumns(field, (part) =>
        column(typeof parts === 'string' ? (part === MAIN_PART ? parts : undefined) : parts[part]),
      );
      return columns.every((each) => each === undefined) ? [] : [previewField(field, columns)];
    }),
    ...study.register.payload.flatMap((variable) => {
      const found = column(named.payload[variable.name]);
      return found === undefined ? [] : [previewPayload(variable, found)];
    }),
  ];
}
