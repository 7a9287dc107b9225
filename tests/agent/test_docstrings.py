"""Google-style docstrings, taken apart."""

from signoff.agent.docstrings import read_docstring


def test_a_docstring_is_a_description_and_a_line_for_each_parameter() -> None:
    read = read_docstring(
        """Send an email.

        It leaves at once.

        Args:
            to: Who gets it.
            subject (str): What it is about,
                in one line.
            *rest: More.

        Returns:
            id: What the server said.
        """
    )

    assert read.description == "Send an email.\n\nIt leaves at once."
    assert read.parameters == {
        "to": "Who gets it.",
        "subject": "What it is about, in one line.",
        "rest": "More.",
    }


def test_one_line_is_enough() -> None:
    assert read_docstring("Send an email.").description == "Send an email."


def test_no_docstring_says_nothing() -> None:
    read = read_docstring(None)

    assert (read.description, dict(read.parameters)) == ("", {})


def test_a_line_before_the_first_parameter_belongs_to_none() -> None:
    read = read_docstring("Do it.\n\nArgs:\n    All of them matter\n    to: Who.\n")

    assert read.parameters == {"to": "Who."}
