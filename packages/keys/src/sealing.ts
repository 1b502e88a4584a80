// SPDX-License-Identifier: EUPL-1.2
/** The subpath `seal`: to one mailbox, and to several. */
export { seal } from './seal.ts';
export { sealToEach } from './seal-to-each.ts';
