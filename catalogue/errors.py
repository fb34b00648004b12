"""The error of a catalogue that is not as it should be; light to import."""

from pathlib import Path


class CatalogueError(Exception):
    """A file of the catalogue is missing, not valid YAML, misspells a key or names what isn't there.

    The message names the file and the key, what is wrong with it and what to do.
    """

    def __init__(self, file: Path, key: str, problem: str) -> None:
        self.file, self.key = file, key
        super().__init__(
            f"file:    {file}\nkey:     {key or 'the whole file'}\nproblem: {problem}\n"
            "what to do: mend this key, or describe what it names; CONTRIBUTING.md says what goes where"
        )
