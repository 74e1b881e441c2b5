"""Tries mutants: whether a test fails when one spot of a module is changed.

There are two ways. The *quick* one collects the tests once and then forks for every mutant: the
fork gives functions that exist already their changed code, and runs only the tests that call them,
the fastest first. It cannot change what runs when a module is imported, so what it cannot kill,
and what it cannot change, goes the *plain* way: a fork of a process that has imported nothing of
lossviz, in which the changed module is imported and all of its tests run. Only that tells that a
mutant survives. No file is changed.
"""

import contextlib
import gc
import importlib
import importlib.abc
import importlib.util
import inspect
import os
import pickle
import resource
import signal
import sys
import types
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:nbval", "--assert=plain"]
OPTIONS += ["-o", "addopts=--doctest-modules"]
# Imported once, before the forks, where they are installed.
LIBRARIES = (
    *("hypothesis.extra.numpy", "matplotlib.figure", "matplotlib.backends.backend_agg"),
    *("torch", "scipy.special", "scipy.stats", "sklearn.metrics", "sklearn.linear_model"),
    *("ipywidgets", "anywidget", "PIL.Image"),
)
# An endless loop is a killed mutant. In seconds of the processor, so that a busy machine kills
# none; and so many times what the tests take without any change.
LEAST, TIMES = 30, 10


def import_libraries():
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)


def path_of(module):
    """The file of a module, which is named by its path in lossviz."""
    return ROOT / "lossviz" / f"{module}.py"


def compiled(source, path):
    """Code without a complaint: in the tests, the warning for `x is 1` would be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(source, path, "exec", dont_inherit=True)


def _child(work):
    """Fork a child that says nothing and writes to a pipe; return the pipe, and its number."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reads)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            with os.fdopen(writes, "wb") as pipe:
                work(pipe)
        finally:
            os._exit(0)
    os.close(writes)
    return os.fdopen(reads, "rb"), child


def in_fork(work):
    """Return what a child of this process makes of it, or None if it comes to an end before."""
    pipe, child = _child(lambda pipe: pipe.write(pickle.dumps(work())))
    with pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else None


def seconds():
    """Seconds of the processor."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


# --- the plain way -----------------------------------------------------------------------------


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

    def source_to_code(self, data, path):
        return compiled(data, str(path))


def survives(module, source, tests, limit):
    """Whether all tests pass with another source of the module."""

    def work():
        signal.setitimer(signal.ITIMER_PROF, limit)  # seconds of the processor
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        dotted = "lossviz." + module.replace("/", ".")
        sys.meta_path.insert(0, Replaced(dotted, path_of(module), source))
        return not pytest.main([*OPTIONS, *tests])

    return bool(in_fork(work))


# --- the quick way -----------------------------------------------------------------------------


class Unreachable(Exception):
    """The change is in what runs when the module is imported."""


def _is_function(code):
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


def _parts(code):
    """What a code object says, without its places in the file, and the code objects in it."""
    inner = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    consts = [part for part in code.co_consts if not isinstance(part, types.CodeType)]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags)
    return (code.co_code, repr(consts), *names), inner


def changed(before, after):
    """Functions' code before and after, where it differs."""
    (own, inner), (new, others) = _parts(before), _parts(after)
    if [part.co_name for part in inner] != [part.co_name for part in others]:
        raise Unreachable
    pairs = {}
    for one, other in zip(inner, others, strict=True):
        pairs |= changed(one, other)
    if own != new and not _is_function(before):
        raise Unreachable
    if (own != new or pairs) and _is_function(before):
        if before.co_freevars != after.co_freevars:
            raise Unreachable
        pairs[before] = after
    return pairs


def _key(code):
    return code.co_filename, code.co_name, code.co_firstlineno


class Watch:
    """Tells the tests' outcome, and which functions of some files they called."""

    def __init__(self, paths):
        self.paths, self.failed, self.called = paths, False, set()

    def pytest_runtest_logreport(self, report):
        self.failed |= report.failed

    def trace(self, frame, event, argument):
        if frame.f_code.co_filename in self.paths:
            self.called.add(_key(frame.f_code))

    def run(self, item):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed


class Quick:
    """A plugin of pytest: tries mutants in place of running the tests."""

    def __init__(self, mutants, tell):
        # Each mutant is a module, its source and its changed source.
        self.mutants, self.tell = mutants, tell
        self.watch = Watch({str(path_of(module)) for module, *_ in mutants})

    def pytest_runtestloop(self, session):
        session.config.pluginmanager.register(self.watch)
        measured = in_fork(lambda: self.measure(session.items))
        if not measured or measured[-1] is None:
            self.tell(("broken", session.items[len(measured or [0]) - 1].nodeid))
            return True
        self.limit = LEAST + TIMES * sum(took for took, _ in measured)
        self.tell(("limit", self.limit))
        tests = sorted(
            ((took, i, called) for i, (took, called) in enumerate(measured)),
            key=lambda test: test[:2],
        )
        functions = [f for f in gc.get_objects() if isinstance(f, types.FunctionType)]
        for module, before, after in self.mutants:
            path = str(path_of(module))
            try:
                pairs = changed(compiled(before, path), compiled(after, path))
                own = [f for f in functions if f.__code__.co_filename == path]
                keys = {_key(code) for code in pairs}
                chosen = [session.items[i] for _, i, called in tests if called & keys]
                passed = in_fork(
                    lambda own=own, pairs=pairs, chosen=chosen: self.passes(own, pairs, chosen)
                )
                self.tell(("killed" if not passed else "open", None))
            except Unreachable:
                self.tell(("open", None))
        return True

    def measure(self, items):
        """Seconds and called functions of each test; None for one that fails, which is the last."""
        found = []
        for item in items:
            self.watch.called = set()
            start = seconds()
            sys.settrace(self.watch.trace)
            passed = self.watch.run(item)
            sys.settrace(None)
            found.append((seconds() - start, self.watch.called) if passed else None)
            if not passed:
                break
        return found

    def passes(self, own, pairs, chosen):
        signal.setitimer(signal.ITIMER_PROF, self.limit)
        for function in own:
            if function.__code__ in pairs:
                function.__code__ = pairs[function.__code__]
        return all(map(self.watch.run, chosen))


def quick_trials(mutants, tests):
    """Yield what `Quick` tells: the limit, or what is broken; then what became of each mutant."""

    def work(pipe):
        def tell(what):
            pickle.dump(what, pipe)
            pipe.flush()

        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        pytest.main([*OPTIONS, *tests], plugins=[Quick(mutants, tell)])

    pipe, child = _child(work)
    with pipe, contextlib.suppress(EOFError):
        while True:
            yield pickle.load(pipe)
    os.waitpid(child, 0)
