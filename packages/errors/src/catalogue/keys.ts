// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "keys". */
export const keysMessages = {} as const satisfies Messages;
