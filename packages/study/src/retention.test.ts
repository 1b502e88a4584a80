// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import { checkRetention, retentionOf, type Kept, type RetentionFacts } from './retention.ts';

const study = { retention: { encodingsDays: 90, dataSetYears: 10 } };

test.each<[string, Kept, RetentionFacts, string, object | undefined]>([
  ['nothing has begun', 'encodings', {}, '2026-01-01', undefined],
  ['linked today', 'encodings', { linkedOn: '2026-01-01' }, '2026-01-01', { until: '2026-04-01', daysLeft: 90 }],
  ['last day', 'encodings', { linkedOn: '2026-01-01' }, '2026-04-01', { until: '2026-04-01', daysLeft: 0 }],
  ['over', 'encodings', { linkedOn: '2026-01-01' }, '2026-04-02', { until: '2026-04-01', daysLeft: -1 }],
  ['the end comes first', 'encodings', { linkedOn: '2026-03-01', endedOn: '2026-01-01' }, '2026-01-01', { until: '2026-04-01', daysLeft: 90 }],
  ['a linkage does not begin the term of data sets', 'dataSet', { linkedOn: '2000-01-01' }, '2026-01-01', undefined],
  ['years after the end', 'dataSet', { endedOn: '2026-05-01' }, '2036-05-03', { until: '2036-05-01', daysLeft: -2 }],
  ['a day that not every year has', 'dataSet', { endedOn: '2024-02-29' }, '2034-02-27', { until: '2034-02-28', daysLeft: 1 }],
  ['a day that the later year has too', 'dataSet', { endedOn: '2026-12-31' }, '2036-12-31', { until: '2036-12-31', daysLeft: 0 }],
])('%s', (_, kept, facts, today, expected) => {
  expect(retentionOf(study, kept, facts, today)).toEqual(expected);
}); // prettier-ignore

test('work is refused on the day after the last, with the last day', () => {
  const facts = { linkedOn: '2026-01-01' };
  checkRetention(study, 'encodings', facts, '2026-04-01');
  checkRetention(study, 'dataSet', facts, '2099-01-01');
  try {
    checkRetention(study, 'encodings', facts, '2026-04-02');
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    expect([thrown.code, thrown.place]).toEqual([
      'RETENTION_OVER',
      { field: 'encodings', rule: '2026-04-01' },
    ]);
    return;
  }
  throw new Error('was not refused');
});
