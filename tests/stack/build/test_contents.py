"""What is shipped fits where it runs, and nothing else is shipped."""

import pytest

from tests.stack.builds import RUNTIME, built_for
from tests.stack.templates import functions

ARCHITECTURES = pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
ELF_MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}
MEBIBYTE = 2**20


@ARCHITECTURES
def test_compiled_modules_are_for_the_architecture_that_was_asked_for(architecture: str) -> None:
    modules = built_for(architecture).files(".so")

    machines = {int.from_bytes(each.read_bytes()[18:20], "little") for each in modules}

    assert machines == {ELF_MACHINES[architecture]}


@ARCHITECTURES
def test_compiled_modules_are_for_the_runtime_that_was_asked_for(architecture: str) -> None:
    tag = RUNTIME.replace("python", "cpython-").replace(".", "")

    for each in built_for(architecture).files(".so"):
        assert f".{tag}-" in each.name or ".abi3." in each.name


@ARCHITECTURES
def test_boto3_comes_with_the_runtime_and_not_with_us(architecture: str) -> None:
    folder = built_for(architecture).folder / "DependenciesLayer" / "python"

    assert not {"boto3", "botocore"} & {each.name for each in folder.iterdir()}


@ARCHITECTURES
def test_no_tests_and_no_commands_are_shipped(architecture: str) -> None:
    folder = built_for(architecture).folder / "DependenciesLayer"

    assert not [each for name in ("tests", "_tests", "bin") for each in folder.rglob(f"{name}/")]


@ARCHITECTURES
@pytest.mark.parametrize("function", sorted(functions()))
def test_a_function_and_its_layers_stay_far_below_the_limit(
    architecture: str, function: str
) -> None:
    paths = built_for(architecture).paths_of(function)

    size = sum(each.stat().st_size for path in paths for each in path.rglob("*") if each.is_file())

    assert size < (0.5 * MEBIBYTE if function == "SlackEvents" else 50 * MEBIBYTE)


def test_a_function_ships_its_own_folder_and_no_other() -> None:
    modules = {name: each["Handler"].partition(".")[0] for name, each in functions().items()}

    for function, module in modules.items():
        shipped = {each.stem for each in (built_for("arm64").folder / function).glob("*.py")}

        assert shipped & {*modules.values()} == {module}
        assert "agent" not in shipped or function == "TurnWorker"
