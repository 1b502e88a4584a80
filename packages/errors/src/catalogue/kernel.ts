// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "kernel". */
export const kernelMessages = {} as const satisfies Messages;
