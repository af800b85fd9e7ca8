"""The pages that take in a workbook: no script needed, never an error page, only for the office."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from people.models import Program
from scheduling.models import Place, ProgramImport
from scheduling.program_file.container import LARGEST_FILE
from scheduling.program_file.layout import SHEETS
from scheduling.program_file.sample import make
from scheduling.program_file.writer import write_workbook
from scheduling.services.load_program import load_program
from tests.factories.people import RoleFactory, UserFactory
from tests.scheduling.program_file.spoiling import both, fill, spoiled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
FILE = make("tiny", 1, 2026)
WORKBOOK = write_workbook(FILE)
ADD = "admin:scheduling_programimport_add"


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def program(owner):
    load_program(FILE, by=owner, at=AT)
    return Program.objects.get()


def client_of(client, user):
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def office(client, program):
    return client_of(client, RoleFactory(program=program, kind="coordinator").user)


def upload(client, data=WORKBOOK, name="tiny.xlsx", **more):
    return client.post(reverse(ADD), {"workbook": SimpleUploadedFile(name, data)}, **more)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_upload_page_offers_a_template(office):
    page = text_of(office.get(reverse(ADD)))
    template = reverse("admin:scheduling_programimport_template")

    assert 'type="file" name="workbook"' in page
    assert f'href="{template}"' in page
    book = load_workbook(io.BytesIO(office.get(template).content))
    assert book.sheetnames == ["Read me", *(sheet.title for sheet in SHEETS)]


def test_an_upload_leads_to_its_preview(office):
    changed = spoiled(fill("Places", 3, Name="New name"))

    response = upload(office, changed)

    staged = ProgramImport.objects.get()
    address = reverse("admin:scheduling_programimport_change", args=[staged.pk])
    assert (response.status_code, response.url) == (302, address)
    page = text_of(office.get(address))
    assert "<strong>FMC</strong>: Name: Little River Clinic → New name" in page
    assert "Accept these changes" in page
    assert Place.objects.get(code="FMC").name == "Little River Clinic"


def accept(client, staged, **data):
    return client.post(
        reverse("admin:scheduling_programimport_change", args=[staged.pk]), data, follow=True
    )


def fingerprint(client, staged):
    page = client.get(reverse("admin:scheduling_programimport_change", args=[staged.pk]))
    return page.context["preview"].fingerprint


def test_accepting_loads_the_file(office):
    upload(office, spoiled(fill("Places", 3, Name="New name")))
    staged = ProgramImport.objects.get()

    page = text_of(accept(office, staged, accept=fingerprint(office, staged)))

    assert "Little River Family Medicine is loaded from tiny.xlsx." in page
    assert "Accept these changes" not in page
    assert Place.objects.get(code="FMC").name == "New name"


def test_putting_aside_loads_nothing(office):
    upload(office, spoiled(fill("Places", 3, Name="New name")))

    page = text_of(accept(office, ProgramImport.objects.get(), discard="1"))

    assert "tiny.xlsx is put aside. Nothing was changed." in page
    assert "Nothing of this file was loaded." in page
    assert Place.objects.get(code="FMC").name == "Little River Clinic"


def test_a_stale_preview_is_not_accepted(office):
    upload(office, spoiled(fill("Places", 3, Name="New name")))
    staged = ProgramImport.objects.get()
    Place.objects.filter(code="HOSP").update(name="Elsewhere")

    page = text_of(accept(office, staged, accept="seen long ago"))

    assert "The program has changed since you looked. Look at the changes again." in page
    assert Place.objects.get(code="FMC").name == "Little River Clinic"


def test_a_file_that_changes_nothing_says_so(office):
    upload(office)
    address = reverse(
        "admin:scheduling_programimport_change", args=[ProgramImport.objects.get().pk]
    )

    assert "The file says what is stored already. Nothing would change." in text_of(
        office.get(address)
    )


def test_remarks_are_shown(office):
    upload(office, spoiled(lambda book: book.create_sheet("Scratch")))
    address = reverse(
        "admin:scheduling_programimport_change", args=[ProgramImport.objects.get().pk]
    )

    assert "Scratch: This sheet is not part of the layout and was not read." in text_of(
        office.get(address)
    )


def test_problems_are_listed_by_sheet_row_and_column(office):
    change = both(fill("Enrolments", 3, PGY="<b>two</b>"), fill("Places", 3, Rooms="many"))

    response = upload(office, spoiled(change))

    page = text_of(response)
    assert response.status_code == 200
    assert "tiny.xlsx cannot be read as it is." in page
    assert "2 things to mend" in page
    assert "&#x27;&lt;b&gt;two&lt;/b&gt;&#x27; is not a whole number." in page
    assert [(p.sheet, p.row, p.column) for p in response.context["problems"]] == [
        ("Places", 3, "Rooms"),
        ("Enrolments", 3, "PGY"),
    ]
    assert not ProgramImport.objects.exists()


def test_more_problems_than_a_page_holds_are_counted(office):
    def change(book):
        for row in range(3, 603):
            book["Special days"].cell(row, 2).value = "party"

    page = text_of(upload(office, spoiled(change)))

    assert "And " in page
    assert page.count("is not one of holiday, training, minimal, closed.") <= 500


def test_what_the_program_forbids_is_listed_on_the_preview(office):
    upload(office, spoiled(fill("Rules", 3, Code="no-such-rule")))
    address = reverse(
        "admin:scheduling_programimport_change", args=[ProgramImport.objects.get().pk]
    )

    page = text_of(office.get(address))

    assert "There is no &#x27;no-such-rule&#x27; in the rule book." in page
    assert "Accept these changes" not in page
    assert "Put aside" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x00" * 50, "This is not an Excel workbook (.xlsx)."),
        (b"{}", "&#x27;format&#x27; is missing."),
        (b"PK\x03\x04rest", "This file is damaged and cannot be opened."),
        (bytes(LARGEST_FILE + 1), "The file has 5.0 MB; the limit is 5 MB."),
    ],
    ids=["empty", "zeros", "json", "zip", "large"],
)
def test_any_file_is_answered_on_the_page(office, data, sentence):
    response = upload(office, data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert not ProgramImport.objects.exists()


def test_a_form_without_a_file_asks_for_one(office):
    response = office.post(reverse(ADD), {})

    assert response.status_code == 200
    assert "This field is required." in text_of(response)


def test_the_list_of_uploads_greets_an_empty_table(office):
    assert office.get(reverse("admin:scheduling_programimport_changelist")).status_code == 200


def test_an_upload_that_is_not_there_is_not_found(office):
    address = reverse("admin:scheduling_programimport_change", args=[999])

    assert office.get(address).status_code == 404
    assert office.post(address, {"discard": "1"}).status_code == 404


def test_a_superuser_opens_a_new_program(client, owner):
    client.force_login(owner)
    upload(client)
    staged = ProgramImport.objects.get()

    page = text_of(client.get(reverse("admin:scheduling_programimport_change", args=[staged.pk])))
    assert "This opens the program Little River Family Medicine." in page
    accept(client, staged, accept=fingerprint(client, staged))

    assert Program.objects.get().slug == "little-river-fm"


@pytest.mark.parametrize("kind", ["chief", "faculty", "resident"])
def test_the_pages_are_the_offices(client, program, owner, kind):
    client.force_login(owner)
    upload(client)
    staged = ProgramImport.objects.get()
    client_of(client, RoleFactory(program=program, kind=kind).user)
    change = reverse("admin:scheduling_programimport_change", args=[staged.pk])

    answers = [
        client.get(reverse(ADD)),
        upload(client),
        client.get(reverse("admin:scheduling_programimport_template")),
        client.get(change),
        client.post(change, {"discard": "1"}),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    staged.refresh_from_db()
    assert staged.status == "staged"


def test_the_office_of_another_program_sees_no_upload(client, program, owner):
    client.force_login(owner)
    upload(client)
    staged = ProgramImport.objects.get()
    client_of(client, RoleFactory(kind="coordinator").user)

    page = client.get(reverse("admin:scheduling_programimport_changelist"))
    change = reverse("admin:scheduling_programimport_change", args=[staged.pk])

    assert "tiny.xlsx" not in text_of(page)
    assert client.get(change).status_code == 404
    assert upload(client).status_code == 403
