// SPDX-License-Identifier: EUPL-1.2
/** A study at one version of its specification: what an encoding key belongs to. */
import { hex } from './bytes.ts';

/** `<study id>@<64 hex digits of the specification hash>`. */
export function instanceName(study: string, specHash: Uint8Array): string {
  return `${study}@${hex(specHash)}`;
}
