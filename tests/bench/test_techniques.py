from bench.samples import Samples
from bench.techniques import Technique, table


def test_a_technique_is_told_with_it_and_without() -> None:
    samples = Samples()
    samples.add("bytecode_without", 300.0)
    samples.add("bytecode_with", 150.0)
    each = Technique(
        key="bytecode",
        title="bytecode in the artifact",
        of="a cold start",
        without=lambda: 300.0,
        with_it=lambda: 150.0,
    )

    written = table((each,), samples, 15, "3.13.0")

    assert "| bytecode in the artifact | a cold start | 300.0 ms | 150.0 ms | 2.0 |" in written
    assert "medians of 15 rounds" in written
