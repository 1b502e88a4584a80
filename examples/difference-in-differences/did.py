# SPDX-License-Identifier: EUPL-1.2
"""A difference-in-differences on a linked data set, with weights and several plausible linkages.

The question: do people on a programme of one kind leave benefits more often than people on the other
kinds? Every record of `trajectories` is a person who began a programme. Whether that person was on
benefits half a year before and half a year after it began is in `benefits`, so it is known of linked
records only. The estimate is the change of the one group minus the change of the others.

    python3 did.py DATA WEIGHTS KIND

DATA     folder of a release, such as releases/release-0001
WEIGHTS  folder made by: koppel-researcher weights DATA --register trajectories --to benefits ...
KIND     the code of the programme that is compared with all others, such as SUBSIDIE

Needs Python 3.9 and nothing else. What it does, four times over:
  1. every link as it is, every linked record the same weight;
  2. weighted by the inverse of the share of its group that is linked (weights.csv);
  3. the same in each of the plausible linkages (draws.csv), weights made anew in each;
  4. those pooled by Rubin's rules.
"""

import csv
import json
import math
import sys
from datetime import date, timedelta
from statistics import NormalDist

HALF_YEAR = timedelta(days=183)


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text):
    return date.fromisoformat(text) if text else None


def benefit_spells(data):
    """Pseudonym -> periods on benefits; one that has not ended has no last day."""
    spells = {}
    for row in rows(data, "benefits"):
        first = day(row["ingangsdatum"])
        if first:
            spells.setdefault(row["pseudonym"], []).append((first, day(row["einddatum"])))
    return spells


def on_benefits(spells, when):
    return any(first <= when and (last is None or last >= when) for first, last in spells)


def analysis_records(data, weights, kind):
    """Every record of a programme: group, stratum, pseudonym, and its change where it is linked."""
    spells = benefit_spells(data)
    found = []
    for row, weight in zip(rows(data, "trajectories"), rows(weights, "weights")):
        if row["pseudonym"] != weight["pseudonym"]:
            sys.exit("weights.csv is not of this data set")
        began = day(row["datum_start"])
        if began is None or not row["code_type"]:
            continue
        change = None
        if weight["linked"] == "1":
            own = spells.get(row["pseudonym"], [])
            change = on_benefits(own, began + HALF_YEAR) - on_benefits(own, began - HALF_YEAR)
        found.append((row["code_type"] == kind, weight["stratum"], row["pseudonym"], change))
    return found


def mean_and_variance(values):
    """Weighted mean with the variance of its linearised form, from (weight, value)."""
    if len(values) < 2:
        sys.exit("fewer than two linked records in a group: nothing can be estimated")
    total = sum(weight for weight, _ in values)
    mean = sum(weight * value for weight, value in values) / total
    spread = sum((weight * (value - mean)) ** 2 for weight, value in values) / total**2
    return mean, spread * len(values) / (len(values) - 1)


def estimate(records, is_kept, is_weighted):
    """The difference in differences and its variance, over the links that are kept."""
    kept = [one for one in records if one[3] is not None and is_kept(one[2])]
    everyone, linked = {}, {}
    for _, stratum, _, _ in records:
        everyone[stratum] = everyone.get(stratum, 0) + 1
    for _, stratum, _, _ in kept:
        linked[stratum] = linked.get(stratum, 0) + 1
    sides = {True: [], False: []}
    for is_kind, stratum, _, change in kept:
        weight = everyone[stratum] / linked[stratum] if is_weighted else 1.0
        sides[is_kind].append((weight, change))
    (ours, our_variance), (theirs, their_variance) = map(
        mean_and_variance, (sides[True], sides[False])
    )
    return ours - theirs, our_variance + their_variance


def quantile_t(share, freedom):
    """Student's t from the normal quantile (Cornish-Fisher; Abramowitz & Stegun 26.7.5)."""
    z = NormalDist().inv_cdf(share)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


def pool(estimates):
    """Rubin's rules (1987, chapter 3), from (estimate, variance) of every draw."""
    draws = len(estimates)
    mean = sum(value for value, _ in estimates) / draws
    within = sum(variance for _, variance in estimates) / draws
    between = sum((value - mean) ** 2 for value, _ in estimates) / (draws - 1)
    total = within + (1 + 1 / draws) * between
    ratio = (1 + 1 / draws) * between / within if within > 0 else 0.0
    freedom = (draws - 1) * (1 + 1 / ratio) ** 2 if ratio > 0 else math.inf
    return mean, total, freedom, (1 + 1 / draws) * between / total if total > 0 else 0.0


def told(value, variance, freedom=math.inf):
    error = math.sqrt(variance)
    reach = error * (NormalDist().inv_cdf(0.975) if math.isinf(freedom) else quantile_t(0.975, freedom))
    return {
        "estimate": round(value, 6),
        "standardError": round(error, 6),
        "low": round(value - reach, 6),
        "high": round(value + reach, 6),
    }


def main(data, weights, kind):
    records = analysis_records(data, weights, kind)
    draws = {row["pseudonym"]: row for row in rows(weights, "draws")}
    names = [name for name in next(iter(draws.values()), {}) if name.startswith("draw")]
    if not names:
        sys.exit("draws.csv has no draws")
    always = lambda pseudonym: True
    plausible = [
        estimate(records, lambda pseudonym: draws[pseudonym][name] == "1", True) for name in names
    ]
    pooled, total, freedom, share = pool(plausible)
    outcome = {
        "records": len(records),
        "linked": sum(change is not None for _, _, _, change in records),
        "unweighted": told(*estimate(records, always, False)),
        "weighted": told(*estimate(records, always, True)),
        "pooled": {
            **told(pooled, total, freedom),
            "draws": len(names),
            "shareOfVarianceFromLinkage": round(share, 6),
        },
    }
    print(json.dumps(outcome, indent=2))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
