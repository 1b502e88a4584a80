# SPDX-License-Identifier: EUPL-1.2
"""An event study on the periods of a linked data set: what happens before and after a programme begins.

Everybody in it began a programme. Every three months from a year before to a year after that day it is
looked up, in `spells`, whether the person was on benefits. For each of those moments the estimate is how
much more the people on one kind of programme changed since the last moment before it began than those on
the other kinds. With everybody at every moment this is the regression on persons, moments and their
product with the kind (Sun & Abraham 2021, J Econometrics 225, 175-199, with one cohort).

    python3 event_study.py DATA WEIGHTS KIND [DATE-COLUMN KIND-COLUMN]

DATA     folder of a release, such as releases/release-0001
WEIGHTS  folder made by: koppel-researcher weights DATA --register trajectories --to benefits ...
KIND     the code of the programme that is compared with all others, such as SUBSIDIE

Needs Python 3.9 and nothing else. Estimates before the beginning should be near zero: where they are
not, the groups were on different paths already, and what comes after says little.
"""

import json
import math
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "difference-in-differences"))
from did import day, mean_and_variance, on_benefits, pool, rows, told  # noqa: E402

QUARTER = timedelta(days=91)
MOMENTS = range(-4, 5)
REFERENCE = -1


def benefit_periods(data):
    """Pseudonym -> periods on benefits; those that are none in `spells` are left out."""
    periods = {}
    for row in rows(data, "spells"):
        if row["register"] == "benefits" and row["state"] in ("closed", "open"):
            periods.setdefault(row["pseudonym"], []).append((day(row["start"]), day(row["end"])))
    return periods


def panel(data, weights, kind, date_column, kind_column):
    """Per linked record: whether it is of the kind, its stratum, pseudonym, and the change at every moment."""
    periods = benefit_periods(data)
    found, everyone = [], {}
    for row, weight in zip(rows(data, "trajectories"), rows(weights, "weights")):
        if row["pseudonym"] != weight["pseudonym"]:
            sys.exit("weights.csv is not of this data set")
        began = day(row[date_column])
        if began is None or not row[kind_column]:
            continue
        everyone[weight["stratum"]] = everyone.get(weight["stratum"], 0) + 1
        if weight["linked"] != "1":
            continue
        own = periods.get(row["pseudonym"], [])
        state = {at: on_benefits(own, began + at * QUARTER) for at in MOMENTS}
        change = {at: state[at] - state[REFERENCE] for at in MOMENTS}
        found.append((row[kind_column] == kind, weight["stratum"], row["pseudonym"], change))
    return found, everyone


def estimates(records, everyone, is_kept):
    """Per moment the difference in change between the kind and the others, with its variance."""
    kept = [one for one in records if is_kept(one[2])]
    linked = {}
    for _, stratum, _, _ in kept:
        linked[stratum] = linked.get(stratum, 0) + 1
    outcome = {}
    for at in MOMENTS:
        sides = {True: [], False: []}
        for is_kind, stratum, _, change in kept:
            sides[is_kind].append((everyone[stratum] / linked[stratum], change[at]))
        (ours, our_variance), (theirs, their_variance) = map(
            mean_and_variance, (sides[True], sides[False])
        )
        outcome[at] = (ours - theirs, our_variance + their_variance)
    return outcome


def main(data, weights, kind, date_column="datum_start", kind_column="code_type"):
    records, everyone = panel(data, weights, kind, date_column, kind_column)
    draws = {row["pseudonym"]: row for row in rows(weights, "draws")}
    names = [name for name in next(iter(draws.values()), {}) if name.startswith("draw")]
    if not names:
        sys.exit("draws.csv has no draws")
    weighted = estimates(records, everyone, lambda pseudonym: True)
    drawn = [
        estimates(records, everyone, lambda pseudonym: draws[pseudonym][name] == "1")
        for name in names
    ]
    moments = []
    for at in MOMENTS:
        value, total, freedom, share = pool([one[at] for one in drawn])
        moments.append({
            "quartersSinceBeginning": at,
            "weighted": told(*weighted[at]),
            "pooled": {**told(value, total, freedom), "shareOfVarianceFromLinkage": round(share, 6)},
        })
    before = [one["pooled"] for one in moments if one["quartersSinceBeginning"] < REFERENCE]
    outcome = {
        "records": sum(everyone.values()),
        "linked": len(records),
        "reference": REFERENCE,
        "moments": moments,
        # Of estimates before the beginning whose interval does not hold zero; more than one is a warning.
        "differedBefore": sum(not one["low"] <= 0 <= one["high"] for one in before),
        "largestBefore": max((abs(one["estimate"]) for one in before), default=math.nan),
    }
    print(json.dumps(outcome, indent=2))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 6):
        sys.exit(__doc__)
    main(*sys.argv[1:])
