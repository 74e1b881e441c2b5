"""Answers that people gave, and what they are told."""

import re

import numpy as np
import pytest

from lossviz import check
from lossviz.checking import functions, sandbox
from lossviz.maths import huber, steps_to_reach


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("0.1", 3.33),
        ("3.1", 500),
        ("3.1", 495),
        ("3.1", 494.7),
        ("3.2", 0.87),
        ("3.2", 0.8745),
        ("4.2", 3),
        ("4.2", 2.99),
        ("4.2", 2.9928),
        ("A1.2", 5e-13),
    ],
)
def test_a_right_number_by_another_route_is_right(name, answer):
    assert check(name, answer).right


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("0.1", 3.34, "is close, but not close enough"),
        ("3.1", 555, "That is the true count"),
        ("3.2", 0.8, "is too small"),
        ("3.2", 0.86, "is too small"),
        ("3.2", 0.88, "not close enough"),
        ("3.2", 0.6, "not symmetric"),
        ("3.2", 0.93, "As far behind the top"),
        ("4.1", 1.46, "lowest loss that a double softmax can reach"),
        ("4.1", 1.461, "lowest loss that a double softmax can reach"),
        ("4.1", 1.5, "lowest loss that a double softmax can reach"),
        ("4.1", 2.46, "highest loss of a double softmax"),
        ("4.1", 2.3, "begins right. Give 3 decimals"),
        ("4.2", 2.85, "is too small"),
        ("4.2", 3.3458, "the loss is 1.50 there"),
        ("4.2", 3.35, "the loss is 1.50 there"),
        ("4.2", 2, "the loss is 1.88"),
        ("4.2", 1.56, "1.56 is the loss that is given"),
        ("5.1", 2.5, "You let the 10 pull with 10."),
        ("5.1", 2.25, "pull with 10 − δ"),
        ("5.1", 0.5, "half of their distance"),
        ("5.1", 0.125, "twice their distance"),
        ("5.1", 0.13, "twice their distance"),
        ("5.1", 4, "upside down"),
        ("5.1", 5, "the middle between"),
        ("5.1", 1.875, "mean loss of the best constant"),
        ("5.1", 9.375, "sum of the losses"),
        ("6.2", -0.42, "a part for every class"),
        ("6.2", -0.644, "subtracted, not added"),
        ("6.2", -0.056, "the wrong sign: when z₁ rises"),
        ("6.2", -0.07, "The one of class 1 is missing"),
        ("6.2", 0.14, "This is the cost C"),
        ("6.2", 0.196, "the right size, but the wrong sign"),
        ("A1.1", 15.42, "what Keras 2 returns"),
        ("A1.1", 15.425, "what Keras 2 returns"),
        ("A1.1", 36.04, "largest loss of scikit-learn"),
        ("A1.1", 23.25, "These are bits"),
        ("A1.1", 1e-7, "The loss is −ln of it"),
        ("A1.2", -12.3, "10 to that power"),
        ("A1.2", 12.3, "10 to the power of minus that"),
        ("A1.2", -28.3, "That is ln p"),
        ("A1.2", 2e-12, "Go to the left"),
        ("A1.2", 1e-6, "the root of 1e-12"),
        ("A1.3", 3, "the number of classes"),
        ("A1.3", 1.386, "the first or the second class"),
        ("A1.3", 0.333, "surprise"),
        ("A1.3", 0.477, "base 10"),
        ("A1.3", 1.551, "right for the first class if"),
        ("A1.3", 16.118, "lower end of the clip"),
    ],
)
def test_a_plausible_wrong_number_has_its_sentence(name, answer, says):
    reply = check(name, answer)
    assert not reply.right
    assert says in reply.text


def jensen(log, sign=1, share=0.5):
    def answer(p, q):
        m = (p + q) / 2
        return sign * share * (np.sum(p * log(p / m)) + np.sum(q * log(q / m)))

    return answer


def naive_focal(log=np.log, sign=-1, share=1.0):
    def answer(y, z, gamma):
        a = (np.exp(z) / np.exp(z).sum())[y]
        return sign * share * (1 - a) ** gamma * log(a)

    return answer


def chosen_by(score):
    return lambda strengths, *losses: strengths[np.argmin(score(*losses))]


def keras_huber_by(axis, axis_of_rows=None):
    def answer(target, prediction, delta, reduction):
        elements = huber(target, prediction, delta=delta, reduction="none")
        if reduction is None and axis_of_rows is not None:
            return elements.mean(axis=axis_of_rows)
        means = elements.mean(axis=axis)
        return means if reduction is None else means.sum() if reduction == "sum" else means.mean()

    return answer


def slope(z):
    return (np.tanh(z) + 1) * (1 - np.tanh(z) ** 2)


def with_return_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        return np.tanh(w + b)


def with_return_inside_an_if(w, b, learning_rate, steps):
    for step in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        if step == steps - 1:
            return np.tanh(w + b)


def with_the_output_before_the_last_step(w, b, learning_rate, steps):
    a = np.tanh(w + b)
    for _ in range(steps):
        a = np.tanh(w + b)
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
    return a


def with_a_print_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        print(np.tanh(w + b))


def always_at(learning_rate):
    def times(z, level, rate):
        squared, entropy = (
            steps_to_reach(level, z, loss=loss, learning_rate=learning_rate)
            for loss in ("quadratic_cost", "sigmoid_cross_entropy")
        )
        return squared / entropy

    return times


# Where a function is wrong in ordinary cases, and NaN or infinite in extreme ones as well, two
# things are said.
@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("1.4", jensen(np.log2, sign=-1), ["The sign is wrong", "0 · log 0 is nan"]),
        ("1.4", jensen(np.log2, share=1), ["twice as large", "0 · log 0 is nan"]),
        ("1.4", jensen(np.log), ["these are nats", "0 · log 0 is nan"]),
        ("1.4", jensen(np.log10), ["base 10 instead of 2", "0 · log 0 is nan"]),
        ("1.6", lambda p, q: np.sum(p * np.log2(q / p)), ["sign is wrong", "0 · log 0 is nan"]),
        ("1.6", lambda p, q: np.sum(p * np.log(p / q)), ["these are nats", "0 · log 0 is nan"]),
        ("1.6", lambda p, q: np.sum(p * np.log10(p / q)), ["base 10 inst", "0 · log 0 is nan"]),
        ("1.6", lambda p, q: np.sum(p * np.log2(p / q)) / 2, ["half of", "0 · log 0 is nan"]),
        ("3.4", with_return_inside_the_loop, ["Your return stands inside the loop"]),
        ("3.4", with_return_inside_an_if, ["is return inside a loop or an if?"]),
        ("3.4", with_the_output_before_the_last_step, ["from before the last step"]),
        ("3.4", with_a_print_inside_the_loop, ["prints and returns nothing"]),
        ("3.5", always_at(0.15), ["they are always 0.15"]),
        ("4.4", naive_focal(sign=1), ["The sign is wrong", "exp(1000) overflows"]),
        ("4.4", naive_focal(log=np.log10), ["base 10 instead of e", "exp(1000) overflows"]),
        ("4.4", naive_focal(share=2), ["twice", "exp(1000) overflows"]),
        ("4.4", naive_focal(log=lambda a: np.log(a + 1e-9)), ["digits are lost", "another way"]),
        ("4.6", lambda z, w: 1 - np.exp(z) / (w + np.exp(z)), ['hint("4.6") gives a hint']),
        ("4.6", lambda z, w: np.exp(z) / (w + np.exp(z)) / 2, ["half of", "∞/∞ is nan"]),
        ("5.4", lambda r: np.log10(np.cosh(r)), ["base 10 instead of e", "cosh overflows"]),
        ("5.4", lambda r: -np.log(np.cosh(r)), ["The sign is wrong", "cosh overflows"]),
        ("5.4", lambda r: 2 * np.log(np.cosh(r)), ["twice", "cosh overflows"]),
        ("5.4", lambda r: np.log(np.exp(r) + np.exp(-r)), ["must cost 0", "cosh overflows"]),
        ("5.5", chosen_by(lambda training, _, test: training + test), ['hint("5.5")']),
        ("5.5", chosen_by(lambda training, _, test: np.maximum(training, test)), ['hint("5.5")']),
        ("5.5", chosen_by(lambda _, val, test: np.maximum(val, test)), ['hint("5.5")']),
        ("A1.4", keras_huber_by(0), ["mean of each column"]),
        ("A1.4", keras_huber_by(-1, axis_of_rows=0), ["the means of the columns"]),
        ("A1.4", keras_huber_by(0, axis_of_rows=-1), ['hint("A1.4")']),
    ],
)
def test_a_plausible_wrong_function_has_its_sentences(name, answer, says):
    reply = check(name, answer)
    text = " ".join(reply.text.split())
    assert not reply.right
    assert re.search(".*".join(map(re.escape, says)), text)
    assert not re.search("right, but|three dots|running|not all elements", text)


@pytest.mark.parametrize("name", ["3.5"])
def test_a_slow_wrong_answer_is_judged_by_what_has_run(name, monkeypatch):
    assert functions.ENOUGH < sandbox.SECONDS  # or it would be called a loop without end
    monkeypatch.setattr(functions, "ENOUGH", 0.0)
    calls = []

    def small_rate(z, level, rate):
        calls.append(z)
        return always_at(0.005)(z, level, rate)

    text = check(name, small_rate).text
    assert "they are always 0.005" in text
    assert "running" not in text
    assert len(calls) == 1


def grid_search(grid):
    return lambda y, loss: grid[np.argmin([loss(y, np.full(len(y), a)) for a in grid])]


@pytest.mark.parametrize(
    ("name", "grid", "right"),
    [
        ("2.4", np.linspace(0.01, 0.99, 99), True),
        ("2.4", np.linspace(0.005, 0.995, 199), True),
        ("2.4", np.linspace(0, 1, 101), True),
        ("2.4", np.arange(0.01, 0.985, 0.01), False),
        ("2.4", np.linspace(0.1, 0.9, 9), False),
        ("2.4", np.linspace(-1, 2, 301), False),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_grid_is_right_if_it_holds_the_one_that_is_asked_for(name, grid, right):
    assert check(name, grid_search(grid)).right == right
