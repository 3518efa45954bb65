"""The table of docs/checks.md adds up."""

from benchmarks import checks_table as table
from benchmarks.checks import Row, report
from benchmarks.trust import mutation, published, soundness
from benchmarks.trust.mutation import Change


def test_rows_and_sums():
    change = Change("denorm", "a", "b")
    rows = table.rows(
        {"get_noise": table.Wrong(20, 20, 19), "denorm": table.Wrong(8, 8, 8)},
        [published.Tally("get_noise", 10, 1, 20, 11)],
        [
            soundness.Tally("get_noise", 10, 500, (), 1e-10),
            soundness.Tally("denorm", 4, 500, (), 0.0),
        ],
        [
            mutation.Tally("get_noise", 30, (), ()),
            mutation.Tally("denorm", 9, (change,), (change,)),
        ],
    )
    assert rows[0] == ["`get_noise`", "10", "20", "11", "20", "19", "0 of 1,000", "30", "30"]
    assert rows[1][3] == "–"
    assert rows[1][-2:] == ["9", "10"]
    assert rows[2] == ["all", "14", "28", "11 of 20", "28", "27", "0 of 2,000", "39", "40"]
    assert {len(row) for row in rows} == {len(table.COLUMNS)}


def test_the_page_has_a_place_for_the_table():
    assert table.PAGE.read_text(encoding="utf-8").count("<!-- table: checks -->\n") == 1


def test_wrong_answers_are_counted():
    counted = table.wrong_answers("count_pixels")
    assert counted.count == counted.noticed >= counted.named > 0


def test_the_report_on_speed_names_what_is_over_its_limit():
    rows = [
        Row("get_noise", "2", 0.01, 0.02, "wrong_uniform", 0.03),
        Row("Generator", "2", 0.03, 0.06, "right_sequential", 0.1),
    ]
    last = report(rows, imports=0.4).splitlines()[-1]
    assert last == "over their limit: Generator (60.0 ms), the imports (400.0 ms)"
    assert report(rows[:1], imports=0.1).endswith("over their limit: none")
    assert "lesson 02: 40.0 ms in all" in report(rows, imports=0.1)
