"""The OpenAPI document held against the program: schemathesis makes requests of every operation.

What fits the document is answered as it says; what does not fit is refused. What only the data can decide
(whether there is such a member) is refused with 400 too, so a refusal of what fits is no fault here.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from api.health import mark_warm
from api.openapi import document
from tests.api.conftest import Site

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]
#: Requests of each operation and mode.
EXAMPLES = 25
_BOUNDED = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)


def takes_input(path: str, method: str) -> bool:
    """Whether there is anything that could be wrong; any text may name a job."""
    operation = document()["paths"][path][method]
    return bool(operation.get("parameters") or operation.get("requestBody")) and "{job}" not in path


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_does_as_the_document_says(
    embedded: Site, path: str, method: str, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not takes_input(path, method):
        return
    mark_warm()
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", embedded.client.application)
    operation: Any = api[path][method.upper()]

    @seed(1)
    @_BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: schemathesis.Case) -> None:
        case.validate_response(case.call(), checks=CHECKS)

    run()
