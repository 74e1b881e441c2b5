"""The Huffman coder against the theory and against every other prefix code."""

import itertools

import numpy as np
import pytest

from lossviz import code_length, entropy, huffman_code


@pytest.fixture(params=range(20))
def p(request):
    generator = np.random.RandomState(request.param)
    return generator.dirichlet(np.full(generator.randint(2, 12), 0.5))


def test_no_word_begins_another_and_no_room_is_left(p):
    words = huffman_code(p)
    assert not any(b.startswith(a) for a, b in itertools.permutations(words, 2))
    assert sum(2.0 ** -len(word) for word in words) == 1


def test_length_lies_within_a_bit_above_the_entropy(p):
    length = code_length(p, huffman_code(p))
    assert entropy(p) - 1e-12 <= length < entropy(p) + 1


@pytest.mark.parametrize("p", [(0.1, 0.1, 0.1, 0.7), (0.4, 0.3, 0.2, 0.1), (0.3, 0.3, 0.2, 0.2)])
def test_no_prefix_code_is_shorter(p):
    # By Kraft's inequality these are the lengths of all prefix codes with words up to 4 digits.
    lengths = np.array(
        [l for l in itertools.product(range(1, 5), repeat=4) if sum(2.0**-n for n in l) <= 1]  # noqa: E741
    )
    assert code_length(p, huffman_code(p)) == pytest.approx((lengths @ np.array(p)).min())


def test_two_outcomes_take_a_digit_each():
    assert sorted(huffman_code([0.9, 0.1])) == ["0", "1"]


def test_an_impossible_outcome_gets_a_word():
    assert sorted(map(len, huffman_code([0.5, 0.0, 0.5]))) == [1, 2, 2]
    assert len(huffman_code([0.5, 0.0, 0.5])[1]) == 2


@pytest.mark.parametrize("p", [[1.0], [0.5, 0.6], [[0.5, 0.5]], [-0.5, 1.5]])
def test_what_is_no_distribution_is_refused(p):
    with pytest.raises(ValueError, match=r"^p"):
        huffman_code(p)


def test_words_must_fit_the_distribution():
    with pytest.raises(ValueError, match="there are 3 code words"):
        code_length([0.5, 0.5], ("0", "10", "11"))


def test_the_length_is_rounded_once_in_whatever_order():
    random = np.random.default_rng(3)
    p = random.dirichlet(np.ones(40))
    words = huffman_code(p)
    lengths = set()
    for _ in range(20):
        order = random.permutation(40)
        lengths.add(code_length(p[order], tuple(words[k] for k in order)))
    assert len(lengths) == 1
