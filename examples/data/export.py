#!/usr/bin/python3
"""Writes the CSV files of this folder from the data sets inside scikit-learn 1.2.1.

On Debian 12: apt install python3-sklearn, then /usr/bin/python3 export.py
Running it again writes the same bytes.
"""

import csv
from pathlib import Path

from sklearn import datasets

HERE = Path(__file__).resolve().parent


def cells(column):
    """A column whose values are all whole is written as integers, any other one as
    the shortest decimals that read back as the same doubles."""
    values = [float(value) for value in column]
    whole = all(value.is_integer() for value in values)
    return [str(int(value)) if whole else repr(value) for value in values]


def write(name, data, features, target, labels):
    columns = [cells(column) for column in data.T] + [labels]
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*features, target])
        writer.writerows(zip(*columns))
    print(f"{name}: {len(labels)} rows, {len(columns)} columns")


def named(bunch):
    return [str(bunch.target_names[k]) for k in bunch.target]


def plain(name):
    for mark, word in ((" (cm)", "_cm"), (" ", "_"), ("/", "_")):
        name = name.replace(mark, word)
    return name


digits = datasets.load_digits()
pixels = [f"r{row}c{column}" for row in range(8) for column in range(8)]
write("digits.csv", digits.data, pixels, "digit", cells(digits.target))

iris = datasets.load_iris()
write("iris.csv", iris.data, map(plain, iris.feature_names), "species", named(iris))

wine = datasets.load_wine()
write("wine.csv", wine.data, map(plain, wine.feature_names), "class", named(wine))

diabetes = datasets.load_diabetes(scaled=False)
write(
    "diabetes.csv",
    diabetes.data,
    diabetes.feature_names,
    "progression",
    cells(diabetes.target),
)

cancer = datasets.load_breast_cancer()
write(
    "breast-cancer.csv",
    cancer.data,
    map(plain, cancer.feature_names),
    "diagnosis",
    named(cancer),
)
