"""The public calls about procedures, described; ``bot.web.public.api`` answers them."""

from bot.web.api.operations import Operation, Parameter, Reply
from bot.web.public.api import ProcedureApi


def procedure_operations(api: ProcedureApi) -> tuple[Operation, ...]:
    """Return what is served to everybody."""
    return (
        Operation(
            method="GET",
            path="/api/v1/procedures",
            name="findProcedures",
            about="Search procedures in everyday words; without a query, list them.",
            handler=api.find,
            parameters=(
                Parameter(
                    name="q",
                    place="query",
                    about="What is looked for.",
                    schema={"type": "string", "maxLength": 300},
                ),
                Parameter(
                    name="limit",
                    place="query",
                    about="How many at most.",
                    schema={"type": "integer", "minimum": 1, "maximum": 50, "default": 10},
                ),
            ),
            replies={200: Reply(about="Procedures, the best match first.")},
            problems={400: "A parameter is wrong."},
        ),
        Operation(
            method="GET",
            path="/api/v1/procedures/{code}",
            name="getProcedure",
            about="Return one procedure: its facts, and the same in words.",
            handler=api.card,
            parameters=(
                Parameter(
                    name="code",
                    place="path",
                    about="National code, e.g. 1.001193.",
                    required=True,
                ),
            ),
            replies={200: Reply(about="The procedure.")},
            problems={404: "No procedure has this code."},
        ),
    )
