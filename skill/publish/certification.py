"""
Generate the page for the certification of the skill: what Amazon's reviewers check, and the tests for it.

Rule 1: declarations, spoken words and store texts are quoted from their source.
Rule 2: each row names the test that checks it.
Source: Alexa Skills Kit, "Certification Requirements": policy, security, functional and voice testing.
"""

from collections.abc import Iterator

from skill.content.listing import listing
from skill.content.phrases import script
from skill.content.regions import region
from skill.dialogue.reply import Line
from skill.publish.interaction_model import interaction_model
from skill.publish.manifest import CATEGORY, EVENTS, manifest


OPENING = """# Certification

`gentle-roller docs` generates this page. It lists what Amazon's reviewers check, and the test for each point.
[on-a-real-echo.md](on-a-real-echo.md) lists what no test can show.

Before you submit the skill, put the address of your privacy notice into `privacy_policy` of
`skill/content/<language>/listing.toml`. The store asks for it, because the skill saves progress.
"""

CHECKS = (
    ("Policy", (
        ("The store text says: no substitute for advice", "test_the_page_says_that_it_is_no_substitute_for_advice"),
        ("The store text makes no claim to heal, treat or relieve", "test_the_page_promises_no_cure"),
        ("Saved progress contains nothing about health", "test_a_stored_record_names_nobody_and_no_pain"),
        ("Disabling the skill deletes the data of the user", "test_whoever_disables_the_skill_is_forgotten"),
        ("The skill asks only for the permissions that it uses", "test_only_what_is_used_is_asked_for"),
        ("A reminder needs a yes to a question with its time", "test_without_a_yes_nothing_is_set"),
    )),
    ("Security", (
        ("Only Alexa may call the Lambda function", "test_only_alexa_may_call_and_only_for_this_skill"),
        ("Requests for another skill are refused", "test_another_skill_is_refused"),
        ("Unknown requests, values and slot types cause no error", "test_every_request_gets_the_answer_of_the_table"),
    )),
    ("Functional", (
        ("The first example phrase opens the skill", "test_the_first_example_phrase_opens_the_skill"),
        ("Each example phrase is a sample, word for word", "test_every_example_phrase_is_a_sample"),
        ("The icons have 108 and 512 pixels", "test_icons_have_the_size_that_amazon_wants"),
        ("The manifest and the models fit Amazon's schema", "test_the_manifest_fits_amazons_schema"),
    )),
    ("Voice", (
        ("A question keeps the session open", "test_a_reply_that_asks_keeps_the_microphone_open"),
        ("No reply is longer than Alexa allows", "test_no_reply_is_longer_than_alexa_speaks"),
        ("SSML in a text is spoken as text", "test_whatever_a_text_holds_is_said_and_not_obeyed"),
        ("Empty and unusual slot values cause no error", "test_a_slot_that_holds_no_words_is_empty"),
        ("Every intent is answered in words", "test_a_sample_of_every_intent_is_answered_in_words"),
        ("After a fault, the skill says how to go on", "test_a_fault_is_apologised_for_and_the_session_closes"),
    )),
)  # fmt: skip


def render(locale: str = "en-US") -> str:
    """Return the text of docs/certification.md, with the texts of *locale*."""
    parts = [OPENING, *_checks(), "## Declarations\n\n" + "\n".join(_declared(locale)) + "\n"]
    page = listing(locale)
    parts.append("## Store description\n\n> " + page.description.replace("\n", "\n> ") + "\n")
    parts.append("## Spoken before the first start\n\n> " + script(locale).text(Line("screen.first")) + "\n")
    parts.append("## Testing instructions\n\n> " + page.testing_instructions.replace("\n", "\n> ") + "\n")
    return "\n".join("\n".join(line.rstrip() for line in part.split("\n")) for part in parts)


def _checks() -> Iterator[str]:
    for heading, rows in CHECKS:
        table = "\n".join(f"| {what} | `{test}` |" for what, test in rows)
        yield f"## {heading}\n\n| what | test |\n|---|---|\n{table}\n"


def _declared(locale: str) -> Iterator[str]:
    whole = manifest()["manifest"]
    intents = interaction_model(locale)["interactionModel"]["languageModel"]["intents"]
    built_in = [intent["name"] for intent in intents if intent["name"].startswith("AMAZON.")]
    yield f"- Invocation name: {region(locale).invocation}. Category: {CATEGORY}."
    yield f"- Example phrases: {'; '.join(listing(locale).example_phrases)}."
    yield f"- Interfaces: {', '.join(one['type'] for one in whole['apis']['custom']['interfaces'])}. No audio player."
    yield f"- Permissions: {', '.join(one['name'] for one in whole['permissions'])}. Events: {', '.join(EVENTS)}."
    yield f"- {len(intents) - len(built_in)} custom intents; built-in intents: {', '.join(built_in)}."
    yield "- Uses personal information: yes (progress, counts and preferences, under a hash of the user's id)."
    yield "- For children: no. Purchases: no. Advertising: no. Health information (HIPAA): no."
