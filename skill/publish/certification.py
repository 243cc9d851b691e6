"""
The page for whoever submits the skill: what Amazon's reviewers look for, and what shows it.

Rule 1: what is declared, spoken and shown in the store is quoted from where it is made.
Rule 2: a row names the test that holds it, or says that a person has to try it.
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

Generated: `gentle-roller docs`. What Amazon's reviewers look for, how the skill meets it, and the test that holds it.
What no test can show is in [on-a-real-echo.md](on-a-real-echo.md).

Before you submit: put the address of your privacy notice into `privacy_policy` of
`skill/content/<language>/listing.toml`; the store asks for it, since places are kept.
"""

CHECKS = (
    ("Policy", (
        ("No substitute for advice, in the store", "test_the_page_says_that_it_is_no_substitute_for_advice"),
        ("No claim to heal, treat or relieve", "test_the_page_promises_no_cure"),
        ("Nothing about health is kept", "test_a_stored_record_names_nobody_and_no_pain"),
        ("Whoever disables the skill is forgotten", "test_whoever_disables_the_skill_is_forgotten"),
        ("Permissions: what is used, and no more", "test_only_what_is_used_is_asked_for"),
        ("A reminder only after a yes that named its time", "test_without_a_yes_nothing_is_set"),
    )),
    ("Security", (
        ("Only Alexa may call the Lambda function", "test_only_alexa_may_call_and_only_for_this_skill"),
        ("Another skill's requests are refused", "test_another_skill_is_refused"),
        ("Unknown requests, enums and slot types raise nothing", "test_every_request_gets_the_answer_of_the_table"),
    )),
    ("Functional", (
        ("The first example phrase opens the skill", "test_the_first_example_phrase_opens_the_skill"),
        ("Example phrases are samples, word for word", "test_every_example_phrase_is_a_sample"),
        ("Icons of 108 and 512 pixels", "test_icons_have_the_size_that_amazon_wants"),
        ("Manifest and models fit Amazon's schema", "test_the_manifest_fits_amazons_schema"),
    )),
    ("Voice", (
        ("A question keeps the session open", "test_a_reply_that_asks_keeps_the_microphone_open"),
        ("No reply is longer than Alexa speaks", "test_no_reply_is_longer_than_alexa_speaks"),
        ("Whatever a text holds is said, and not obeyed as SSML", "test_whatever_a_text_holds_is_said_and_not_obeyed"),
        ("Empty and odd slots are no errors", "test_a_slot_that_holds_no_words_is_empty"),
        ("Every sample's intent is answered in words", "test_a_sample_of_every_intent_is_answered_in_words"),
        ("A fault is apologised for, with how to go on", "test_a_fault_is_apologised_for_and_the_session_closes"),
    )),
)  # fmt: skip


def render(locale: str = "en-US") -> str:
    """Write docs/certification.md, with the words of *locale*."""
    parts = [OPENING, *_checks(), "## What is declared\n\n" + "\n".join(_declared(locale)) + "\n"]
    page = listing(locale)
    parts.append("## What the store says\n\n> " + page.description.replace("\n", "\n> ") + "\n")
    parts.append("## What is said before the first start\n\n> " + script(locale).text(Line("screen.first")) + "\n")
    parts.append("## What the testers are told\n\n> " + page.testing_instructions.replace("\n", "\n> ") + "\n")
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
    yield f"- {len(intents) - len(built_in)} intents of ours; of Amazon's: {', '.join(built_in)}."
    yield "- Uses personal information: yes (a place, counts and preferences, under a hash of the user's id)."
    yield "- For children: no. Purchases: no. Advertising: no. Health information (HIPAA): no."
