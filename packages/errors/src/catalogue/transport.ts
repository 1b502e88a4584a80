// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "transport". */
export const transportMessages = {} as const satisfies Messages;
