"""Warnings in words: what states one, and what only sounds like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from data.schemas import BBox, Check, Document, DocumentInfo, Finding, Page, Reading, Region, Sentence, Word
from pipelines.rules import text_control_contradiction, text_warnings
from pipelines.rules._text_engine import LANGUAGES, warnings_of, worded
from pipelines.rules._ticks import answers

BOX = BBox(50, 100, 500, 112)
Said = str | tuple[str, str]  # text, or heading and text


def reading(*said: Said, year: int = 2022, pages: tuple[Page, ...] = ()) -> Reading:
    pairs = [item if isinstance(item, tuple) else ("", item) for item in said]
    sentences = tuple(Sentence(text, 7, BOX, section) for section, text in pairs)
    document = Document("0" * 64, "made.pdf", "", "application/pdf", pages)
    info = DocumentInfo(
        sha256="0" * 64,
        name="made.pdf",
        media_type="application/pdf",
        pages=9,
        fiscal_year=year,
        period_end=date(year, 12, 31),
    )
    return Reading(document, info, sentences=sentences)


def flags(*said: Said, year: int = 2022) -> set[str]:
    found = text_warnings.check(reading(*said, year=year))
    return {f.rule.removeprefix("text.") for f in found if isinstance(f, Finding) and f.kind == "fail"}


GOING_CONCERN: Sequence[Said] = [
    "These conditions raise substantial doubt about the Company’s ability to continue as a going concern.",
    "Management has concluded there is substantial doubt regarding its ability to continue as a going concern.",
    "The Company has stated that substantial doubt exists about its ability to continue as a going concern.",
    "We lost $3.5 million in cash, which raises significant doubts about our ability to continue as a going concern.",
    "These events indicate that a material uncertainty exists that may cast significant doubt on the Group's ability to"
    " continue as a going concern.",
    "It is noted that there is a material uncertainty over going concern should the Group be unable to raise capital.",
    "Our auditor's report includes an explanatory paragraph regarding our ability to continue as a going concern.",
    ("Material uncertainty related to going concern", "We draw attention to note 2, which shows that cash is short."),
    "公司连续三年亏损，表明存在可能导致对公司持续经营能力产生重大疑虑的重大不确定性。",
]

NO_GOING_CONCERN: Sequence[Said] = [
    "ASU 2014-15 provides guidance on management’s responsibility in evaluating"
    " whether there is substantial doubt about a"
    " company’s ability to continue as a going concern.",
    "Management is required to evaluate whether there are conditions or events, considered in the aggregate, that raise"
    " substantial doubt about the Company's ability to continue as a going concern.",
    "The Company has evaluated whether there are conditions and events, considered"
    " in the aggregate, that raise substantial"
    " doubt about the Company’s ability to continue as a going concern.",
    "We did not identify any conditions that raised substantial doubt about our"
    " ability to continue as a going concern.",
    "If we fail to raise capital, there could be substantial doubt about our ability to continue as a going concern.",
    "Conclude on the appropriateness of the use of the going concern basis and"
    " whether a material uncertainty exists that"
    " may cast significant doubt on the Group's ability to continue as a going concern.",
    "The audit report shall not include a going concern explanatory paragraph expressing substantial doubt.",
    "The bankruptcy of our largest tenants raises substantial doubt about the"
    " tenants’ ability to continue as a going concern.",
    "We have nothing to report: no material uncertainty that may cast significant doubt on going concern was found.",
    "根据获取的审计证据，就可能导致对公司持续经营能力产生重大疑虑的事项或情况是否存在重大不确定性得出结论。",
    "公司自报告期末起12个月内不存在影响持续经营能力的重大不确定性事项。",
]


@pytest.mark.parametrize("said", GOING_CONCERN)
def test_doubt_is_heard(said: Said) -> None:
    assert "going_concern_doubt" in flags(said)


@pytest.mark.parametrize("said", NO_GOING_CONCERN)
def test_boilerplate_is_not_doubt(said: Said) -> None:
    assert "going_concern_doubt" not in flags(said)


def test_doubt_that_is_alleviated_is_no_doubt() -> None:
    assert not flags(
        "These conditions raise substantial doubt about our ability to continue as a going concern.",
        "Our plans are probable of being carried out, and the substantial doubt has been alleviated.",
    )
    assert flags(
        "These conditions raise substantial doubt about our ability to continue as a going concern.",
        "Our plans are not certain, and the doubt is not alleviated by them.",
    )


CONTROL: Sequence[Said] = [
    "Our officers concluded that our disclosure controls and procedures were not effective as of December 31, 2022.",
    "In our opinion, because of the material weakness, Acme has not maintained"
    " effective internal control over financial"
    " reporting as of December 31, 2022.",
    "Management concluded that, as of December 31, 2022, internal control over financial reporting was ineffective.",
    "The auditor expressed an adverse opinion on the effectiveness of the internal control over financial reporting.",
    "会计师事务所对公司出具了否定意见的《内部控制审计报告》。",
]

NO_CONTROL: Sequence[Said] = [
    "If we are not effective in executing our strategy, our internal control could suffer.",
    "A hedge that is not effective is charged to income under our controls and procedures policy at once.",
    "Our business is harmed when marketing efforts are not effective.",
    "A material weakness is a deficiency such that there is a reasonable possibility of a material misstatement.",
    "We identified a material weakness in 2020, and it was remediated in 2021.",
    "We cannot assure you that we will not identify a material weakness in the future.",
    "During our assessment, we did not identify any material weaknesses in our"
    " internal control over financial reporting.",
    "All significant deficiencies and material weaknesses in the design or operation of internal control over financial"
    " reporting which are reasonably likely to adversely affect the registrant.",
    "As of December 31, 2019, our disclosure controls and procedures were not effective.",
    ("报告期内部控制存在重大缺陷情况的说明", "□适用 √不适用"),
    "公司不存在财务报告内部控制重大缺陷。",
]


@pytest.mark.parametrize("said", CONTROL)
def test_controls_that_failed(said: Said) -> None:
    assert "internal_control_not_effective" in flags(said)


@pytest.mark.parametrize("said", NO_CONTROL)
def test_controls_that_did_not(said: Said) -> None:
    assert "internal_control_not_effective" not in flags(said)


def test_a_weakness_of_an_earlier_quarter_does_not_outweigh_the_conclusion_at_year_end() -> None:
    assert not flags(
        "Management concluded that we did not maintain effective internal control over"
        " financial reporting as of April 1,"
        " 2022 and July 1, 2022.",
        "Management concluded that, as of December 31, 2022, internal control over financial reporting was effective.",
    )


RESTATEMENT: Sequence[Said] = [
    "We have restated our consolidated financial statements for the years ended December 31, 2021 and 2020.",
    "The Audit Committee concluded that the financial statements for 2020 should no longer be relied upon.",
    ("Restatement of Previously Issued Financial Statements", "We corrected the misstatements in cost of sales."),
    ("三、前期会计差错更正", "√适用 □不适用"),
]

NO_RESTATEMENT: Sequence[Said] = [
    "Prior periods have not been restated.",
    "We restated the financial statements of prior years to reflect the adoption of ASC 606.",
    "The Amended and Restated Credit Agreement contains customary covenants on financial statements.",
    "Indicate by check mark whether any of those error corrections are restatements that required a recovery analysis.",
    "Historical stock price performance should not be relied upon as an indication of the future.",
    "The deficiency did not result in a misstatement of our previously issued consolidated financial statements.",
    ("重大会计差错更正需追溯重述", "□适用 √不适用"),
]


@pytest.mark.parametrize("said", RESTATEMENT)
def test_restated(said: Said) -> None:
    assert "restatement_of_prior_statements" in flags(said)


@pytest.mark.parametrize("said", NO_RESTATEMENT)
def test_not_restated(said: Said) -> None:
    assert "restatement_of_prior_statements" not in flags(said)


def test_columns_headed_as_restated_need_a_sentence_beside_them() -> None:
    head = (Word("As", BBox(300, 80, 310, 90), line=1), Word("Restated", BBox(313, 80, 350, 90), line=1))
    pages = tuple(Page(number, 612, 792, head) for number in (3, 4, 5))
    alone = text_warnings.check(reading(pages=pages))
    beside = text_warnings.check(reading("The financial statements of 2021 have been restated.", pages=pages))
    assert not alone and [f.rule for f in beside] == ["text.restatement_of_prior_statements"]


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        (("Disclaimer of Opinion", "We were engaged to audit the statements."), "audit_opinion_disclaimer"),
        ("审计机构对公司2021年度财务报表出具了无法表示意见的审计报告。", "audit_opinion_disclaimer"),
        ("我们不对后附的某公司财务报表发表审计意见。", "audit_opinion_disclaimer"),
        ("立信会计师事务所为本公司出具了保留意见的审计报告。", "audit_opinion_qualified"),
        (("Basis for Qualified Opinion", "Inventory could not be counted."), "audit_opinion_qualified"),
        ("In our opinion the statements do not present fairly the position of the Company.", "audit_opinion_adverse"),
        (("聘任、解聘会计师事务所情况 — 审计期间改聘会计师事务所的情况说明", "√适用 □不适用"), "auditor_change"),
        ("KPMG LLP resigned as the independent auditor of the Company on May 3, 2022.", "auditor_change"),
        ("At year end we were not in compliance with the leverage covenant of the credit facility.", "covenant_breach"),
        (
            "On May 2, 2022, we received a notice from Nasdaq that our bid price was below the minimum.",
            "delisting_risk",
        ),
        ("公司收到中国证券监督管理委员会《立案告知书》，因涉嫌信息披露违法违规被立案。", "regulator_investigation"),
        (("控股股东及其关联方对上市公司的非经营性占用资金情况", "√适用 □不适用"), "funds_occupied"),
        (("面临退市风险的情况和原因", "√适用 □不适用"), "delisting_risk"),
        ("公司无法偿还到期债务，持续经营能力存在重大不确定性。", "going_concern_doubt"),
        ("内部控制审计报告意见类型：否定意见", "internal_control_not_effective"),
        ("会计师事务所是否出具非标准意见的内部控制审计报告 √ 是 □ 否", "internal_control_not_effective"),
        ("公司对会计师事务所“非标准意见审计报告”的说明 √适用 □不适用", "non_standard_opinion"),
        (("审计报告 — 二、形成无法表示意见的基础", "我们未能获取充分、适当的审计证据。"), "audit_opinion_disclaimer"),
    ],
)
def test_other_warnings(said: Said, flag: str) -> None:
    assert flag in flags(said)


@pytest.mark.parametrize(
    "said",
    [
        "致同会计师事务所为本公司出具了标准无保留意见的审计报告。",
        "We do not express an opinion on the effectiveness of internal control over financial reporting.",
        "If we breach the covenants, an event of default may occur under the credit facility.",
        "The agreement contains customary covenants and events of default.",
        "We were in compliance with all covenants of the credit facility at year end.",
        ("控股股东及其关联方非经营性占用资金情况", "否"),
        ("聘任、解聘会计师事务所情况 — 审计期间改聘会计师事务所的情况说明", "□适用 √不适用"),
        "Ms. Lee resigned as a director of the Company's auditor selection panel.",
        "Failure to meet the listing standards could lead to a notice from Nasdaq if we fall below the minimum.",
    ],
)
def test_nothing_to_warn_of(said: Said) -> None:
    assert flags(said) == set()


def test_a_finding_quotes_its_passages_and_a_clean_conclusion_is_a_check() -> None:
    (finding,) = text_warnings.check(reading(GOING_CONCERN[0]))
    assert isinstance(finding, Finding) and finding.level == "error"
    assert [(p.page, p.bbox, p.text) for p in finding.provenance] == [(7, BOX, GOING_CONCERN[0])]
    clean = (
        "Management concluded that our internal control over financial reporting was effective at December 31, 2022."
    )
    (check,) = text_warnings.check(reading(clean))
    assert isinstance(check, Check) and check.kind == "pass" and check.provenance[0].text == clean


def test_a_form_in_a_table_is_read() -> None:
    said = "是否改聘会计师事务所\n是\n改聘原因\n轮换"
    form = Region(page=4, label="table", bbox=BOX, order=0, confidence=0.9, text=said)
    asked = replace(reading("本公司披露如下。"), regions=(form,))
    (finding,) = text_warnings.check(asked)
    assert isinstance(finding, Finding) and finding.rule == "text.auditor_change" and finding.provenance[0].page == 4
    no = replace(asked, regions=(form.model_copy(update={"text": said.replace("\n是", "\n否")}),))
    assert text_warnings.check(no) == ()


def test_management_and_auditor_contradict_each_other() -> None:
    management = (
        "Management concluded that internal control over financial reporting was effective as of December 31, 2022."
    )
    auditor = (
        "Report of Independent Registered Public Accounting Firm",
        "In our opinion, Acme did not maintain effective internal control over financial reporting.",
    )
    (finding,) = text_control_contradiction.check(reading(management, auditor))
    assert isinstance(finding, Finding) and len(finding.provenance) == 2
    assert text_control_contradiction.check(reading(management)) == ()
    assert text_control_contradiction.check(reading(auditor)) == ()


def test_answers_of_a_form() -> None:
    sentences = reading(
        ("一、甲", "√适用 □不适用"),
        ("二、乙", "□ 适用 √ 不适用"),
        ("三、丙", "是否改聘会计师事务所：□是 √否"),
        ("四、丁", "否"),
    ).sentences
    assert [(question, yes) for question, yes, _ in answers(sentences)] == [
        ("一、甲", True),
        ("二、乙", False),
        ("是否改聘会计师事务所", False),
        ("四、丁", False),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_names_its_source_and_can_be_reached(language: str) -> None:
    """A pattern none of whose prefilter words is in lower case would never be tried."""
    for warning in warnings_of(language):
        assert warning.source and warning.title and warning.message and warning.words
        assert all(word == word.lower() for word in warning.words)
        assert warning.asserts or warning.asks


def test_warnings_are_told_in_the_language_asked_for() -> None:
    """Whatever the language of the document: what only one language states has words in the other too."""
    asked = replace(reading(GOING_CONCERN[0]), wanted="zh")
    (finding,) = text_warnings.check(asked)
    assert finding.message.startswith("报告称")
    for language in LANGUAGES:
        for warning in warnings_of(language):
            titles = {worded(warning, told)[0] for told in LANGUAGES}
            assert len(titles) == len(LANGUAGES), warning.id
            assert worded(warning, "fr")[0] == warning.title
