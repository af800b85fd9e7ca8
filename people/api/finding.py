"""The search over everything, over REST."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.finding import Hit, Kind, search
from people.rest import Asked


class HitSerializer(serializers.Serializer[Hit]):
    title = serializers.CharField()
    hint = serializers.CharField()
    url = serializers.CharField()


class FoundSerializer(serializers.Serializer[Kind]):
    """What was found of one kind."""

    title = serializers.CharField()
    hits = HitSerializer(many=True)
    more = serializers.BooleanField(help_text="Whether there is more than is listed.")


class SearchView(Asked):
    @extend_schema(
        operation_id="search_list",
        description="People, days, blocks, rotations, swaps, findings, rules and pages that your "
        "roles let you see, by words, with the page that shows each.",
        parameters=[OpenApiParameter("q", str, description="Words, or a day like Jan 5.")],
        responses=FoundSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found: Any = search(request.query_params.get("q", ""), by=self.by, at=self.at)
        return Response(FoundSerializer(found, many=True).data)
