"""What the REST doors share: every refusal is answered in one shape, in the service's own words.

{"detail": "a sentence", "code": "a word", "fields": {"name": ["a sentence"]}}, the last only where
a refusal is about a field.
"""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler as default_handler
from rest_framework.views import set_rollback

NOT_VALID = "Some of what was sent is not valid."


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate a refusal; answer None to anything else, which is a bug and should look like one.

    Django's PermissionDenied becomes a 403 with its own words in the default handler.
    """
    if isinstance(error, ValidationError):
        set_rollback()
        return Response(_of_service(error), status=status.HTTP_400_BAD_REQUEST)
    response = default_handler(error, context)
    if response is not None:
        response.data = _of_framework(response.data)
    return response


def _of_service(refusal: ValidationError) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "detail": " ".join(refusal.messages),
        "code": _first_code(refusal),
    }
    if hasattr(refusal, "error_dict"):
        fields = {
            name: messages
            for name, messages in refusal.message_dict.items()
            if name != NON_FIELD_ERRORS
        }
        answer |= {"fields": fields} if fields else {}
    return answer


def _first_code(refusal: ValidationError) -> str:
    if not hasattr(refusal, "error_dict"):
        return refusal.error_list[0].code or "invalid"
    return next(iter(refusal.error_dict.values()))[0].code or "invalid"


def _of_framework(data: Any) -> dict[str, Any]:
    """Return the same shape for what the framework refuses: a serializer's errors, 401, 404, 429."""
    if isinstance(data, dict) and isinstance(data.get("detail"), exceptions.ErrorDetail):
        return {"detail": data["detail"], "code": data["detail"].code}
    if not isinstance(data, dict):
        return {"detail": " ".join(map(str, data)), "code": "invalid"}
    general = data.pop(api_settings.NON_FIELD_ERRORS_KEY, [])
    answer = {"detail": " ".join(map(str, general)) or NOT_VALID, "code": "invalid"}
    return answer | ({"fields": data} if data else {})


REFUSAL = {
    "type": "object",
    "description": "Why something was refused, in words for a person and a code for a program.",
    "properties": {
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Only where the refusal is about fields.",
            "additionalProperties": {},
        },
    },
    "required": ["detail", "code"],
}
REFUSED = {
    "description": "Refused: 400 with a sentence that says why, 401 when nobody is signed in, "
    "403 for what you may not do, 404 for what is not there for you, 429 for too many requests.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation of the schema how it refuses."""
    result["components"]["schemas"]["Refusal"] = REFUSAL
    result["components"]["responses"] = {"Refused": REFUSED}
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["4XX"] = {"$ref": "#/components/responses/Refused"}
    return result
