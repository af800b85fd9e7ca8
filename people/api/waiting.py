"""What waits for the caller in a program, over REST."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.queries.programs import choose_program
from people.rest import Asked
from people.waiting import Found, waiting_for


class WaitingSerializer(serializers.Serializer[Found]):
    code = serializers.CharField(source="sort.code")
    count = serializers.IntegerField(source="waiting.count")
    words = serializers.CharField(source="waiting.words")
    hint = serializers.CharField(source="waiting.hint")
    pressing = serializers.BooleanField(source="waiting.pressing")
    url = serializers.CharField(source="waiting.url")


class WaitingView(Asked):
    @extend_schema(
        operation_id="waiting_list",
        description="What waits for you, by your roles in a program, and the page where it is "
        "dealt with; what is pressing comes first.",
        parameters=[
            OpenApiParameter("program", str, description="Its slug; may be left out for the only.")
        ],
        responses=WaitingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        program = choose_program(self.by, request.query_params.get("program", ""), at=self.at)
        found: Any = waiting_for(self.by, program, at=self.at)
        return Response(WaitingSerializer(found, many=True).data)
