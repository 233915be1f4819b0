"""How a call went: the report at its end."""

from collections.abc import Iterator

from protophone.v1.events_pb2 import Analysis, Cost, EndOfCallReport

from edge.vapi.typed.destinations import destination_of
from edge.vapi.typed.fields import Tree, items, moment, number, part, text
from edge.vapi.typed.structs import public, struct_of
from edge.vapi.typed.turns import set_seconds, turns_of

MINUTE = 60


def end_of_call_report(fields: Tree) -> EndOfCallReport:
    """Read "end-of-call-report"; much of it lies in `artifact`, or beside it."""
    artifact, call = part(fields, "artifact"), part(fields, "call")
    holder = call | artifact | dict(fields)
    report = EndOfCallReport(
        ended_reason=text(holder, "endedReason"),
        cost=number(holder, "cost") or 0,
        costs=costs_of(fields),
        analysis=analysis_of(fields),
        turns=turns_of(fields),
        transcript=text(holder, "transcript"),
        recording_url=text(holder, "recordingUrl") or mono_of(artifact),
        stereo_recording_url=text(holder, "stereoRecordingUrl")
        or text(part(artifact, "recording"), "stereoUrl"),
        video_recording_url=text(holder, "videoRecordingUrl"),
    )
    if destination := part(holder, "destination"):
        report.destination.CopyFrom(destination_of(destination))
    set_times(report, holder)
    set_findings(report, holder)
    return report


def mono_of(artifact: Tree) -> str:
    """Return where the recording lies by the newer form of it."""
    return text(part(artifact, "recording", "mono"), "combinedUrl")


def set_times(report: EndOfCallReport, holder: Tree) -> None:
    """Set when the call was; its length from whatever tells it."""
    began, ended = moment(holder, "startedAt"), moment(holder, "endedAt")
    if began:
        report.start_time.FromDatetime(began)
    if ended:
        report.end_time.FromDatetime(ended)
    seconds = seconds_of(holder)
    if seconds is None and began and ended:
        seconds = (ended - began).total_seconds()
    set_seconds(report.duration, seconds)


def seconds_of(holder: Tree) -> float | None:
    """Return how long the call was, in the unit that is sent."""
    units = (("durationMs", 1e-3), ("durationSeconds", 1), ("durationMinutes", MINUTE))
    for key, seconds in units:
        found = number(holder, key)
        if found is not None:
            return found * seconds
    return None


def set_findings(report: EndOfCallReport, holder: Tree) -> None:
    """Set what Vapi has found out of the call."""
    # What a team asked Vapi to extract is its own, to the letter.
    if outputs := part(holder, "structuredOutputs"):
        report.structured_outputs.CopyFrom(struct_of(outputs))
    for name, key in (
        ("scorecards", "scorecards"),
        ("performance_metrics", "performanceMetrics"),
        ("compliance", "compliance"),
        ("cost_breakdown", "costBreakdown"),
    ):
        if found := part(holder, key):
            getattr(report, name).CopyFrom(public(found))


def analysis_of(fields: Tree) -> Analysis:
    """Return what the analysis says; of old, the summary lay beside it."""
    tree = part(fields, "analysis") or part(fields, "call", "analysis")
    verdict = tree.get("successEvaluation")
    analysis = Analysis(
        summary=text(tree, "summary") or text(fields, "summary"),
        structured_data_multi=map(struct_of, items(tree, "structuredDataMulti")),
        success_evaluation="" if verdict is None else plain(verdict),
    )
    if data := part(tree, "structuredData"):
        analysis.structured_data.CopyFrom(struct_of(data))
    return analysis


def plain(verdict: object) -> str:
    """Return a verdict as text: Vapi's schema has a string, older calls a boolean."""
    return str(verdict).lower() if isinstance(verdict, bool) else str(verdict)


def costs_of(fields: Tree) -> Iterator[Cost]:
    """Yield each part of what the call cost."""
    for item in items(fields, "costs"):
        yield Cost(
            type=text(item, "type"),
            cost=number(item, "cost") or 0,
            details=public(item, but=("type", "cost")),
        )
