"""What blocks tell a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content.blocks import CareCardBlock, EvidenceLabel, HeadingBlock, StudyResultBlock

RESULT = {
    "title": "A study",
    "outcome": "had periods again",
    "compared_with": "No comparison group",
    "period": "12 months",
}


def result(people: int, affected: int):
    return StudyResultBlock().to_python({**RESULT, "people": people, "affected": affected})


def test_up_to_a_hundred_people_are_drawn_one_by_one():
    value = result(10, 2)
    assert value.icons == [True] * 2 + [False] * 8
    assert value.unaffected == 8
    assert not value.is_scaled


def test_more_people_are_drawn_per_hundred():
    value = result(522, 60)
    assert value.is_scaled
    assert (sum(value.icons), len(value.icons)) == (11, 100)


@pytest.mark.parametrize(("people", "affected", "filled"), [(5000, 1, 1), (5000, 4999, 99)])
def test_a_rare_result_is_never_drawn_as_none_or_all(people, affected, filled):
    assert sum(result(people, affected).icons) == filled


@given(st.integers(1, 1_000_000), st.data())
def test_the_picture_never_shows_more_people_than_there_were(people, data):
    affected = data.draw(st.integers(0, people))
    icons = result(people, affected).icons
    assert len(icons) == min(people, 100)
    assert (sum(icons) == 0) == (affected == 0)
    assert all(icons) == (affected == people)


def test_more_affected_than_people_is_refused_beside_the_field():
    block = StudyResultBlock([("sources", blocks.ListBlock(blocks.CharBlock()))])
    value = block.to_python({**RESULT, "people": 10, "affected": 11, "sources": ["one"]})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == ["affected"]


def test_labels_run_from_established_to_theory_in_seven_steps():
    assert [label.level for label in EvidenceLabel] == [7, 6, 5, 4, 3, 2, 1]
    assert all(label.meaning for label in EvidenceLabel)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("What we do not know", "s-what-we-do-not-know"),
        ("3 ideas", "s-3-ideas"),
        ("Was ist künstlich?", "s-was-ist-künstlich"),
        ("…", "s-section"),
    ],
)
def test_a_heading_can_be_linked_to(text, anchor):
    assert HeadingBlock().to_python({"text": text}).anchor == anchor


def test_a_care_card_says_its_urgency_in_words():
    value = CareCardBlock().to_python({"urgency": "immediate", "title": "", "text": ""})
    assert value.urgency_words == "Immediate action"
