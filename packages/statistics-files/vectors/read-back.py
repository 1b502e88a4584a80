# SPDX-License-Identifier: EUPL-1.2
"""What pyreadstat finds in .sav and .dta files, as JSON: names on the command line, one answer each."""
import datetime
import json
import sys

import pyreadstat


def plain(value):
    """A value as JSON has it; a date as days since 1970-01-01."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return (value - datetime.date(1970, 1, 1)).days
    if value is None or value != value:
        return None
    return value


def answer(name):
    read = pyreadstat.read_sav if name.endswith('.sav') else pyreadstat.read_dta
    columns, about = read(name, user_missing=True, output_format='dict')
    return {
        'label': about.file_label,
        'rows': about.number_rows,
        'encoding': about.file_encoding,
        'names': about.column_names,
        'labels': about.column_labels,
        'values': {name: [[value, label] for value, label in labels.items()]
                   for name, labels in about.variable_value_labels.items()},
        'missing': {**{name: [each['lo'] for each in ranges]
                       for name, ranges in about.missing_ranges.items()},
                    **about.missing_user_values},
        'formats': about.original_variable_types,
        'measures': about.variable_measure,
        'columns': {name: [plain(value) for value in column] for name, column in columns.items()},
    }


print(json.dumps([answer(name) for name in sys.argv[1:]]))
