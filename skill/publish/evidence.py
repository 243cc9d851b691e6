"""
Generate the page for a clinician: every answer about safety, with its verdict, source and confidence.

The page is generated so that a review covers the words that the skill speaks.
"""

from collections.abc import Iterator

from skill.content.answers import Answer, Verdict, answers, sources
from skill.content.regions import Region, region
from skill.dialogue.events import WayOff


OPENING = """# What the skill says about safety, and its sources

**No clinician has reviewed this yet.** The answers are general information for a voice skill that coaches a gentle
foam-roller routine for the back. This page is generated from the spoken answers, so that a clinician can review all of
them in one place. Please report what is wrong, unclear or missing, with its topic.

- *Verdict* is what the skill advises, from ok (go ahead) to stop_now. *Urgency*: routine is an ordinary appointment,
  soon is within days, urgent is today, emergency is now.
- *Confidence* says how sure we are that the verdict is cautious enough, not that harm is proven. There is almost no
  direct evidence of harm from foam rolling, so most rows apply expert opinion on massage.
- An answer with the verdict stop_now also names a way off the roller: {ways}.
- An answer about an emergency ends with the number to call, and says that the skill can't make that call.
- Sources are keys; the last section lists them. Web pages were read as excerpts, not in full.
"""
WAYS = {
    WayOff.SIDE: "hips down and off to one side",
    WayOff.REST: "off to one side, and stay lying there",
    WayOff.SIT: "off to one side, and sit up",
    WayOff.STILL: "stay where you are",
}
HEADINGS = {
    Verdict.STOP_NOW: "Stop now",
    Verdict.DO_NOT: "Not today, or not there",
    Verdict.ASK_PROFESSIONAL: "Ask a professional first",
    Verdict.CAUTION: "Possible, with care",
    Verdict.OK: "Go ahead",
    Verdict.INFO: "Facts",
}
ROW = "| {topic} | {spoken} | {verdict} | {urgency} | {source} | {confidence} |"


def render(locale: str = "en-US") -> str:
    """Return the text of docs/evidence.md, with the answers of *locale*."""
    here = region(locale)
    every = answers(here.language)
    ways = "; ".join(f"*{way}*: {WAYS[way]}" for way in WayOff)
    parts = [OPENING.format(ways=ways)]
    for verdict, heading in HEADINGS.items():
        some = [answer for answer in every.values() if answer.verdict is verdict]
        parts.append(f"## {heading} ({len(some)})\n\n" + "\n".join(_table(some, here)) + "\n")
    used = {key for answer in every.values() for key in answer.source}
    listed = (f"- **{key}**: {text}" for key, text in sources().items() if key in used)
    parts.append("## Sources\n\n" + "\n".join(listed) + "\n")
    return "\n".join(parts)


def _table(some: list[Answer], here: Region) -> Iterator[str]:
    yield "| topic | what the skill says | verdict | urgency | source | confidence |"
    yield "|---|---|---|---|---|---|"
    for answer in some:
        yield ROW.format(
            topic=f"{answer.name} (`{answer.id}`)",
            spoken=answer.spoken.format(**here.words),
            verdict=_verdict(answer),
            urgency=answer.urgency,
            source=", ".join(answer.source),
            confidence=answer.confidence,
        )


def _verdict(answer: Answer) -> str:
    if answer.verdict is Verdict.STOP_NOW:
        return f"{answer.verdict}, way off: {answer.way_off}"
    return f"{answer.verdict}, the routine goes on" if answer.goes_on else answer.verdict
