"""Whatever is wrong with a file, both doors say the same in words, and nothing is written."""

import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from scheduling.admin.uploads import SHOWN
from scheduling.program_file.twin import write_json
from tests.factories.people import UserFactory
from tests.scheduling.program_file.bad_files import BAD_FILES
from tests.scheduling.program_file.spoiling import good_workbook, tiny

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.org", is_superuser=True, is_staff=True)


def stored():
    """Every row of every table of the program's own."""
    models = [m for app in ("people", "scheduling") for m in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def loaded(path):
    out = io.StringIO()
    call_command("load_program", str(path), "--apply", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("sort", BAD_FILES)
def test_a_bad_file_is_answered_alike_by_the_command_and_the_page(client, owner, tmp_path, sort):
    make_file, count, first = BAD_FILES[sort]
    path, data = tmp_path / "program.xlsx", make_file()
    path.write_bytes(data)
    client.force_login(owner)
    before = stored()

    with pytest.raises(CommandError) as failure:
        loaded(path)
    response = client.post(
        reverse("admin:scheduling_programimport_add"),
        {"workbook": SimpleUploadedFile("program.xlsx", data)},
    )

    said = str(failure.value).splitlines()
    assert response.status_code == 200
    assert [str(problem) for problem in response.context["problems"]] == said[:SHOWN]
    assert said[0] == first
    assert len(said) == count or (count == 0 and len(said) > 1)
    assert stored() == before


def test_a_workbook_and_its_json_twin_are_the_same_program(owner, tmp_path):
    workbook, twin = tmp_path / "program.xlsx", tmp_path / "program.json"
    workbook.write_bytes(good_workbook())
    twin.write_bytes(write_json(tiny()))
    loaded(workbook)
    before = stored()

    for path in (workbook, twin):
        assert " 0 added, 0 changed, 0 removed" in loaded(path)
        assert stored() == before
