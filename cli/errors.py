"""What keeps a command from its work, in words that say what to do."""

from collections.abc import Generator
from contextlib import contextmanager

import click
from botocore.exceptions import BotoCoreError, ClientError

from signoff.adapters.aws import MissingResourceError, NotPermittedError, code_of
from signoff.core.codec import UnreadableRowError
from signoff.ports import PermanentError, TransientError

NOT_REACHED = 2
"""The exit status of wrong usage, and of a stack that is out of reach."""

FOUND_WRONG = 1
"""The exit status of a command that found something wrong, or did not do all that was asked."""


NO_AWS = "AWS cannot be reached: {why} Check --local, --region, --profile and the network."


class OutOfReachError(click.ClickException):
    """The stack, or something of it, cannot be reached."""

    exit_code = NOT_REACHED


@contextmanager
def out_of_reach() -> Generator[None, None, None]:
    """Say what cannot be reached, in place of a traceback.

    Raises:
        OutOfReachError: Something outside did not do as it was asked.
    """
    try:
        yield
    except MissingResourceError as error:
        resource = error.resource
        raise OutOfReachError(
            f"The {resource.kind} {resource.name} does not exist. Is it the right stack, region"
            " and account? Otherwise deploy template.yaml."
        ) from error
    except NotPermittedError as error:
        cause = error.__cause__
        action = getattr(cause, "operation_name", "this")
        raise OutOfReachError(
            f"Your AWS credentials do not allow {action} on the {error.resource.kind}"
            f" {error.resource.name}: use others (--profile), or have that right given to you."
        ) from error
    except UnreadableRowError as error:
        raise OutOfReachError(
            f"A stored row cannot be read ({error}): use the signoff command of the version that"
            " is deployed."
        ) from error
    except (TransientError, PermanentError) as error:
        if isinstance(error.__cause__, BotoCoreError):
            raise OutOfReachError(NO_AWS.format(why=error.__cause__)) from error
        raise OutOfReachError(f"{str(error).rstrip('.')}. Try again in a moment.") from error
    except ClientError as error:
        raise OutOfReachError(f"AWS refused {error.operation_name}: {code_of(error)}.") from error
    except BotoCoreError as error:
        raise OutOfReachError(NO_AWS.format(why=error)) from error
