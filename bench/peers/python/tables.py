"""Solves a problem of the benchmark on tables with scikit-learn; the same protocol as Learner.java.

Usage: tables.py FOLDER MODEL SEED THREADS SECONDS
"""
import json
import os
import sys
import time

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor


def rows(folder, name, width):
    """The little-endian doubles of a file, in rows."""
    return np.fromfile(os.path.join(folder, name), dtype="<f8").reshape(-1, width)


def main():
    folder, model, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(os.path.join(folder, "problem.json"), encoding="utf-8") as file:
        problem = json.load(file)
    attributes = problem["attributes"]
    train = rows(folder, "train.bin", len(attributes))
    test = rows(folder, "test.bin", len(attributes))
    targets = rows(folder, "targets.bin", 1)[:, 0]
    start = time.perf_counter()
    # the codes of categories as they are: scikit-learn splits categories itself, and NaN is a missing value to it
    settings = {"categorical_features": [bool(a["categories"]) for a in attributes], "random_state": seed}
    if problem["labels"]:
        fitted = HistGradientBoostingClassifier(**settings).fit(train, targets.astype(int))
        predictions = np.zeros((len(test), len(problem["labels"])))
        predictions[:, fitted.classes_] = fitted.predict_proba(test)
    else:
        fitted = HistGradientBoostingRegressor(**settings).fit(train, targets)
        predictions = fitted.predict(test)
    seconds = time.perf_counter() - start
    predictions.astype("<f8").tofile(os.path.join(folder, "predictions.bin"))
    print(json.dumps({"model": model, "version": "scikit-learn " + sklearn.__version__, "seconds": seconds,
                      "processor": time.process_time(), "note": f"{fitted.n_iter_} rounds"}, separators=(",", ":")))


main()
