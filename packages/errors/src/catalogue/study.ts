// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "study". */
export const studyMessages = {} as const satisfies Messages;
