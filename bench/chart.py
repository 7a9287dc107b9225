"""The growth of a turn as a picture: three small panels, legible in light and in dark."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bench.measure.growth import Point

_WIDTH, _HEIGHT, _GAP = 300, 210, 24
_LEFT, _TOP, _BOTTOM, _RIGHT = 16, 58, 30, 16
_HEAD, _FOOT = 64, 34
_STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a; }
  .title { font-size: 17px; font-weight: 600; fill: #1f2328; }
  .panel { font-size: 13px; font-weight: 600; fill: #1f2328; }
  .value { font-weight: 600; fill: #1f2328; }
  .back { fill: #ffffff; } .card { fill: #f6f8fa; } .axis { stroke: #d0d7de; }
  .one { stroke: #0b62d6; fill: #0b62d6; } .two { stroke: #b35309; fill: #b35309; }
  .value { paint-order: stroke; stroke: #f6f8fa; stroke-width: 4px; }
  .line.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
  .dot { stroke-width: 0; } text.one { fill: #0b62d6; stroke: none; }
  text.two { fill: #b35309; stroke: none; }
  @media (prefers-color-scheme: dark) {
    .value { stroke: #151b23; } text { fill: #9198a1; } .title, .panel, .value { fill: #f0f6fc; }
    .back { fill: #0d1117; } .card { fill: #151b23; } .axis { stroke: #3d444d; }
    .one { stroke: #6cb0ff; fill: #6cb0ff; } .two { stroke: #f2a65a; fill: #f2a65a; }
    text.one { fill: #6cb0ff; } text.two { fill: #f2a65a; }
  }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a panel.

    Attributes:
        name: What it is; empty: the panel's title says it.
        look: Its class in the style.
        values: A value for each size.
        is_above: Whether its values are written above it.
    """

    name: str
    look: str
    values: Sequence[float]
    is_above: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small picture.

    Attributes:
        title: What it shows.
        unit: What its values are counted in.
        lines: Its lines.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]


def chart(points: Sequence[Point]) -> str:
    """Draw the growth of a thread nobody else waits beside."""
    alone = [each for each in points if not each.pending]
    sizes = [each.messages for each in alone]
    kib = [(each.read / 1024, each.body / 1024) for each in alone]
    rows = Line(name="rows of the table", look="one", values=[row for row, _ in kib])
    bodies = Line(
        name="history in the bucket", look="two", values=[body for _, body in kib], is_above=False
    )
    panels = (
        Panel(
            title="Time, without model and Slack",
            unit="ms",
            lines=(Line(name="", look="one", values=[each.ms for each in alone]),),
        ),
        Panel(
            title="Round trips to DynamoDB",
            unit="",
            lines=(Line(name="", look="one", values=[each.round_trips for each in alone]),),
        ),
        Panel(title="Bytes read", unit="KiB", lines=(rows, bodies)),
    )
    beside = "".join(map(_beside, (each for each in points if each.pending)))
    return _drawn(panels, sizes, beside)


def _beside(point: Point) -> str:
    return (
        f" A thread of {point.messages:,}, while {point.pending:,} requests wait beside it:"
        f" {point.ms:,.0f} ms, {point.round_trips} round trips, {point.read / 1024:,.0f} KiB."
    )


def _drawn(panels: Sequence[Panel], sizes: Sequence[int], beside: str) -> str:
    width = _GAP + len(panels) * (_WIDTH + _GAP)
    height = _HEAD + _HEIGHT + _FOOT
    spoken = f'role="img" aria-label="{escape(_spoken(panels, sizes))}.{beside}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {spoken}>',
        f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{width}" height="{height}" rx="12"/>',
        f'<text class="title" x="{_GAP}" y="38">What one turn costs as its thread grows</text>',
    ]
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate({_GAP + number * (_WIDTH + _GAP)} {_HEAD - 8})">')
        parts.extend(_panel(panel, sizes))
        parts.append("</g>")
    words = f"Messages in the thread; both axes are logarithmic.{beside}"
    parts.append(f'<text x="{_GAP}" y="{height - 14}">{words}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, sizes: Sequence[int]) -> Iterator[str]:
    yield f'<rect class="card" width="{_WIDTH}" height="{_HEIGHT}" rx="8"/>'
    yield f'<text class="panel" x="{_LEFT}" y="24">{escape(panel.title)}</text>'
    bottom = _HEIGHT - _BOTTOM
    yield f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{_WIDTH - _RIGHT}" y2="{bottom}"/>'
    for number, size in enumerate(sizes):
        yield _text(_x(number, sizes), _HEIGHT - 10, f"{size:,}", number, sizes)
    top = max(value for line in panel.lines for value in line.values)
    least = min((v for line in panel.lines for v in line.values if v > 0), default=1.0)
    names = (line for line in panel.lines if line.name)
    for place, line in enumerate(names):
        yield f'<text class="{line.look}" x="{_LEFT + place * 130}" y="42">{line.name}</text>'
    for line in panel.lines:
        yield from _line(line, sizes, least=least / 2, top=top, unit=panel.unit)


def _line(
    line: Line, sizes: Sequence[int], *, least: float, top: float, unit: str
) -> Iterator[str]:
    places = [
        (_x(number, sizes), _y(value, least, top), value)
        for number, value in enumerate(line.values)
        if value > 0
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    yield f'<polyline class="line {line.look}" points="{path}"/>'
    for x, y, value in places:
        number = round((x - _x(0, sizes)) / max(_x(1, sizes) - _x(0, sizes), 1))
        yield f'<circle class="dot {line.look}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        told = f"{value:,.0f} {unit}".strip()
        yield _text(x, y - 10 if line.is_above else y + 20, told, number, sizes, look="value")


def _text(
    x: float, y: float, text: str, number: int, sizes: Sequence[int], *, look: str = ""
) -> str:
    anchor = "start" if number == 0 else "end" if number == len(sizes) - 1 else "middle"
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _x(number: int, sizes: Sequence[int]) -> float:
    logs = [math.log(size) for size in sizes]
    if logs[-1] == logs[0]:
        return float(_LEFT)
    share = (logs[number] - logs[0]) / (logs[-1] - logs[0])
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, least: float, top: float) -> float:
    share = math.log(value / least) / math.log(top / least) if top > least else 0.5
    bottom = _HEIGHT - _BOTTOM - 12
    return bottom - share * (bottom - _TOP - 14)


def _spoken(panels: Sequence[Panel], sizes: Sequence[int]) -> str:
    return "; ".join(
        f"{panel.title}, {line.name or panel.unit}: "
        + ", ".join(f"{v:,.0f} at {s:,}" for s, v in zip(sizes, line.values, strict=True))
        for panel in panels
        for line in panel.lines
    )
