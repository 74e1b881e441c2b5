"""The audit of the documents: complete, computed, and what others measured independently.

The expected numbers were obtained with TensorFlow, Keras, PyTorch, scikit-learn and SymPy, not with
lossviz. PyTorch is asked again here, where it is installed.
"""

import re
from functools import cache
from string import Formatter

import numpy as np
import pytest

from lossviz.chapters.chA2_what_the_documents_say.audit import DOCUMENTS, audit, how, verdicts
from lossviz.chapters.chA2_what_the_documents_say.claims import VERDICTS
from tools import chapter, notebook_form, notebooks

WHY = "install the extra 'frameworks' to compare with it"
COUNTS = {"000": 30, "001": 96, "002": 21, "003": 11, "004": 28}
CLAIMS = {claim.number: claim for each in DOCUMENTS.values() for claim in each.claims}
RUNS = {claim.run for claim in CLAIMS.values() if claim.run}

MEASURED = {
    "000-02": ["a factor 4"],
    "000-05": ["is 1.25,"],
    "000-10": ["2.0000, 1.3568, 0.2419"],
    "000-11": ["−0.5, −0.5, −0.5, −0.5", "nan", "2.0"],
    "000-15": ["0.6931", "0.2231"],
    "000-17": ["2.1722, 2.7697", "0.9433, 0.8979", "1.2288, 1.8717"],
    "000-18": ["0.5108", "0.3681", "0.2408"],
    "000-20": ["nan"],
    "000-22": ["1.3863"],
    "000-23": ["2.3026"],
    "000-24": ["0.03046"],
    "000-25": ["0.667", "0.1481", "0.0192"],
    "000-27": ["0.2014"],
    "000-30": ["0.3266, 0.4644"],
    "001-05": ["34.54", "inf or nan", "15.942, 16.118"],
    "001-07": ["0.9014", "3.1551"],
    "001-11": ["3.474", "9.967", "0.4690", "0.0114"],
    "001-12": ["3.3219", "0.0014", "0.1520", "9.9658"],
    "001-14": ["p = (0, 1)"],
    "001-15": ["0.6931, 0.2231", "0.3, 0.1"],
    "001-16": ["0.6931, 0.2231", "1.2730, 0.4339"],
    "001-17": ["nan", "2000"],
    "001-20": ["−0.75"],
    "001-21": ["2.3185", "2.9192, 1.5600, 2.4762"],
    "001-23": ["costs 50", "16.118"],
    "001-26": ["(2, 3)", "1.2649, 1.2649"],
    "001-28": ["0.2014 and 0.2014"],
    "001-29": ["1.3863 against 1.0986"],
    "001-31": ["0.0 there", "1.0 in float64"],
    "001-32": ["34.77", "104.3"],
    "001-39": ["0.12194", "0.01735", "7.03"],
    "001-40": ["0.8176", "0.9820"],
    "001-41": ["0.0940", "0.2028"],
    "001-42": ["0.334", "0.482", "172 of 300"],
    "001-43": ["273 and 469", "41 and 50", "0.063, 0.144, 0.121"],
    "001-48": ["2.887", "4.585"],
    "001-50": ["0.01766", "0.14915", "8.44"],
    "001-51": ["7 steps", "469"],
    "001-52": ["2.1722, 2.7697"],
    "001-56": ["82.5", "113.5"],
    "001-59": ["2.50", "2.88", "5.25", "7.33"],
    "001-60": ["costs 0.5"],
    "001-62": ["0.6931"],
    "001-63": ["hinge 1", "logistic 1.0000", "squared 22", "exponential 22026"],
    "001-65": ["22, 3, 3"],
    "001-66": ["0.009, 0.968, 0.968, 0.021", "0.024, 0.984, 0.984, 0.038"],
    "001-72": ["1000 of 1000", "0.0021"],
    "001-73": ["999 of 1000", "0.5046"],
    "001-76": ["−1.384"],
    "001-81": ["inf"],
    "001-91": ["1.045371"],
    "001-93": ["it is 2"],
    "001-95": ["2.0000, 1.0000, 0.0000", "1.3133, 0.6931, 0.3133", "2.7183, 1.0000, 0.3679"],
    "002-02": ["0.017914, 0.003997, 0.978088"],
    "002-03": ["0.217470, 0.214465, 0.568065"],
    "002-04": ["0.0222, 3.0997"],
    "002-05": ["0.5655, 1.4743", "0.5514", "−0.0558", "−0.9549"],
    "002-06": ["0.8781, 1.2141"],
    "002-07": ["0.0222, 3.0997", "nan"],
    "002-08": ["2.1722, 2.7697", "0.9433, 0.8979"],
    "002-10": ["axis 1: 2, 1", "0, 1, 0"],
    "002-11": ["4.0443", "−0.964, 0.008, 0.956", "−0.982, 0.004, −0.022"],
    "002-19": ["0.375", "0.500", "0.6931"],
    "003-01": ["0.6931469806", "0.6931471806", "15.42495", "16.1181"],
    "003-08": ["0.8100, 2.3026 and 0.2899"],
    "003-09": ["2.3026", "1.2040", "0.41", "0.81"],
    "004-03": ["0.6109"],
    "004-04": ["1.4427"],
    "004-05": ["0.5203"],
    "004-06": ["0.5203", "1.5609"],
    "004-07": ["−1 at a gap", "0 at 23.03", "23.02585"],
    "004-09": ["0.5655, 1.4743"],
    "004-11": ["0.1269"],
    "004-12": ["2.1269", "−1.8731"],
    "004-13": ["0.1269", "6.1269", "inf"],
    "004-18": ["1.6631", "−1.6631"],
    "004-22": ["0.0222, 3.0997", "0.0000, 30.0000"],
    "004-24": ["0.0222, 0.0997"],
}


@cache
def answer(number):
    """The last column of a row; some runs take seconds."""
    return CLAIMS[number].answer()


def fields(text):
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_claim_of_every_document_is_there():
    assert {number: len(each.claims) for number, each in DOCUMENTS.items()} == COUNTS
    for number, document in DOCUMENTS.items():
        expected = [f"{number}-{place:02d}" for place in range(1, COUNTS[number] + 1)]
        assert [claim.number for claim in document.claims] == expected
        assert document.file.startswith(number)


def test_verdicts_are_known_and_all_of_them_occur():
    assert {claim.verdict for claim in CLAIMS.values()} == VERDICTS.keys()


@pytest.mark.parametrize("number", CLAIMS)
def test_a_row_fits_into_a_table(number):
    claim = CLAIMS[number]
    for text in (claim.says, answer(number)):
        assert text
        assert not re.search(r"[|$\n]|\.$", text.replace("log(1 − p).)", ""))


@pytest.mark.parametrize("number", CLAIMS)
def test_no_number_that_decides_is_typed(number):
    claim = CLAIMS[number]
    typed = Formatter().vformat(re.sub(r"{[^}]*}", "", claim.why), (), {})
    assert not re.search(r"\d\.\d{3}", typed)
    assert bool(claim.run) == bool(fields(claim.why))


@pytest.mark.parametrize("run", sorted(RUNS, key=lambda run: run.__name__))
def test_every_number_of_a_run_is_shown(run):
    shown = set().union(*(fields(claim.why) for claim in CLAIMS.values() if claim.run is run))
    assert shown == run().keys()


@pytest.mark.parametrize("number", MEASURED)
def test_a_run_gives_what_others_measured(number):
    for text in MEASURED[number]:
        assert text in answer(number)


def test_what_depends_on_random_numbers_goes_the_right_way():
    stuck = CLAIMS["001-55"].run()
    assert 0 < stuck["stuck"] < stuck["starts"]
    without = CLAIMS["001-67"].run()
    assert without["learnt"] == without["seeds"]
    rest = CLAIMS["001-74"].run()
    assert rest["median_after"] < rest["median_before"] / 2
    wild = CLAIMS["001-75"].run()
    assert wild["train_11"] < wild["train_3"] < wild["test_3"] < wild["test_11"]
    guessers = CLAIMS["001-37"].run()
    assert guessers["best"] < 0.2
    assert guessers["fixed"] == pytest.approx(0.5, abs=0.01)
    weights = CLAIMS["003-07"].run()
    assert weights["rise"] == pytest.approx(weights["log"], abs=0.1)
    weighted = CLAIMS["004-19"].run()
    assert weighted["recall_q"] > 10 * weighted["recall_1"]
    assert weighted["precision_1"] > 5 * weighted["precision_q"]


def test_the_notebook_shows_every_claim_once_and_in_order():
    stored = notebook_form.read(notebooks.FOLDER / chapter.AUDIT)
    outputs = [output for cell in stored.cells for output in cell.get("outputs", [])]
    for kind, pattern in (("text/plain", r"^(\d{3}-\d\d)  "), ("text/markdown", r"^\| (\S+) \|")):
        text = "\n".join(each.data[kind] for each in outputs if kind in each.get("data", {}))
        shown = [number for number in re.findall(pattern, text, re.M) if number in CLAIMS]
        assert shown == list(CLAIMS)


def test_the_notebook_names_every_document_with_its_title_and_link():
    stored = notebook_form.read(notebooks.FOLDER / chapter.AUDIT)
    text = "\n".join(cell.source for cell in stored.cells if cell.cell_type == "markdown")
    for document in DOCUMENTS.values():
        assert f"## Document {document.number}: " in text
        assert document.file in text
        assert document.original in text
        assert document.link in text


def test_the_counts_are_counted():
    text = repr(verdicts()).splitlines()
    numbers = [[int(number) for number in re.findall(r"\d+", line)] for line in text[1:]]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[-1] == [*COUNTS.values(), sum(COUNTS.values())]


def test_a_part_of_a_document_can_be_shown():
    shown = repr(audit("002", 10, 12))
    assert re.findall(r"^\d{3}-\d\d", shown, re.M) == ["002-10", "002-11", "002-12"]


@pytest.mark.parametrize("number", ["001-97", "005-01", "", "1"])
def test_a_claim_that_is_not_there_is_refused(number):
    with pytest.raises(ValueError, match="there is no claim"):
        how(number)


LOGITS = [[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]]
EXAMPLE = [[2.8883, 0.1760, 1.0774], [1.1216, -0.0562, 0.0660], [-1.3939, -0.0967, 0.5853]]


def torch_answers(torch):
    """What PyTorch says to each claim that it decides, as the row writes it."""
    f = torch.nn.functional
    z, example = torch.tensor(LOGITS), torch.tensor(EXAMPLE)
    labels, weight = torch.tensor([2, 1]), torch.tensor([1.0, 2.0, 5.0])
    q = torch.tensor([[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]]).log()
    p = torch.tensor([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1]])
    target, output = (
        torch.tensor([[0.0, 1, 2], [3, 4, 5]]),
        torch.tensor([[0.1, 0.8, 2.5], [3.0, 6.0, -5.0]]),
    )
    far = torch.tensor([[1000.0, 0.0, -1000.0]])

    def slope(function, *at):
        at = torch.tensor(at, requires_grad=True)
        function(at).sum().backward()
        return at.grad

    def decay():
        """What weight_decay=1 adds to the cost, from the step that it makes."""
        w = torch.tensor([0.5, -1.0, 0.25], requires_grad=True)
        w.grad = torch.zeros(3)
        torch.optim.SGD([w], lr=1.0, weight_decay=1.0).step()
        step = torch.tensor([0.5, -1.0, 0.25]) - w.detach()  # is w, the slope of half of w·w
        return (step @ step) / 2

    example_labels = torch.tensor([1, 2, 0])
    zero_norm = slope(torch.linalg.vector_norm, 0.0, 0.0)
    many = torch.tensor([1.0, 0.0, 1.0])
    one, three = torch.tensor(1.0), torch.tensor(3.0)
    weighted = f.binary_cross_entropy_with_logits(torch.tensor(0.3), one, pos_weight=three)
    return {
        "000-07": [f"PyTorch {zero_norm[0]:.0f}"],
        "001-06": [
            f"{f.cross_entropy(example, example_labels):.4f} on",
            f"{f.nll_loss(f.log_softmax(example, 1), example_labels):.4f} in two",
        ],
        "001-07": [f"{f.cross_entropy(z, labels, weight=weight):.4f}"],
        "001-16": [texts(f.cross_entropy(q, torch.zeros(2, dtype=int), reduction="none"))],
        "001-17": [
            f"{-(torch.tensor([0, 0, 1]) * far.softmax(1).log()).sum():.0f} for",
            f"{f.cross_entropy(far, torch.tensor([2])):.0f}",
        ],
        "001-20": [f"−{-f.nll_loss(p, torch.tensor([0, 1])):.2f}"],
        "001-21": [f"{f.cross_entropy(example, example_labels):.4f}"],
        "001-32": [f"{f.mse_loss(output, target, reduction='sum'):.1f}"],
        "001-61": [
            f"−{-slope(lambda m: torch.maximum(1 - m, torch.zeros(1)), 1.0)[0]:.1f}",
            f"or {slope(lambda m: (1 - m).relu(), 1.0)[0].abs():.0f}",
        ],
        "001-77": [f"acts as {decay():.4f}"],
        "001-81": [str(f.soft_margin_loss(torch.tensor([-100.0]), torch.ones(1)).item())],
        "002-11": [texts(slope(lambda at: f.cross_entropy(at, many), *LOGITS[0]), 3)],
        "002-13": [texts(f.cross_entropy(z.softmax(1), labels, reduction="none"))],
        "004-18": [f"it is {weighted:.4f}"],
    }


def texts(numbers, decimals=4):
    return ", ".join(f"{number:.{decimals}f}" for number in numbers.tolist()).replace("-", "−")


ASKED = [number for number, claim in CLAIMS.items() if "PyTorch" in claim.recorded]


@pytest.mark.parametrize("number", ASKED)
def test_pytorch_still_answers_so(number):
    torch = pytest.importorskip("torch", reason=WHY)
    answers = torch_answers(torch)
    assert list(answers) == ASKED
    for text in answers[number]:
        assert text in answer(number)


def test_keras_conventions_are_computed_as_they_are_recorded():
    row = CLAIMS["001-29"].run()
    assert row["normalised"] == pytest.approx(np.log(4))
    assert row["clipped"] == pytest.approx(np.log(3), abs=1e-6)
