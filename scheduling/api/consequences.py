"""What follows from an absence, balances and boards, as REST answers it."""

from rest_framework import serializers

from people.time_away.standing import Count
from scheduling.models import Assignment
from scheduling.queries.leave_book import Balance, BoardStanding
from scheduling.queries.lost_clinics import LostClinic
from scheduling.services.consequence_words import Verdict, verdict_on
from scheduling.services.consequences import Consequences, TakenClinic
from scheduling.services.leave_judgement import AverageChange
from scheduling.services.leave_standing import LeaveStanding

HALVES = "In half-days: two to a day."


class WordsField(serializers.ListField):
    child = serializers.CharField()


class DutySerializer(serializers.ModelSerializer[Assignment]):
    code = serializers.CharField()

    class Meta:
        model = Assignment
        fields = ("id", "kind", "code", "starts_on", "slot", "starts_at", "ends_at")


class TakenClinicSerializer(serializers.Serializer[TakenClinic]):
    duty = DutySerializer(source="row")
    days_ahead = serializers.IntegerField()
    has_patients = serializers.BooleanField(
        help_text="Nearer than the program's days of notice: somebody has to call them."
    )


class AverageSerializer(serializers.Serializer[AverageChange]):
    """Hours a week of a rotation over the weeks present, without and with the absence."""

    rotation = serializers.CharField(source="label")
    before = serializers.FloatField(source="before.weekly")
    after = serializers.FloatField(source="after.weekly")
    weeks_present = serializers.FloatField(source="after.weeks")
    limit = serializers.IntegerField(allow_null=True)


class BalanceSerializer(serializers.Serializer[Balance]):
    name = serializers.CharField(source="allotment.name")
    counted = serializers.CharField(source="allotment.unit")
    source = serializers.CharField(source="allotment.source")  # type: ignore[assignment]
    allotted = serializers.IntegerField(source="allotment.halves", help_text=HALVES)
    used = serializers.IntegerField(help_text=HALVES)
    planned = serializers.IntegerField(help_text=HALVES)
    asked = serializers.IntegerField(help_text=HALVES)
    left = serializers.IntegerField(help_text=HALVES)


class BoardCountSerializer(serializers.Serializer[Count]):
    """One limit of a board over one of its times."""

    over = serializers.CharField(source="label")
    text = serializers.CharField(source="limit.text")
    allowed = serializers.IntegerField(help_text=HALVES)
    used = serializers.IntegerField(help_text=HALVES)
    is_whole = serializers.BooleanField(help_text="Whether all of its years are recorded here.")
    source = serializers.CharField(source="limit.source")  # type: ignore[assignment]
    url = serializers.CharField(source="limit.url")
    verified = serializers.BooleanField(source="limit.verified")
    note = serializers.CharField(source="limit.note")


class BoardSerializer(serializers.Serializer[BoardStanding]):
    name = serializers.CharField(source="board.name")
    counts = BoardCountSerializer(many=True)
    planned_end = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    days_longer = serializers.IntegerField()


class ConsequencesSerializer(serializers.Serializer[Consequences]):
    """What speaks against it, what is to be arranged, what is to be known, and the figures.

    Balances and board are null for those who may not know why somebody is away.
    """

    fits = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    against = serializers.SerializerMethodField()
    arrange = serializers.SerializerMethodField()
    know = serializers.SerializerMethodField()
    clinics = TakenClinicSerializer(many=True)
    calls = DutySerializer(many=True)
    others = DutySerializer(many=True)
    averages = AverageSerializer(many=True)
    balances = BalanceSerializer(source="leave.balances", many=True, allow_null=True, default=None)
    board = BoardSerializer(source="leave.board", allow_null=True, default=None)
    repair = serializers.IntegerField(source="repair.pk", allow_null=True, default=None)

    def _verdict(self, found: Consequences) -> Verdict:
        return verdict_on(found)

    def get_fits(self, found: Consequences) -> bool:
        return self._verdict(found).fits

    def get_sentence(self, found: Consequences) -> str:
        return self._verdict(found).sentence

    def get_against(self, found: Consequences) -> list[str]:
        return list(self._verdict(found).against)

    def get_arrange(self, found: Consequences) -> list[str]:
        return list(self._verdict(found).arrange)

    def get_know(self, found: Consequences) -> list[str]:
        return list(self._verdict(found).know)


class LeaveStandingSerializer(serializers.Serializer[LeaveStanding]):
    """What somebody has left in an academic year, and where they stand with the board."""

    person = serializers.IntegerField()
    program = serializers.CharField()
    academic_year = serializers.IntegerField()
    balances = BalanceSerializer(many=True)
    board = BoardSerializer(allow_null=True)
    six_weeks_left = serializers.IntegerField(help_text=HALVES)
    six_weeks_remarks = WordsField()


class LostClinicSerializer(serializers.Serializer[LostClinic]):
    day = serializers.DateField()
    slot = serializers.CharField()
    site = serializers.CharField()
    code = serializers.CharField(source="activity.code")
    name = serializers.CharField(source="activity.name")
    person = serializers.IntegerField(source="person.pk")
    roster_name = serializers.CharField(source="person.roster_name")
    days_ahead = serializers.IntegerField()
    has_patients = serializers.BooleanField()
    is_out = serializers.BooleanField(help_text="Taken out of the published schedule already.")
