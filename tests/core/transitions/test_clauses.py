import pytest

from tests.core.transitions.clauses import Case, cases

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_each_clause_by_itself_refuses_the_write(case: Case) -> None:
    assert case.wrong() == ""


def test_no_case_stands_twice() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
