"""Questions that cannot be answered, and why."""

from __future__ import annotations


class BadQuestion(ValueError):
    """A question that an indicator cannot answer; ``parameter`` names the wrong part."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        super().__init__(f"参数 {parameter}：{message}")


class AnswerTooLarge(BadQuestion):
    """A question whose answer has more numbers than one answer may; the message says what to leave out."""
