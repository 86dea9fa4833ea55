"""Query strings: what is known, given once, of the right form – and said so where it isn't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from werkzeug.datastructures import MultiDict

from access.refusals import has_controls
from api.errors import BadParameter
from queries.dimensions import DIMENSIONS
from queries.evaluate import BadQuestion
from queries.filters import MISSING_LABEL, FilterError, Filters
from queries.indicators import dimensions
from queries.periods import INTERVALS, PRESETS
from queries.service import Cockpit, State

DAYS = ("as_of", "start", "end")
TIME = (*DAYS, "period")
FILTERS = (*TIME, *DIMENSIONS)
GROUPS = ("by", "interval")
#: Parameters that take several values with commas between them.
LISTS = frozenset({*DIMENSIONS, "by"})
PERIODS = tuple(p for p in PRESETS if p != "custom")
DAY_FORM = "YYYY-MM-DD"
TRUE_FALSE = {"1": True, "true": True, "0": False, "false": False}

Args = MultiDict[str, str]


@dataclass(frozen=True)
class Asked:
    """The filters of one request, the publication they were read against, and the names passed."""

    state: State
    filters: Filters
    passed: tuple[str, ...]
    #: The preset asked for, also where start and end then took its place.
    period_name: str = ""

    @property
    def version(self) -> str:
        """The version to answer from."""
        return self.state.publication.version


def given(args: Args) -> dict[str, list[str]]:
    """Values by parameter; an empty one counts as not given."""
    values = {name: [v.strip() for v in texts if v.strip()] for name, texts in args.lists()}
    return {name: texts for name, texts in values.items() if texts}


def require_known(args: Args, allowed: Sequence[str], many: Sequence[str] = ()) -> None:
    """Refuse parameters that aren't ``allowed``, and several values of one that isn't in ``many``."""
    for name, texts in args.lists():
        if name not in allowed:
            near = get_close_matches(name, allowed, 3, 0.5)
            hint = f"，是否指 {'、'.join(near)}" if near else ""
            right = "、".join(allowed) or "无"
            raise BadParameter(name, f"没有参数 {name}{hint}；可用参数：{right}", near or allowed)
        if len(texts) > 1 and name not in many:
            raise BadParameter(name, f"参数 {name}：只能给出一次", ["一个值"])
        if any(map(has_controls, texts)):
            raise BadParameter(name, f"参数 {name}：含有控制字符", ["不含控制字符的文字"])
        if name in LISTS and any(_has_gap(text) for text in texts):
            raise BadParameter(name, f"参数 {name}：逗号之间没有内容，应为以逗号隔开的取值", ["取值,取值"])


def _has_gap(text: str) -> bool:
    """Whether a list has an empty member; an empty list counts as not given."""
    return bool(text.strip()) and not all(part.strip() for part in text.split(","))


def read_filters(cockpit: Cockpit, args: Args) -> Asked:
    """As-of day, period and members chosen; raises ``BadParameter`` or ``DatabaseUnavailable``."""
    values = given(args)
    if "period" in values and values["period"][0] not in PERIODS:
        right = "、".join(f"{k}（{PRESETS[k]}）" for k in PERIODS)
        raise BadParameter("period", f"参数 period：没有“{values['period'][0]}”，应为 {right} 之一", PERIODS)
    wanted = {name: texts for name, texts in values.items() if name in FILTERS}
    while True:
        state = cockpit.state()
        try:
            filters = cockpit.filters(wanted)
        except FilterError as error:
            raise BadParameter(error.parameter, str(error), expected(cockpit, error.parameter)) from error
        # Read again where a publication came in between, so that days and version belong together.
        if cockpit.state().publication == state.publication:
            break
    _require_members(cockpit, filters, state.publication.version)
    return Asked(state, filters, tuple(wanted), values.get("period", [""])[0])


def _require_members(cockpit: Cockpit, filters: Filters, version: str) -> None:
    """Refuse members of large lists that aren't there; short lists are checked where they are read."""
    for dimension, codes in filters.dims:
        if not DIMENSIONS[dimension].large:
            continue
        cockpit.names(dimension, codes, version)
        unknown = cockpit.labels(version).missing(dimension, codes)
        if unknown:
            label = DIMENSIONS[dimension].label
            raise BadParameter(
                dimension,
                f"参数 {dimension}：没有“{unknown[0]}”，应为{label}的编号或全称",
                [f"{label}的编号或全称"],
            )


def expected(cockpit: Cockpit, parameter: str) -> list[str]:
    """What would be right for a filter parameter: its form, its presets, or its members' names."""
    if parameter in DAYS:
        return [DAY_FORM]
    if parameter == "period":
        return list(PERIODS)
    return [*cockpit.labels().members(parameter).values(), MISSING_LABEL]


def read_by(args: Args, code: str) -> tuple[str, ...]:
    """Dimensions to group by, each once."""
    known = dimensions(code)
    by = tuple(part.strip() for text in given(args).get("by", []) for part in text.split(","))
    by = tuple(part for part in by if part)
    for name in by:
        if name not in known:
            right = "、".join(f"{d}（{DIMENSIONS[d].label}）" for d in known) or "无"
            raise BadParameter("by", f"参数 by：不能按“{name}”分组，可用：{right}", known)
    if len(set(by)) != len(by):
        raise BadParameter("by", "参数 by：同一维度只能出现一次", known)
    return by


def read_interval(args: Args) -> str | None:
    """The interval along the period, None where none is asked."""
    interval = given(args).get("interval", [None])[0]
    if interval is not None and interval not in INTERVALS:
        right = "、".join(f"{k}（{v}）" for k, v in INTERVALS.items())
        raise BadParameter("interval", f"参数 interval：没有“{interval}”，应为 {right} 之一", list(INTERVALS))
    return interval


def read_flag(args: Args, name: str) -> bool:
    """A yes-or-no parameter, no where it isn't given."""
    text = given(args).get(name, ["0"])[0].lower()
    if text not in TRUE_FALSE:
        raise BadParameter(name, f"参数 {name}：应为 1 或 0", list(TRUE_FALSE))
    return TRUE_FALSE[text]


def read_whole(args: Args, name: str, default: int, most: int) -> int:
    """A whole number from 1 to ``most``."""
    text = given(args).get(name, [str(default)])[0]
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= value <= most:
        raise BadParameter(name, f"参数 {name}：“{text}”应为 1 到 {most} 之间的整数", [f"1–{most}"])
    return value


def read_choice(args: Args, name: str, choices: Mapping[str, str]) -> str | None:
    """One of ``choices`` (value → label), None where none is given."""
    text = given(args).get(name, [None])[0]
    if text is not None and text not in choices:
        right = "、".join(f"{k}（{v}）" for k, v in choices.items())
        raise BadParameter(name, f"参数 {name}：没有“{text}”，应为 {right} 之一", list(choices))
    return text


def bad_question(error: BadQuestion, expected: Sequence[str]) -> BadParameter:
    """A question that an indicator cannot answer, as the API says it."""
    return BadParameter(error.parameter, str(error), expected)


def nearest_dimensions(text: str, count: int = 3) -> list[dict[str, str]]:
    """Dimensions whose code or label is most like ``text``, best first; never empty."""
    words = {d.code: d.code for d in DIMENSIONS.values()} | {d.label: d.code for d in DIMENSIONS.values()}
    found = get_close_matches(text, words, count, 0.0)
    return [{"code": c, "name": DIMENSIONS[c].label} for c in dict.fromkeys(words[w] for w in found)]
