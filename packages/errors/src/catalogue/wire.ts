// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "wire". */
export const wireMessages = {} as const satisfies Messages;
