"""Answers that people gave, and what they are told."""

import numpy as np
import pytest

from lossviz import check


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
        ("4.2", 2.9945),
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
        ("4.2", 2.737, "the loss is 2.00 there"),
        ("4.2", 2.74, "the loss is 2.00 there"),
        ("4.2", 2, "the loss is 2.41"),
        ("4.2", 1.91, "1.91 is the loss that is given"),
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


# Wrong in ordinary cases, and NaN or infinite in extreme ones as well.
@pytest.mark.parametrize(
    ("name", "answer", "first", "second"),
    [
        ("1.4", jensen(np.log2, sign=-1), "The sign is wrong", "0 · log 0 is nan"),
        ("1.4", jensen(np.log2, share=1), "twice as large", "0 · log 0 is nan"),
        ("1.4", jensen(np.log), "these are nats", "0 · log 0 is nan"),
        ("1.4", jensen(np.log10), "base 10 instead of 2", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log2(q / p)), "The sign is wrong", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log(p / q)), "these are nats", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log10(p / q)), "base 10 inst", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log2(p / q)) / 2, "half of", "0 · log 0 is nan"),
        ("4.4", naive_focal(sign=1), "The sign is wrong", "exp(1000) overflows"),
        ("4.4", naive_focal(log=np.log10), "base 10 instead of e", "exp(1000) overflows"),
        ("4.4", naive_focal(share=2), "twice", "exp(1000) overflows"),
        (
            "4.5",
            lambda z, pos_weight: 1 - np.exp(z) / (pos_weight + np.exp(z)),
            'hint("4.5") gives a hint',
            "",
        ),
        ("4.5", lambda z, w: np.exp(z) / (w + np.exp(z)) / 2, "half of", "∞/∞ is nan"),
        ("5.4", lambda r: np.log10(np.cosh(r)), "base 10 instead of e", "cosh overflows"),
        ("5.4", lambda r: -np.log(np.cosh(r)), "The sign is wrong", "cosh overflows"),
        ("5.4", lambda r: 2 * np.log(np.cosh(r)), "twice", "cosh overflows"),
        ("5.4", lambda r: np.log(np.exp(r) + np.exp(-r)), "must cost 0", "cosh overflows"),
        ("4.4", naive_focal(log=lambda a: np.log(a + 1e-9)), "digits are lost", "in another way"),
    ],
)
def test_a_plain_formula_with_a_second_fault(name, answer, first, second):
    text = " ".join(check(name, answer).text.split())
    assert first in text
    assert second in text[text.index(first) :]
    assert "right, but" not in text
