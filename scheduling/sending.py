"""A download as an answer over HTTP, for every door that has one."""

from django.http import HttpResponse

from scheduling.services.export_schedule import Download


def sent(download: Download) -> HttpResponse:
    """The file, to be kept and not shown."""
    headers = {"Content-Disposition": f'attachment; filename="{download.name}"'}
    return HttpResponse(download.content, content_type=download.content_type, headers=headers)
