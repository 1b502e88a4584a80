// SPDX-License-Identifier: EUPL-1.2
/** What the topics of a study follow from, for tests. */
import type { LineStudy } from '../kafka/admin/rights.ts';

export const lineStudy = {
  id: 'sample',
  owners: [{ id: 'north' }, { id: 'south' }],
  mandates: [{ id: 'board' }],
  batches: { capacity: 10 },
  encoding: { parameters: { bits: 1024 } },
  registers: [{ payload: [] }, { payload: [1, 2] }],
} satisfies LineStudy;
