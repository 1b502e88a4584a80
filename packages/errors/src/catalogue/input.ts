// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "input". */
export const inputMessages = {} as const satisfies Messages;
