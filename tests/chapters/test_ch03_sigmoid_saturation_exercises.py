"""The exercises of chapter 3: what is said about trainings and about rates, and what is not."""

import numpy as np
import pytest

from lossviz import check
from lossviz.checking import functions
from lossviz.maths import steps_to_reach


def slope(z):
    return (np.tanh(z) + 1) * (1 - np.tanh(z) ** 2)


def with_return_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        return np.tanh(w + b)


def with_the_output_before_the_last_step(w, b, learning_rate, steps):
    a = np.tanh(w + b)
    for _ in range(steps):
        a = np.tanh(w + b)
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
    return a


def with_a_logit(w, b, learning_rate, steps):
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
    return w + b


def with_a_print_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        print(np.tanh(w + b))


def with_return_inside_an_if(w, b, learning_rate, steps):
    for step in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
        if step == steps - 1:
            return np.tanh(w + b)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (with_return_inside_the_loop, "Your return stands inside the loop"),
        (with_return_inside_an_if, "is return inside a loop or an if?"),
        (with_the_output_before_the_last_step, "from before the last step"),
        (with_a_logit, "You return the logit"),
        (with_a_print_inside_the_loop, "prints and returns nothing"),
    ],
)
def test_a_training_that_returns_in_the_wrong_place(function, says):
    text = check("3.4", function).text
    assert says in text
    assert "three dots" not in text


def always_at(learning_rate):
    def times(z, level, rate):
        squared = steps_to_reach(level, z, loss="quadratic_cost", learning_rate=learning_rate)
        return squared / steps_to_reach(
            level, z, loss="sigmoid_cross_entropy", learning_rate=learning_rate
        )

    return times


def test_the_small_rate_for_both_is_told_so_and_not_called_a_loop_without_end():
    text = check("3.5", always_at(0.005)).text
    assert "they are always 0.005" in text
    assert "running" not in text
    assert "they are always 0.15" in check("3.5", always_at(0.15)).text


def test_a_slow_wrong_answer_is_judged_by_what_has_run(monkeypatch):
    monkeypatch.setattr(functions, "ENOUGH", 0.0)
    calls = []

    def small_rate(z, level, rate):
        calls.append(z)
        return always_at(0.005)(z, level, rate)

    assert "they are always 0.005" in check("3.5", small_rate).text
    assert len(calls) == 1
