// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from './encoder.ts';
import { explainValue } from './explain.ts';
import { createProfile } from './profile.ts';
import { dutchFields, dutchSpec } from './testing/dutch-spec.ts';
import { positionsIn, referencePositions } from './testing/reference.ts';
import { sampleFields, sampleKey } from './testing/sample-spec.ts';
import { tokenise, VALUE_LENGTH_MAX } from './tokens.ts';

const { surname, givenNames, birthDate, postcode, houseNumber, sex } = dutchFields;

function tokensOf(field: FieldSpec, ...parts: string[]): readonly string[] {
  const [value = '', ...others] = parts;
  return tokenise(value, field, others, 'nl-1').tokens;
}

function ruleOf(field: FieldSpec, ...parts: string[]): string | undefined {
  const [value = '', ...others] = parts;
  return tokenise(value, field, others, 'nl-1').rule;
}

/** Dice coefficient of the tokens. */
function likeness(field: FieldSpec, left: readonly string[], right: readonly string[]): number {
  const [a, b] = [new Set(tokensOf(field, ...left)), tokensOf(field, ...right)];
  return (2 * b.filter((token) => a.has(token)).length) / (a.size + b.length);
}

describe('a surname', () => {
  const same = [
    ['v.d. Berg, J.'],
    ['Berg', 'van den'],
    ['Berg', 'van der'],
    ['Berg, van den'],
    ['van den Berg'],
    ['Vandenberg'],
    ['V/D BERG'],
    ['Berg'],
  ];

  test.each(same)('%s has the tokens of Berg', (...parts) => {
    expect(tokensOf(surname, ...parts)).toEqual(['_b', 'be', 'er', 'rg', 'g_', '=berg', '=berg#2']);
  });

  test('with a lost letter has no token of it', () => {
    expect(tokensOf(surname, 'Dani?ls')).toEqual(['_d', 'da', 'an', 'ni', 'ls', 's_']);
  });

  test('of both partners has those of each, in any order and column', () => {
    const both = new Set(tokensOf(surname, 'Jansen', '', 'Vries', 'de', 'V'));
    for (const parts of [
      ['Vries-Jansen', 'de'],
      ['Jansen-de Vries'],
      ['de Vries-Jansen', '', 'Vries', 'de', 'P'],
      ['Vries', 'de', 'Jansen', '', ''],
      ['', '', 'de Vries e.v. Jansen'],
    ]) {
      expect(new Set(tokensOf(surname, ...parts))).toEqual(both);
    }
    expect(likeness(surname, ['Jansen', '', 'Vries', 'de', 'P'], ['de Vries'])).toBeGreaterThan(
      0.6,
    );
    expect(likeness(surname, ['Jansen', '', 'Vries', 'de', 'P'], ['Jansen'])).toBeGreaterThan(0.6);
  });

  test("under usage E has no partner's name, unless it has no own", () => {
    expect(tokensOf(surname, 'Jansen', '', 'Müller', '', 'E')).toEqual(tokensOf(surname, 'Jansen'));
    expect(tokensOf(surname, '.', '', 'Vries', 'de', 'E')).toEqual(tokensOf(surname, 'Vries'));
  });

  test('with another usage breaks a rule', () => {
    expect(ruleOf(surname, 'Jansen', '', '', '', '8')).toBe('nameUsageUnknown');
    expect(tokensOf(surname, 'Jansen', '', '', '', '8')).toEqual([]);
    expect(tokensOf({ ...surname, onInvalid: 'missing' }, 'Jansen', '', '', '', '8')).toEqual(
      tokensOf(surname, 'Jansen'),
    );
  });

  test('is near what a passport makes of it', () => {
    expect(likeness(surname, ['Müller'], ['Mueller'])).toBeGreaterThan(
      likeness(surname, ['Muller'], ['Mueller']),
    );
    expect(likeness(surname, ['Jansen', '', 'Müller'], ['Mueller'])).toBeGreaterThan(0.5);
  });

  test('that says nothing has no tokens', () => {
    expect(tokensOf(surname, '.')).toEqual([]);
    expect(tokensOf(surname, 'onbekend', 'van', '', '', 'E')).toEqual([]);
  });
});

describe('given names', () => {
  test('count the first, what it stands for, and all initials', () => {
    const expected = ['_j', 'ja', 'an', 'n_', '~johannes', '.j', '.j#2', ',1p'];
    expect(tokensOf(givenNames, 'Jan Piet')).toEqual(expected);
    expect(tokensOf(givenNames, 'J.P.')).toEqual(['.j', '.j#2', ',1p']);
    expect(tokensOf(givenNames, '', 'J.P.', 'Jan')).toEqual(expected);
    expect(tokensOf(givenNames, 'Ja?n')).toEqual(['_j', 'ja', 'n_', '.j', '.j#2']);
    expect(tokensOf(givenNames, '.')).toEqual([]);
  });

  test('of one person are near in every form', () => {
    const full = ['Johannes Petrus'];
    for (const parts of [['J.P.'], ['Hans'], ['Jan'], ['Johannes'], ['', 'JP'], ['', '', 'Hans']]) {
      expect(likeness(givenNames, full, parts)).toBeGreaterThan(0);
    }
    expect(likeness(givenNames, ['Mohamed'], ['Muhammet'])).toBeGreaterThan(0.5);
    expect(likeness(givenNames, ['Gül'], ['Guel'])).toBeGreaterThan(
      likeness(givenNames, ['Gul'], ['Guel']),
    );
    expect(tokensOf(givenNames, 'Ö.')).toEqual(['.o', '.o#2']);
  });
});

describe('a date', () => {
  test('has the parts that are known and sure', () => {
    const year = ['Y1953', '0:1', '1:9', '2:5', '3:3'];
    expect(tokensOf(birthDate, '19530000')).toEqual(year);
    expect(tokensOf(birthDate, '1953-01-01', '2')).toEqual(year);
    expect(tokensOf(birthDate, '1953-07-12', '1')).toEqual(tokensOf(birthDate, '19530700'));
    for (const parts of [['1900-01-01', '3'], ['00000000'], ['.'], ['onbekend', '1']]) {
      expect(tokensOf(birthDate, ...parts)).toEqual([]);
    }
    expect(tokensOf(birthDate, '19530712', '0')).toEqual(
      tokenise('19530712', sampleFields.birthDate).tokens,
    );
  });

  test('breaks rules', () => {
    expect(ruleOf(birthDate, '19530712', '4')).toBe('dateCertainty');
    expect(ruleOf(birthDate, '19530231')).toBe('dateImpossible');
    expect(ruleOf(birthDate, '19530231', '1')).toBeUndefined();
    expect(ruleOf(birthDate, '12 juli')).toBe('dateFormat');
    const lenient = { ...birthDate, onInvalid: 'missing' } as const;
    expect(tokensOf(lenient, '1953071')).toEqual(['0:1', '1:9', '2:5', '3:3', '4:0', '5:7', '6:1']);
    expect(tokensOf(lenient, '19530712', '4')).toEqual(tokensOf(birthDate, '19530712'));
  });

  test('that officials assign can count by its year alone', () => {
    const yearOnly = { ...birthDate, assigned: 'yearOnly', tolerance: { days: 3 } } as const;
    for (const day of ['19530101', '19530701']) {
      expect(tokensOf(yearOnly, day)).toEqual(tokensOf(birthDate, '19530000'));
      expect(tokensOf(birthDate, day)).toHaveLength(14);
    }
    expect(tokensOf(yearOnly, '19530102')).toHaveLength(14 + 7);
    expect(tokensOf(yearOnly, '00000101')).toEqual(tokensOf(birthDate, '00000101'));
  });

  test('close to another has something in common with it, evenly less to none', () => {
    const start = { ...birthDate, name: 'startDate', tolerance: { days: 10 } } as const;
    const near = (left: string, right: string): number => {
      const tokens = new Set(tokensOf(start, left).filter((token) => token.startsWith('~')));
      return tokensOf(start, right).filter((token) => tokens.has(token)).length;
    };
    const others = ['20240228', '20240301', '20240305', '20240309', '20240310', '20250228'];
    expect(others.map((other) => near('20240228', other))).toEqual([11, 9, 5, 1, 0, 0]);
    expect(near('20240200', '20240200')).toBe(0);
    expect(near('00000229', '00000229')).toBe(0);
    const lenient = { ...start, onInvalid: 'missing' } as const;
    expect(tokensOf(lenient, '20240231').some((token) => token.startsWith('~'))).toBe(false);
  });
});

describe('an address', () => {
  test('has a postcode by its digits, places and whole', () => {
    const places = ['0:3', '1:0', '2:1', '3:1'];
    expect(tokensOf(postcode, '3011 AB')).toEqual(['4<3011', ...places, '4:a', '5:b', '=3011ab']);
    expect(tokensOf(postcode, '3011')).toEqual(['4<3011', ...places]);
    expect(ruleOf(postcode, '0011AB')).toBe('postcodeFormat');
    for (const parts of [['9999ZZ'], ['onbekend'], [''], ['3011AB', 'B']]) {
      expect(tokensOf(postcode, ...parts)).toEqual([]);
      expect(ruleOf(postcode, ...parts)).toBeUndefined();
    }
    expect(tokensOf(postcode, '3011AB', 'W')).toHaveLength(8);
  });

  test('has a house number with its addition', () => {
    const expected = ['=12', '0:1', '1:2', '+a'];
    for (const parts of [['12a'], ['12', 'A'], ['12', '', 'A'], ['12-A']]) {
      expect(tokensOf(houseNumber, ...parts)).toEqual(expected);
    }
    expect(tokensOf(houseNumber, '12')).toEqual(expected.slice(0, 3));
    expect(ruleOf(houseNumber, 'zuid')).toBe('houseNumberFormat');
    for (const parts of [['0'], [''], ['12', '', '', 'B']]) {
      expect(tokensOf(houseNumber, ...parts)).toEqual([]);
    }
  });

  test('has the neighbours of a house number where the study wants them', () => {
    const near = { ...houseNumber, neighbours: 4 } as const;
    const likenesses = ['12', '14', '16', '20'].map((other) => likeness(near, ['12'], [other]));
    expect(likenesses).toEqual([...likenesses].sort((a, b) => b - a));
    expect(likenesses[1]).toBeGreaterThan(likeness(houseNumber, ['12'], ['14']));
    expect(tokensOf(near, '12b')).toHaveLength(3 + 1 + 9);
  });
});

test('sex has one token or none', () => {
  expect(['M', '1', 'man'].map((value) => tokensOf(sex, value)[0])).toEqual(['=m', '=m', '=m']);
  expect(tokensOf(sex, 'Vrouw')).toEqual(['=v']);
  for (const value of ['O', '0', '', 'onbekend']) expect(tokensOf(sex, value)).toEqual([]);
  expect(ruleOf(sex, 'kat')).toBe('sexUnknown');
});

describe('the types of every normalisation', () => {
  const { street, income } = sampleFields;
  const code = sampleFields.postcode;

  test('fold text as names are', () => {
    expect(tokensOf(street, 'Lijnbaan')).toEqual(tokensOf(street, 'Lynbaan'));
    expect(tokensOf(street, 'Dani?lstraat')).not.toContain('i?l');
    expect(tokensOf({ ...street, q: 1, positional: true }, 'Ab')).toEqual(['0:a', '1:b']);
    expect(tokensOf({ ...street, q: 2, positional: true }, 'Ab')).toEqual(['0:_a', '1:ab', '2:b_']);
  });

  test('leave codes and numbers', () => {
    expect(tokensOf(code, '12 Y')).toEqual(tokenise('12 Y', code).tokens);
    expect(tokensOf(income, '1.000')).toEqual(tokenise('1.000', income).tokens);
    for (const field of [street, code, income]) expect(tokensOf(field, 'n.v.t.')).toEqual([]);
  });

  test('positional q-grams are for plain-1 too', () => {
    expect(tokenise('ab', { ...street, q: 1, positional: true }).tokens).toEqual(['0:a', '1:b']);
  });
});

describe('an explanation', () => {
  const formsOf = (field: FieldSpec, ...parts: string[]): string[] => {
    const [value = '', ...others] = parts;
    const { forms } = explainValue(value, field, others, 'nl-1');
    return forms.map(({ name, text }) => `${name} ${text}`);
  };

  test.each<[FieldSpec, string[], string[]]>([
    [surname, ['v.d. Berg, J.'], ['name berg', 'prefix van der / van den / van de']],
    [
      surname,
      ['Jansen', '', 'Müller', 'von', 'V'],
      ['name jansen', 'partner muller', 'partnerPrefix von', 'machineReadable mueller'],
    ],
    [
      surname,
      ['Jansen', '', 'Vries', 'de', 'E'],
      ['name jansen', 'partner vries', 'partnerPrefix de', 'note partnerUnused'],
    ],
    [
      givenNames,
      ['Jan Piet', '', ''],
      ['givenName jan', 'givenName piet', 'sameAs johannes', 'initials j p'],
    ],
    [givenNames, ['', 'JP', 'Ömer'], ['givenName omer', 'sameAs omar', 'initials j p']],
    [givenNames, ['Gül'], ['givenName gul', 'machineReadable guel', 'initials g']],
    [givenNames, ['J.P.'], ['initials j p', 'note initialsOnly']],
    [birthDate, ['01-01-1953', ''], ['date 1953-01-01', 'note assignedDate']],
    [birthDate, ['1953-07-12', '2'], ['date 1953-00-00']],
    [birthDate, ['00000712'], ['date 0000-07-12']],
    [postcode, ['3011 ab'], ['code 3011AB']],
    [postcode, ['1234AB'], ['note defaultPostcode']],
    [postcode, ['3011AB', 'B'], ['note letterAddress']],
    [houseNumber, ['12-II'], ['number 12', 'addition 2']],
    [houseNumber, ['12', '', '', 'B'], ['note letterAddress']],
    [sex, ['1'], ['code m']],
    [sampleFields.street, ['Lynbaan'], ['text lijnbaan']],
    [sampleFields.postcode, ['3011 AB'], ['code 3011 ab']],
    [sampleFields.income, ['much'], []],
    [surname, ['.'], []],
  ])('of %o: %j', (field, parts, expected) => {
    expect(formsOf(field, ...parts)).toEqual(expected);
  });

  test('has the tokens and the rule of the encoding', () => {
    expect(explainValue('19530231', birthDate, [], 'nl-1')).toEqual({
      forms: [{ name: 'date', text: '1953-02-31' }],
      tokens: [],
      rule: 'dateImpossible',
    });
    const long = 'a'.repeat(VALUE_LENGTH_MAX + 1);
    expect(explainValue(long, surname, [], 'nl-1')).toEqual({
      forms: [],
      tokens: [],
      rule: 'tooLong',
    });
    expect(explainValue('Jansen', sampleFields.surname, [], 'plain-1').forms).toEqual([
      { name: 'text', text: 'jansen' },
    ]);
  });
});

test('tokens are distinct, whatever a register holds', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[A-Za-zöüŁş .,'/?-]{0,30}$/),
    fc.stringMatching(/^[0-9 -]{0,10}[a-zA-Z]{0,3}$/),
  );
  const fields = [
    ...Object.values(dutchFields),
    { ...birthDate, tolerance: { days: 5 } },
    { ...houseNumber, neighbours: 5 },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.array(value, { maxLength: 5 }), (field, parts) => {
      const [first = '', ...others] = parts;
      const lenient = { ...field, onInvalid: 'missing' } as const;
      const { tokens } = tokenise(first, lenient, others, 'nl-1');
      expect(new Set(tokens).size).toBe(tokens.length);
    }),
    { numRuns: 1000 },
  );
});

describe('an encoding under nl-1', () => {
  const letter = 'abcdefghijklmnoprstuvwyzéöüçłş';
  const name = fc
    .string({ unit: fc.constantFrom(...Array.from(letter)), minLength: 4, maxLength: 9 })
    .map((word) => `Q${word}`);
  const given = fc.oneof(
    name,
    fc.constantFrom('Jan', 'Hans', 'Johannes', 'Fatima', 'Yusuf', 'Bert'),
  );
  const optional = (values: fc.Arbitrary<string>) => fc.option(values, { nil: '' });
  const surnames = fc.tuple(
    fc.oneof(
      name,
      fc.tuple(name, name).map((two) => two.join('-')),
    ),
    fc.constantFrom('', 'de', 'van den', 'v.d.'),
    optional(name),
    fc.constantFrom('', 'van'),
    fc.constantFrom('', 'E', 'P', 'V', 'N'),
  );
  const givens = fc.tuple(
    fc.array(given, { minLength: 1, maxLength: 3 }).map((names) => names.join(' ')),
    fc.constantFrom('', 'J.', 'J.P.M.'),
    optional(given),
  );
  const dates = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10).replaceAll('-', ''));
  const houses = fc.tuple(
    fc.integer({ min: 1, max: 99_999 }).map(String),
    fc.constantFrom('', 'A'),
  );
  const postcodes = fc.stringMatching(/^[2-8][0-9]{3}[A-R]{2}$/);

  test('is what the second writing-down says', () => {
    const person = fc.tuple(surnames, givens, dates, fc.constantFrom('M', 'V'), postcodes, houses);
    const fields = [surname, givenNames, birthDate, sex, postcode, houseNumber];
    const spec = dutchSpec(fields);
    const encoder = createRecordEncoder(createProfile(spec), sampleKey);
    fc.assert(
      fc.property(person, ([last, first, date, gender, code, [number, addition]]) => {
        const filter = new Uint8Array(256);
        const values = [...last, ...first, date, '', gender, code, '', number, '', addition, ''];
        expect(encoder.encodeInto(values, filter, 0).problems).toEqual([]);
        const joined = [last, first, [date], [gender], [code], [number, addition]];
        const expected = referencePositions(
          spec,
          sampleKey,
          joined.map((parts) => parts.join('|')),
        );
        expect(positionsIn(filter)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
    encoder.dispose();
  });

  test('of swapped names shares the letters of both', () => {
    const encoder = createRecordEncoder(createProfile(dutchSpec([givenNames, surname])), sampleKey);
    const encode = (first: string, last: string): Set<number> => {
      const filter = new Uint8Array(256);
      encoder.encodeInto([first, '', '', last, '', '', '', ''], filter, 0);
      return positionsIn(filter);
    };
    const [one, swapped, other] = [
      encode('Xiuying', 'Zhang'),
      encode('Zhang', 'Xiuying'),
      encode('Berend', 'Molenkamp'),
    ];
    const shared = (right: Set<number>): number => [...one].filter((at) => right.has(at)).length;
    expect(shared(swapped)).toBeGreaterThan(3 * shared(other));
    encoder.dispose();
  });
});
