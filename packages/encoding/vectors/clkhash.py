# SPDX-License-Identifier: EUPL-1.2
"""The oracle of `clk-compat`: clkhash itself. Needs Python 3.11 and what
`scripts/tools/clkhash/requirements.txt` lists, which `scripts/ci-python.sh` installs in `.koppel/clkhash`.

  python clkhash.py < cases.json > answers.json    what clkhash makes of each case
  python clkhash.py vectors/clkhash.json           writes its answers into the vectors

A case is {"schema": a clkhash schema, "secret": hexadecimal bytes, "rows": lists of texts}; its answer
is a filter per row, in hexadecimal digits.
"""
import json
import sys

sys.path = [path for path in sys.path if not path.endswith('vectors')]  # this file is no clkhash

from clkhash.clk import generate_clks  # noqa: E402
from clkhash.schema import from_json_dict  # noqa: E402


def answer(case):
    schema = from_json_dict(case['schema'])
    filters = generate_clks(case['rows'], schema, bytes.fromhex(case['secret']), max_workers=1)
    return [one.tobytes().hex() for one in filters]


if len(sys.argv) == 1:
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
else:
    with open(sys.argv[1], encoding='utf-8') as file:
        vectors = json.load(file)
    for case in vectors['encodings']:
        case['filters'] = answer(case)
    with open(sys.argv[1], 'w', encoding='utf-8') as file:
        json.dump(vectors, file, ensure_ascii=False, indent=1)
        file.write('\n')
