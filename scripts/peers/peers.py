# SPDX-License-Identifier: EUPL-1.2
"""Links a folder with the programs of others, for a comparison with ours on the very same files.

Usage: peers.py JOB, a JSON text {"folder", "out", "tool", "columns": [{"name", "role"}], "dedupe"}.
The folder holds a.csv and, unless "dedupe", b.csv, with an id for each row and these columns; it does
not hold the truth, and nothing here sees it. Every way of linking gives the pairs that it finds
likely: their rows, and how alike or how probable, as a CSV file in "out". What they are worth is
judged by the caller, for all programs alike. Prints a JSON list of {variant, file, cpuSeconds, pairs}.

Each program is set as its own documentation advises for such columns; where that gives several ways,
all of them are run. Time is that of the processor, of reading the columns to having the pairs;
loading the program is not in it.
"""
import csv
import json
import os
import re
import resource
import sys
import warnings

warnings.filterwarnings("ignore")

# Words in bigrams, codes and dates by digit and place (clkhash's tutorial on FEBRL).
BY_PLACE = {"date", "postcode", "number"}
# Candidates kept of each record, and from where on: far below any good threshold.
ANONLINK = {"floor": 0.5, "most": 30}
SECRET = "a shared secret for benchmarks"


def cpu():
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Results:
    """Writes the pairs of each way of linking, and remembers what it took."""

    def __init__(self, job):
        self.job, self.made = job, []

    def add(self, variant, started, rows_a, rows_b, scores):
        seconds = cpu() - started
        name = f"{self.job['tool']}-{len(self.made)}.csv"
        once = set()
        with open(os.path.join(self.job["out"], name), "w", newline="") as file:
            for row, other, score in zip(rows_a, rows_b, scores):
                if self.job["dedupe"]:
                    if row == other:
                        continue
                    row, other = min(row, other), max(row, other)
                pair = int(row), int(other)
                if pair in once:
                    continue
                once.add(pair)
                file.write(f"{pair[0]},{pair[1]},{float(score)!r}\n")
        self.made.append({"variant": variant, "file": name, "cpuSeconds": round(seconds, 3), "pairs": len(once)})


def read(job, name):
    """Rows as lists of text, in the order of the columns."""
    with open(os.path.join(job["folder"], name), newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        return [row[1:] for row in reader]


def sides(job):
    return [read(job, name) for name in (["a.csv"] if job["dedupe"] else ["a.csv", "b.csv"])]


# --- clkhash and anonlink -----------------------------------------------------------------------------
def clk_variants():
    """Bits per role: two ways by field, as in clkhash's tutorial and with more for names; two by token."""
    tutorial = {"given": 200, "surname": 200, "date": 200}
    names = {"given": 160, "surname": 160, "date": 200}
    weighed = {"given": 15, "surname": 15, "date": 15, "postcode": 12}
    return [
        ("bitsPerFeature 200/100", "bitsPerFeature", lambda role: tutorial.get(role, 100)),
        ("bitsPerFeature 160/200/100", "bitsPerFeature", lambda role: names.get(role, 100)),
        ("bitsPerToken 15/12/8", "bitsPerToken", lambda role: weighed.get(role, 8)),
        ("bitsPerToken 15", "bitsPerToken", lambda role: 15),
    ]


def clk_schema(columns, strategy, bits):
    from clkhash.schema import from_json_dict
    return from_json_dict({
        "version": 3,
        "clkConfig": {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256", "keySize": 64}},
        "features": [{
            "identifier": one["name"],
            "format": {"type": "string", "encoding": "utf-8"},
            "hashing": {
                "comparison": {"type": "ngram", "n": 1 if one["role"] in BY_PLACE else 2,
                               "positional": one["role"] in BY_PLACE},
                "strategy": {strategy: bits(one["role"])},
                "hash": {"type": "blakeHash"},
            },
        } for one in columns],
    })


def run_anonlink(job, results):
    import anonlink
    import numpy as np
    from clkhash.clk import generate_clks
    for variant, strategy, bits in clk_variants():
        started = cpu()
        schema = clk_schema(job["columns"], strategy, bits)
        clks = [generate_clks(rows, schema, SECRET, validate=False, max_workers=1) for rows in sides(job)]
        pairs = anonlink.candidate_generation.find_candidate_pairs(
            [clks[0], clks[-1]], anonlink.similarities.dice_coefficient, ANONLINK["floor"],
            k=ANONLINK["most"])
        rows_a, rows_b = np.array(pairs[2][0]), np.array(pairs[2][1])
        results.add(variant, started, rows_a, rows_b, np.array(pairs[0]))


# --- frames of pandas, for the programs that take them ------------------------------------------------
def frames(job):
    import pandas as pd
    names = [one["name"] for one in job["columns"]]
    made = []
    for side, rows in enumerate(sides(job)):
        frame = pd.DataFrame(rows, columns=names, dtype=str).replace("", None)
        frame.insert(0, "rid", [f"{side}-{row}" for row in range(len(frame))])
        made.append(frame)
    return made


def named(job):
    """The first column of each role."""
    found = {}
    for one in job["columns"]:
        found.setdefault(one["role"], one["name"])
    return found


# --- Splink -------------------------------------------------------------------------------------------
def splink_comparisons(job, left_out):
    import splink.comparison_library as cl
    frequent = {"term_frequency_adjustments": True}
    kinds = {
        "given": lambda c: cl.NameComparison(c).configure(**frequent),
        "surname": lambda c: cl.NameComparison(c).configure(**frequent),
        "date": lambda c: cl.DateOfBirthComparison(c, input_is_string=True, invalid_dates_as_null=True),
        "postcode": lambda c: cl.DamerauLevenshteinAtThresholds(c, [1, 2]).configure(**frequent),
        "number": lambda c: cl.ExactMatch(c).configure(**frequent),
        "street": lambda c: cl.JaroWinklerAtThresholds(c, [0.92, 0.85]).configure(**frequent),
        "text": lambda c: cl.JaroWinklerAtThresholds(c, [0.92, 0.85]).configure(**frequent),
        "code": lambda c: cl.ExactMatch(c),
    }
    return [kinds[one["role"]](one["name"]) for one in job["columns"] if one["role"] not in left_out]


def splink_rules(job):
    """Blocking rules for what is predicted, certain ones for the prior, and those of the training."""
    role = named(job)
    given, surname, date = role["given"], role["surname"], role["date"]
    rules = [(given, surname), f'l."{given}" = r."{surname}" and l."{surname}" = r."{given}"', (date,)]
    sure = [(given, surname, date)]
    train = [(date,), (given, surname)]
    if "postcode" in role:
        rules.append((role["postcode"],))
        sure.append((surname, date, role["postcode"]))
        train[1] = (role["postcode"],)
    if "street" in role:
        rules += [(other, role["street"]) for kind, other in role.items() if kind in ("number", "code", "surname")]
    return rules, sure, train


def dashed(value):
    """19151231 as 1915-12-31, which Splink reads; other dates stay."""
    return re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", value) if isinstance(value, str) else value


def run_splink(job, results):
    import logging
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    logging.disable(logging.WARNING)
    rule = lambda one: one if isinstance(one, str) else block_on(*one)
    asked, sure, train = splink_rules(job)
    # Its demonstration on FEBRL compares names, birth date, house number and postcode alone.
    for variant, left_out in [("all fields", ()), ("its demonstration's fields", ("street", "text", "code"))]:
        if left_out and not any(one["role"] in left_out for one in job["columns"]):
            continue
        started = cpu()
        tables = frames(job)
        for table in tables:
            table[named(job)["date"]] = table[named(job)["date"]].map(dashed)
        settings = SettingsCreator(
            unique_id_column_name="rid", link_type="dedupe_only" if job["dedupe"] else "link_only",
            retain_intermediate_calculation_columns=False, retain_matching_columns=False,
            blocking_rules_to_generate_predictions=[rule(one) for one in asked],
            comparisons=splink_comparisons(job, left_out))
        linker = Linker(tables[0] if job["dedupe"] else tables, settings, db_api=DuckDBAPI())
        training = linker.training
        training.estimate_probability_two_random_records_match([rule(one) for one in sure], recall=0.7)
        training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for one in train:
            training.estimate_parameters_using_expectation_maximisation(
                rule(one), estimate_without_term_frequencies=True)
        predicted = linker.inference.predict(threshold_match_probability=0.0005)
        pairs = predicted.as_duckdbpyrelation().select("match_weight, rid_l, rid_r").df()
        place = lambda column: [int(rid.partition("-")[2]) for rid in column]
        # Of two tables either may come first.
        swapped = [rid.startswith("1-") for rid in pairs.rid_l]
        left, right = place(pairs.rid_l), place(pairs.rid_r)
        rows_a = [r if turned else l for l, r, turned in zip(left, right, swapped)]
        rows_b = [l if turned else r for l, r, turned in zip(left, right, swapped)]
        results.add(variant, started, rows_a, rows_b, pairs.match_weight.to_numpy())


# --- recordlinkage ------------------------------------------------------------------------------------
def run_ecm(job, results):
    """Expectation and conditional maximisation on agreements, as its documentation's unsupervised example."""
    import recordlinkage
    from recordlinkage.index import Block
    started = cpu()
    tables = [frame.drop(columns="rid") for frame in frames(job)]
    role = named(job)
    index = recordlinkage.Index()
    blocks = [role[one] for one in ("given", "surname", "date", "postcode") if one in role]
    # Of a large register one column alone leaves too many pairs.
    small = max(map(len, tables)) <= 6000
    for at, one in enumerate(blocks):
        for other in [None] if small else blocks[at + 1:]:
            index.add(Block([one] if other is None else [one, other]))
    pairs = index.index(*tables)
    compare = recordlinkage.Compare()
    for one in job["columns"]:
        name = one["name"]
        if one["role"] in ("given", "surname", "street", "text"):
            compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
        else:
            compare.exact(name, name, label=name)
    agreements = compare.compute(pairs, *tables)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(agreements)
    probability = classifier.prob(agreements)
    rows = agreements.index
    results.add("agreements", started, rows.get_level_values(0), rows.get_level_values(1), probability.to_numpy())


TOOLS = {"anonlink": run_anonlink, "splink": run_splink, "ecm": run_ecm}


def main():
    job = json.loads(sys.argv[1])
    results = Results(job)
    TOOLS[job["tool"]](job, results)
    print(json.dumps(results.made))


if __name__ == "__main__":
    main()
