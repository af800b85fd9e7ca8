"""The schema that is kept in docs/ is the one the code makes, and says what every address does."""

from typing import Any

import pytest
import yaml
from django.core.management import call_command

from people.models import Role
from tests.casting import account, rest
from tests.conftest import ROOT
from tests.factories.people import ProgramFactory

KEPT = ROOT / "docs" / "api.yml"
ASK_AGAIN = "Run: .venv/bin/python manage.py spectacular --file docs/api.yml"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return yaml.safe_load(KEPT.read_text())


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def test_schema_in_docs_is_fresh_and_valid(tmp_path):
    made = tmp_path / "api.yml"

    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)

    assert made.read_text() == KEPT.read_text(), ASK_AGAIN


def test_every_operation_says_what_it_does_in_one_sentence(schema):
    for name, operation in operations(schema).items():
        sentence = operation.get("description", "")
        assert sentence.endswith("."), name
        assert ". " not in sentence, name


def test_every_operation_wants_somebody_signed_in_and_says_how_it_refuses(schema):
    signed_in = [{"token": []}, {"cookieAuth": []}]
    for name, operation in operations(schema).items():
        # Who is on call is open to strangers where a program says so.
        security = [*signed_in, {}] if name == "GET /api/v1/on-call/" else signed_in
        assert operation["security"] == security, name
        assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Refused"}, name


@pytest.mark.django_db
def test_schema_is_served_to_those_who_are_signed_in(schema):
    client = rest(account(Role.Kind.RESIDENT, ProgramFactory()))

    served = client.get("/api/v1/schema/")

    assert yaml.safe_load(served.content) == schema
    assert rest(None).get("/api/v1/schema/").status_code == 401
