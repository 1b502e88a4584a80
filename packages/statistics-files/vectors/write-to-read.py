# SPDX-License-Identifier: EUPL-1.2
"""Files of SPSS and Stata that pyreadstat writes, in many forms, with what is in them as JSON.

The folder is the argument. Each file has columns of numbers, text, days and codes, drawn from a seed.
"""
import datetime
import json
import random
import sys

import pandas as pd
import pyreadstat

folder = sys.argv[1]
random.seed(65)


def text_of(most):
    letters = 'ab é€Z9-_.'
    return ''.join(random.choice(letters) for _ in range(random.randint(0, most))).strip()


def column(kind, rows):
    def one():
        if random.random() < 0.15:
            return None
        if kind == 'number':
            return random.choice([float(random.randint(-200, 300)), random.uniform(-1e6, 1e6), 1e300, -0.5])
        if kind == 'whole':
            return random.randint(-30000, 30000)
        if kind == 'day':
            return datetime.date(1970, 1, 1) + datetime.timedelta(days=random.randint(-30000, 30000))
        if kind == 'moment':
            return datetime.datetime(2001, 1, 1) + datetime.timedelta(seconds=random.randint(1, 10**9))
        return text_of({'short': 6, 'text': 200, 'long': 700}[kind]) or None
    return [one() for _ in range(rows)]




def series(values, kind):
    if kind in ('number', 'whole'):
        return pd.Series(values, dtype='float64')
    return pd.Series(values, dtype='object')


def plain(value):
    if isinstance(value, datetime.datetime):
        ms = value.isoformat(timespec='milliseconds') + 'Z'
        return ms[:10] if ms.endswith('T00:00:00.000Z') else ms
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


every = ['number', 'whole', 'day', 'moment', 'short', 'text', 'long']
told = []
for number in range(36):
    form = ('sav', 'dta')[number % 2]
    rows = random.choice([0, 1, 3, 17, 60])
    kinds = [random.choice(every) for _ in range(random.randint(1, 9))]
    if form == 'dta':
        kinds = ['text' if kind == 'long' else kind for kind in kinds]
    names = [f'var_{at}_{kind}' for at, kind in enumerate(kinds)]
    data = {name: column(kind, rows) for name, kind in zip(names, kinds)}
    table = pd.DataFrame({name: series(data[name], kind) for name, kind in zip(names, kinds)})
    labels = {name: {1: 'Eén', 2: 'Twee'} for name, kind in zip(names, kinds) if kind == 'whole'}
    name = f'{folder}/{number}.{form}'
    if form == 'sav':
        pyreadstat.write_sav(table, name, file_label='Proef', column_labels=['é' * 50] * len(names),
                             row_compress=bool(number % 4), variable_value_labels=labels)
    else:
        pyreadstat.write_dta(table, name, version=random.choice([13, 14, 15]), column_labels=['e' * 70] * len(names),
                             variable_value_labels=labels)
    told.append({'file': name, 'names': names, 'labelled': sorted(labels),
                 'rows': [[plain(data[one][row]) for one in names] for row in range(rows)]})

one = pd.DataFrame({'x': [1.0, 2.0], 't': ['a', 'b']})
refused = []
pyreadstat.write_sav(one, f'{folder}/zlib.zsav', compress=True)
refused.append([f'{folder}/zlib.zsav', 'kind'])
pyreadstat.write_sav(one, f'{folder}/note.sav', note='Jan Jansen heeft gebeld')
refused.append([f'{folder}/note.sav', 'hidden'])
pyreadstat.write_dta(one, f'{folder}/old.dta', version=12)
refused.append([f'{folder}/old.dta', 'kind'])
long = pd.DataFrame({'t': ['x' * 3000, 'b']})
pyreadstat.write_dta(long, f'{folder}/strl.dta', version=15)
refused.append([f'{folder}/strl.dta', 'kind'])
print(json.dumps({'files': told, 'refused': refused}))
