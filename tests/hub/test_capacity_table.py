"""The capacity table of docs/teaching.md: how a run becomes text, and where it goes."""

import pytest

from benchmarks.class_on_a_hub import (
    BEGIN,
    END,
    PAGE,
    RATE,
    SECONDS,
    Measured,
    rule,
    section,
    settle,
    table,
    write,
)


def measured(learners=2):
    found = Measured(learners, ready=[4.0, 6.0], chapter=[20.0, 30.0], moves=[0.05] * 100)
    found.server, found.kernel = 128.0, 128.0
    moves = learners * SECONDS * RATE
    # 12 s of a core for each chapter, 20 ms for each new state, 10 ms for each known one.
    settle(found, [0.0, 5.0, 5.0 + 24, 29 + 0.02 * moves, 29 + 0.03 * moves])
    return found


def test_processor_time_is_shared_out():
    found = measured()
    assert (found.run_all, found.new, found.known) == pytest.approx((12, 0.02, 0.01))


def test_a_row_for_each_class_and_a_rule_from_the_largest():
    assert table([measured()])[-1] == "| 2 | 5 / 6 | 25 / 30 | 50 / 50 | 128 + 128 | 0 |"
    # A minute holds five chapters of 12 s; 5 moves a second of 20 ms take a tenth of a core.
    assert rule([measured()]).startswith("The rule: a core carries 5 learners, a gigabyte 4 ")
    assert "spends 10 ms on it: 20 learners" in rule([measured()])


def test_a_class_that_failed_says_so_and_makes_no_rule():
    failed = Measured(16, errors=["TimeoutError('learner3 got no server')"])
    assert "1: TimeoutError('learner3 got no server')" in table([failed])[-1]
    assert "no rule" in rule([failed])


def test_the_section_goes_where_the_one_before_was(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n", encoding="utf-8")
    for _ in range(2):
        write(page, section([measured()], 0.5, "5.5"))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("above\n")
    assert text.endswith("\nbelow\n")
    assert "old" not in text
    assert text.count(BEGIN) == text.count(END) == 1
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="has 0 places"):
        write(page, "text")


def test_the_page_has_the_place():
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
