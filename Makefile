# Needs Python 3.10 or newer and make, nothing else. Everything is installed into .venv/, which is
# made anew whenever what it holds changes.

PYTHON ?= python3
VENV   ?= .venv
EXTRAS ?= test
JOBS   ?= 2
# Pins of the JupyterLab that an environment has before requirements.txt comes to it, as on Binder.
BASE   ?=

# pip splits PIP_CONSTRAINT at spaces, so the paths given to it below begin here and not at /.

# Old libraries are deprecated here and there by new ones; that is no fault of ours.
OLD := -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning

BIN     := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LEARNER := $(VENV)/.learner
# One stamp for each choice of extras, so that another choice is installed and not taken for done.
TESTER  := $(VENV)/.extras-$(EXTRAS)

.DEFAULT_GOAL := help
.PHONY: help lab test pytest node chapter test-lowest test-pythons test-binder pip-check refresh \
  class-edition lessons check picture site site-serve test-site pyodide address test-hub bench-hub \
  bench endurance format lint clean
.DELETE_ON_ERROR:

help:  ## show this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) \
	  | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

lab: $(LEARNER)  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks/00_start_here.ipynb $(ARGS)

test: lint pytest  ## style and types in seconds, then all tests: package, notebooks, doctests, Binder

# Other versions and other Pythons run these alone: style and types are judged by the newest.
pytest: $(TESTER)  ## the tests without style and types
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Learners need none of it, and what is missing is skipped.
node: node_modules/.package-lock.json  ## fetch what tests the script's types and accessibility (needs npm)

# The chapter runs twice: once to be stored, once by nbval, which finds what differs between two runs.
chapter: $(TESTER)  ## refresh, check and test one chapter: make chapter N=3 (or N=A1)
	$(BIN)/python -m tools.notebooks --chapter "$(N)"
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --chapter "$(N)" $(ARGS)

test-lowest: $(TESTER)  ## all tests with the lowest versions that the ranges admit, on the oldest Python here
	$(BIN)/python -m tools.versions lowest > $(VENV)/lowest.txt
	PIP_CONSTRAINT=$(VENV)/lowest.txt $(MAKE) pip-check pytest \
	  VENV=.venv-lowest ARGS="$(OLD) $(ARGS)" \
	  PYTHON="$$($(BIN)/python -m tools.versions pythons | head -1)"

test-pythons: $(TESTER)  ## all tests on every Python from 3.10 up that is found here
	for python in $$($(BIN)/python -m tools.versions pythons); do \
	  $(MAKE) pip-check pytest VENV=.venv-$$(basename $$python) PYTHON=$$python || exit 1; \
	done

test-binder: $(TESTER)  ## the browser tests with the versions that Binder brings
	$(BIN)/python -m tools.versions binder > $(VENV)/binder.txt
	$(MAKE) pip-check pytest BASE=$(VENV)/binder.txt \
	  VENV=.venv-binder ARGS="$(OLD) tests/browser $(ARGS)" \
	  PYTHON="$$($(BIN)/python -m tools.versions pythons $$(sed s/python-// binder/runtime.txt))"

pip-check: $(TESTER)  ## do the installed packages fit together?
	$(BIN)/python -m pip check

refresh: $(TESTER)  ## run the notebooks and store their outputs
	$(BIN)/python -m tools.notebooks $(ARGS)

check: $(TESTER)  ## say what is wrong with the stored notebooks, without running them
	$(BIN)/python -m tools.notebooks --check $(ARGS)

class-edition: $(TESTER)  ## notebooks for a class, without and with solutions: build/class
	$(BIN)/python -m tools.class_edition

lessons: $(TESTER)  ## write the tables of docs/lessons.toml into docs/teaching.md
	$(BIN)/python -m tools.lessons

picture: $(TESTER)  ## film the flagship for the README: docs/explorer.webp
	$(BIN)/python -m tools.picture

# In an environment of its own: what builds JupyterLite disturbs JupyterLab.
SITE := .venv-site

site: node  ## build the web edition: build/site (needs npm)
	$(MAKE) $(SITE)/.extras-test,site,lite VENV=$(SITE) EXTRAS=test,site,lite
	$(SITE)/bin/python -m tools.site $(ARGS)

site-serve: $(TESTER)  ## show what make site has built
	$(BIN)/python -m tools.site.serve

test-site: site  ## build the web edition and test every page of it (needs Chromium)
	LOSSVIZ_SITE=build/site $(SITE)/bin/python -m pytest -o addopts= -p no:nbval -rs -n $(JOBS) \
	  --dist loadfile tests/site tests/browser/test_on_pages.py

address: $(TESTER)  ## write the links of the address in pyproject.toml into the README
	$(BIN)/python -m tools.address

# The site then holds all that it needs, and its tests run Python as the pages do.
pyodide: $(TESTER) node  ## load Pyodide's packages into build/pyodide, for make site and its tests
	$(BIN)/python -m tools.site.python fetch

# A class has the package as a copy, and so have these: an editable one would hide that it is
# missing, or be hidden by a folder of its name.
HUB := .venv-hub

$(HUB)/.hub: requirements.txt hub/requirements.txt pyproject.toml hub/package-lock.json
	$(PYTHON) -m venv --clear $(HUB)
	$(HUB)/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=21.3'
	$(HUB)/bin/python -m pip install --quiet -r hub/requirements.txt -r requirements.txt
	$(HUB)/bin/python -m pip install --quiet -r hub/requirements.txt '.[test]'
	npm ci --prefix hub --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: hub
hub: $(HUB)/.hub
	$(HUB)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall .

test-hub: hub  ## a class on a real JupyterHub, and what can go wrong (needs npm, git and Chromium)
	$(HUB)/bin/python -m pytest -o addopts= -rs tests/hub $(ARGS)

bench-hub: hub  ## 1 to 16 learners run a chapter at once and move sliders; write docs/teaching.md
	$(HUB)/bin/python -m benchmarks.class_on_a_hub $(ARGS)

bench: $(TESTER)  ## measure speed and memory, write docs/benchmarks.md
	$(INSTALL) -e '.[bench]'
	$(BIN)/python -m benchmarks $(ARGS)

endurance: $(TESTER)  ## 10,000 random moves of every explorer, 12 kernels at once; write docs/endurance.md
	$(BIN)/python -m benchmarks.endurance

format: $(TESTER)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(TESTER)  ## check format, style and types without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:  ## remove the environment
	rm -rf $(VENV)

# Learners get requirements.txt and no more: test tools come on top, for those who test. The package
# that requirements.txt copies is replaced by an editable one, which a pip older than 21.3 cannot do:
# a change in lossviz/ shows after the next kernel restart.
$(LEARNER): requirements.txt pyproject.toml
	@command -v $(PYTHON) > /dev/null \
	  || { echo "There is no command $(PYTHON). Install Python 3.10 or newer, or call make PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "lossviz needs Python 3.10 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Call make PYTHON=/path/to/newer/python3."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
	  || { echo "$(PYTHON) has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) 'pip>=21.3'
	$(if $(BASE),$(INSTALL) --constraint $(BASE) jupyterlab ipywidgets)
	$(INSTALL) -r requirements.txt
	$(INSTALL) --no-deps -e .
	@touch $@

$(TESTER): $(LEARNER)
	$(INSTALL) -e '.[$(EXTRAS)]'
	@touch $@

# npm writes this file last.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
