"""One variable of the environment, read and checked."""

from collections.abc import Mapping


class SettingsError(Exception):
    """A variable of the environment is missing, or is not what it should be.

    Attributes:
        variable: Its name.
    """

    def __init__(self, variable: str, why: str) -> None:
        """Name the variable, what is wrong, and the mend."""
        super().__init__(f"{variable} {why}")
        self.variable = variable


def optional(environ: Mapping[str, str], name: str) -> str | None:
    """Read a variable that need not be there; an empty one is not."""
    return environ.get(name, "").strip() or None


def required(environ: Mapping[str, str], name: str) -> str:
    """Read a variable.

    Raises:
        SettingsError: It is not set.
    """
    value = optional(environ, name)
    if value is None:
        mend = "template.yaml sets it in the cloud, make dev on this machine"
        raise SettingsError(name, f"is not set: {mend}.")
    return value


def url(environ: Mapping[str, str], name: str) -> str:
    """Read an address.

    Raises:
        SettingsError: It is not set, or is no address.
    """
    return _checked_url(name, required(environ, name), ending="")


def optional_url(environ: Mapping[str, str], name: str, *, ending: str) -> str | None:
    """Read an address that need not be there.

    Raises:
        SettingsError: It is no address, or ends otherwise.
    """
    value = optional(environ, name)
    return value and _checked_url(name, value, ending=ending)


def _checked_url(name: str, value: str, *, ending: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise SettingsError(name, f"is {value!r}, which is no address: begin it with https://.")
    if not value.endswith(ending):
        raise SettingsError(name, f"is {value!r}: let it end in {ending}.")
    return value
