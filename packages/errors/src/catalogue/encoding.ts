// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "encoding". */
export const encodingMessages = {} as const satisfies Messages;
