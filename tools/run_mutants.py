"""Mutation testing: change one spot of the mathematics at a time and see whether a test notices.

    python tools/run_mutants.py [--sample 260] [--seed 1] [--jobs 2] [MODULE ...]

The mutants are cosmic-ray's, without those that say nothing: bit operators on floats, which end
in a TypeError at once and would flatter the score, | in type hints, which no one evaluates, and
what is no Python at all, such as a bare * in a signature that becomes a bare +.
Every mutant runs in a fork of a process that has imported NumPy and pytest already, and replaces
one module in memory; no file is changed.
"""

import argparse
import importlib.abc
import importlib.util
import json
import multiprocessing
import os
import random
import re
import signal
import sys
import warnings
from pathlib import Path

import hypothesis.extra.numpy  # noqa: F401 (imported once, before the forks)
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
MATHS = ROOT / "lossviz" / "maths"
CORE = ["activations", "information", "logits", "sums", "validation"] + [
    f"losses/{name}"
    for name in (
        *("binary", "categorical", "labels", "loss", "margin", "masks", "pairs", "penalty"),
        *("regression", "tempered"),
    )
]
SILENT = re.compile(
    r"core/(Variable.*|ReplaceBinaryOperator_(BitOr_.*|.*_(RShift|LShift|BitXor|BitOr|BitAnd)))"
)
# What tests the core, and for each module outside it the files that test it, fast ones first.
CORE_TESTS = ["reference", "bad_input", "signatures", "neuron", "losses_today", "properties"]
TESTS = {
    "boosting": ["boosting"],
    "calibration": ["network"],
    "coding": ["coding"],
    "conventions": ["conventions"],
    "descent": ["descent"],
    "logistic_fit": ["logistic_fit"],
    "backpropagation": ["network", "training_run"],
    "network": ["network", "training_run"],
    "network_arguments": ["network", "training_run"],
    "network_training": ["network", "training_run"],
    "optimisers": ["optimisers", "training_run"],
    "neuron": ["neuron"],
    "polynomial_fit": ["best_fits"],
    "robust_fit": ["best_fits"],
    "sigmoid_output": ["neuron"],
    "toy_data": ["training_run"],
    "training_run": ["training_run"],
}
MODULES = [*CORE, *TESTS]
SECONDS = 240  # of the processor, so that a busy machine kills none


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from a changed source."""

    def __init__(self, name, path, source):
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=self)
        return None

    def get_filename(self, name):
        return str(self.path)

    def get_data(self, path):
        return self.source.encode()

    def path_stats(self, path):
        raise OSError  # no cached bytecode


def tests_of(module):
    """The files that test a module, and the examples in it."""
    if module in CORE:
        return [*map(file_of, CORE_TESTS), "lossviz/maths"]
    names = [*TESTS[module], "bad_input", "signatures"]
    return [f"lossviz/maths/{module}.py", *map(file_of, names)]


def file_of(name):
    """The file of tests with this name, whatever its folder."""
    (path,) = ROOT.glob(f"tests/**/test_{name}.py")
    return str(path)


def mutants(modules):
    """Every (module, operator, occurrence) that the operators find and Python can compile."""
    warnings.simplefilter("ignore", SyntaxWarning)
    for module in modules:
        source = (MATHS / f"{module}.py").read_text(encoding="utf-8")
        tree = get_ast(source)
        for name in sorted(operator_names()):
            if SILENT.fullmatch(name):
                continue
            operator = get_operator(name)
            found = sum(len(list(operator().mutation_positions(node))) for node in ast_nodes(tree))
            for occurrence in range(found):
                if _compiles(mutate_code(source, operator(), occurrence)):
                    yield module, name, occurrence


def _compiles(source):
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def survives(module, source):
    """Run the tests in a child of this process, in which the module has another source."""
    child = os.fork()
    if child == 0:
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # an endless loop is a killed mutant
            os.chdir(ROOT)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            dotted = "lossviz.maths." + module.replace("/", ".")
            sys.path.insert(0, str(ROOT))
            sys.meta_path.insert(0, Replaced(dotted, MATHS / f"{module}.py", source))
            options = ["-q", "-x", "-p", "no:cacheprovider", "--assert=plain"]
            options += ["-o", "addopts=--doctest-modules"]
            os._exit(1 if pytest.main([*options, *tests_of(module)]) else 0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def verdict(mutant):
    """Return what is known of a mutant that survives, or None."""
    module, name, occurrence = mutant
    before = (MATHS / f"{module}.py").read_text(encoding="utf-8")
    after = mutate_code(before, get_operator(name)(), occurrence)
    if not survives(module, after):
        return None
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    line, old, new = next((i, a.strip(), b.strip()) for i, (a, b) in enumerate(pairs, 1) if a != b)
    return {"mutant": f"{module}:{line}", "operator": name, "old": old, "new": new}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", default=MODULES, help=", ".join(MODULES))
    parser.add_argument("--sample", type=int, help="so many mutants at random, not all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = list(mutants(options.modules))
    total = len(chosen)
    if options.sample and options.sample < total:
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    print(f"{len(chosen)} of {total} mutants", flush=True)
    for module in sorted({module for module, _, _ in chosen}):
        if not survives(module, (MATHS / f"{module}.py").read_text(encoding="utf-8")):
            raise SystemExit(f"the tests of {module} fail without any change: repair them first")
    survivors = []
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for count, survivor in enumerate(pool.imap_unordered(verdict, chosen), 1):
            if count % 50 == 0:
                print(f"{count} done", flush=True)
            if survivor:
                survivors.append(survivor)
                print(f"{count}: {json.dumps(survivor, ensure_ascii=False)}", flush=True)
    killed = len(chosen) - len(survivors)
    print(f"killed {killed} of {len(chosen)}: {100 * killed / len(chosen):.1f} %")


if __name__ == "__main__":
    main()
