"""The errors of a build. Each says where the problem is, what was expected and what to do about it."""

DEFAULT_ADVICE = (
    "Compare the place with the original document, mend the file (or the catalogue, if the expectation "
    "is out of date) and run `python -m etl build` again."
)


class EtlError(Exception):
    """Base of everything that a build reports to people without a traceback."""


class DataError(EtlError):
    """A file, a row or a value is not what the catalogue or the source promises.

    `row` is the line in a source file as an editor counts it (the header is line 1) or the row number of a
    built table, counted from 0; None where the problem is not about one row. `column` likewise.
    """

    def __init__(
        self,
        file: object,
        row: int | None,
        column: str | None,
        value: object,
        expected: str,
        advice: str = DEFAULT_ADVICE,
    ) -> None:
        self.file = str(file)
        self.row = row
        self.column = column
        self.value = value
        self.expected = expected
        self.advice = advice
        super().__init__(
            f"file:     {self.file}\n"
            f"row:      {'the whole file' if row is None else row}\n"
            f"column:   {'not about one column' if column is None else column}\n"
            f"value:    {value!r}\n"
            f"expected: {expected}\n"
            f"what to do: {advice}"
        )
