// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "linkage". */
export const linkageMessages = {} as const satisfies Messages;
