"""Mutation testing: change one spot of the package at a time and see whether a test notices.

    python -m tools.run_mutants [--sample 260] [--seed 1] [--jobs 2] [PART or MODULE ...]

The mutants are cosmic-ray's, without those that say nothing: bit operators on floats, which end
in a TypeError at once and would flatter the score, | in type hints, which no one evaluates, and
what is no Python at all, such as a bare * in a signature that becomes a bare +.
How they are tried, `tools/mutant_trials.py` says.
"""

import argparse
import json
import multiprocessing
import random
import re
import warnings

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tools.mutant_trials import (
    ROOT,
    import_libraries,
    path_of,
    quick_trials,
    survives,
)

SILENT = re.compile(
    r"core/(Variable.*|ReplaceBinaryOperator_(BitOr_.*|.*_(RShift|LShift|BitXor|BitOr|BitAnd)))"
)
# For each part the files that test its modules, which lie in a folder of lossviz. The quick way
# runs the first ones, the plain way both. A module without tests of its own has those of its part.
LOSSES = ("labels", "masks", "pairs", "tempered")
PARTS = {
    "core": {
        "folder": "maths",
        "first": ["reference", "bad_input", "signatures", "neuron", "losses_today"],
        "then": ["information", "properties", "mistakes"],
        "modules": {
            **dict.fromkeys(["activations", "information", "logits", "sums", "validation"]),
            **dict.fromkeys(
                f"losses/{name}"
                for name in ("binary", "categorical", "loss", "margin", "penalty", "regression")
            ),
            **{f"losses/{name}": ["losses_today"] for name in LOSSES},
        },
    },
    "others": {
        "folder": "maths",
        "first": [],
        "then": ["bad_input", "signatures"],
        "modules": {
            "boosting": ["boosting"],
            "calibration": ["network"],
            "coding": ["coding"],
            "conventions": ["conventions"],
            "descent": ["descent"],
            "logistic_fit": ["logistic_fit"],
            "backpropagation": ["network", "training_run", "optimisers"],
            "network": ["network", "training_run"],
            "network_arguments": ["network", "training_run", "optimisers"],
            "network_training": ["network", "training_run", "optimisers"],
            "optimisers": ["optimisers"],
            "neuron": ["neuron"],
            "polynomial_fit": ["best_fits"],
            "robust_fit": ["best_fits"],
            "sigmoid_output": ["neuron"],
            "toy_data": ["training_run"],
            "training_run": ["training_run", "optimisers"],
        },
    },
    "mistakes": {
        "folder": "maths/mistakes",
        "first": ["mistakes", "bad_input"],
        "then": [],
        "modules": dict.fromkeys(
            [
                "arguments",
                "call",
                "code",
                "foreign_names",
                "looks",
                "methods",
                "pairs",
                "shapes",
                "targets",
            ]
        ),
    },
    "checking": {
        "folder": "checking",
        "first": ["functions", "diagnosis", "numbers_and_choices", "predictions", "sandbox"],
        "then": ["exercises"],
        "modules": dict.fromkeys(
            ["cases", "core", "diagnosis", "differences", "functions", "predictions", "sandbox"]
        ),
    },
    "explorable": {
        "folder": "explorable",
        "first": [
            "words",
            "shapes",
            "parameters",
            "picture",
            "frames",
            "strip",
            "explorer",
            "live",
        ],
        "then": [],
        "modules": {
            "declaration": ["frames"],
            "frame_source": ["frames", "live"],
            "frames": ["frames"],
            "handles": ["frames"],
            "layers": ["picture", "strip", "explorer"],
            "live_source": ["live"],
            "nearby": ["frames"],
            "parameters": ["parameters"],
            "picture": ["picture", "frames", "explorer"],
            "shapes": ["shapes"],
            "strip": ["strip"],
            "wishes": ["frames"],
            "words": ["words"],
        },
    },
}
UNCHANGED = 3600  # seconds of the processor for all tests of a module
PLACES = {
    f"{part['folder']}/{module}": (part, own or part["first"])
    for part in PARTS.values()
    for module, own in part["modules"].items()
}


def first_tests(modules):
    """What the quick way runs for modules that have the same tests: the examples in them, too."""
    (own,) = {tuple(PLACES[module][1]) for module in modules}
    return [*map(file_of, own), *(f"lossviz/{module}.py" for module in sorted(modules))]


def all_tests(module):
    """What the plain way runs."""
    part, own = PLACES[module]
    names = dict.fromkeys([*own, *part["first"], *part["then"]])
    examples = "lossviz/maths" if part is PARTS["core"] else f"lossviz/{module}.py"
    return [*map(file_of, names), examples]


def file_of(name):
    """The file of tests with this name, whatever its folder."""
    (path,) = ROOT.glob(f"tests/**/test_{name}.py")
    return str(path.relative_to(ROOT))


def mutants(modules):
    """Every (module, operator, occurrence) that the operators find."""
    for module in modules:
        nodes = list(ast_nodes(get_ast(path_of(module).read_text(encoding="utf-8"))))
        for name in sorted(operator_names()):
            if SILENT.fullmatch(name):
                continue
            operator = get_operator(name)()
            found = sum(len(list(operator.mutation_positions(node))) for node in nodes)
            yield from ((module, name, occurrence) for occurrence in range(found))


def drawn(chosen, size):
    """The first mutants that Python can compile, with their source before and after."""
    warnings.simplefilter("ignore", SyntaxWarning)
    found = []
    for mutant in chosen:
        module, name, occurrence = mutant
        before = path_of(module).read_text(encoding="utf-8")
        after = mutate_code(before, get_operator(name)(), occurrence)
        try:
            compile(after, "mutant", "exec")
        except SyntaxError:
            continue
        found.append((mutant, before, after))
        if len(found) == size:
            break
    return found


def described(mutant, before, after):
    module, name, _ = mutant
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    line, old, new = next((i, a.strip(), b.strip()) for i, (a, b) in enumerate(pairs, 1) if a != b)
    where = f"{module}:{line}"
    what = {"mutant": where, "operator": name, "old": old, "new": new}
    return json.dumps(what, ensure_ascii=False)


def try_quickly(trials):
    """Try mutants that the same tests kill; return those that are left, and seconds for each."""
    modules = {module for (module, *_), *_ in trials}
    sources = [(mutant[0], before, after) for mutant, before, after in trials]
    told = quick_trials(sources, first_tests(modules))
    word, limit = next(told, ("broken", "what collects the tests"))
    if word == "broken":
        raise RuntimeError(f"{limit} fails without any change: repair it first")
    left = []
    for count, ((word, _), trial) in enumerate(zip(told, trials, strict=True), 1):
        if word != "killed":
            left.append((trial, limit))
            print(f"{count} of {len(trials)}: left is {described(*trial)}", flush=True)
        elif count % 25 == 0:
            print(f"{count} of {len(trials)}", flush=True)
    return left


def try_plainly(left):
    """Try a mutant with all tests; return what is known of it if it survives, or None."""
    (mutant, before, after), limit = left
    return (
        described(mutant, before, after)
        if survives(mutant[0], after, all_tests(mutant[0]), limit)
        else None
    )


def modules_named(names):
    """The modules of the parts and the modules that are named; all if none is."""
    for name in names or PARTS:
        if name in PARTS:
            yield from (f"{PARTS[name]['folder']}/{module}" for module in PARTS[name]["modules"])
        elif name in PLACES:
            yield name
        else:
            raise SystemExit(f"{name} is neither of {', '.join(PARTS)} nor of {', '.join(PLACES)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"{', '.join(PARTS)}, or a module: maths/logits")
    parser.add_argument("--sample", type=int, help="so many mutants at random, not all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = list(mutants(modules_named(options.names)))
    total = len(chosen)
    if options.sample:
        random.Random(options.seed).shuffle(chosen)
    trials = drawn(chosen, options.sample)
    print(f"{len(trials)} mutants, drawn of at most {total}", flush=True)
    import_libraries()
    groups = {}
    for trial in trials:
        groups.setdefault(tuple(PLACES[trial[0][0]][1]), []).append(trial)
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        left = [
            trial
            for some in pool.imap_unordered(try_quickly, groups.values(), chunksize=1)
            for trial in some
        ]
        print(f"{len(trials) - len(left)} killed quickly; {len(left)} left", flush=True)
        for module, before in {trial[0][0]: trial[1] for trial, _ in left}.items():
            if not survives(module, before, all_tests(module), UNCHANGED):
                raise RuntimeError(f"tests of {module} fail without any change: repair them first")
        survivors = 0
        for count, survivor in enumerate(pool.imap_unordered(try_plainly, left), 1):
            survivors += survivor is not None
            print(f"{count}: {survivor or 'killed'}", flush=True)
    killed = len(trials) - survivors
    print(f"killed {killed} of {len(trials)}: {100 * killed / len(trials):.1f} %")


if __name__ == "__main__":
    main()
