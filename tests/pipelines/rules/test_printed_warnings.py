"""Warnings as annual reports print them: forms with boxes, audit reports under their headings, and hard negatives."""

from __future__ import annotations

from datetime import date

import pytest

from data.schemas import BBox, Document, DocumentInfo, Finding, Reading, Sentence
from pipelines.rules import text_warnings

Said = str | tuple[str, str]  # text, or heading and text


def flags(said: Said) -> set[str]:
    section, text = said if isinstance(said, tuple) else ("", said)
    document = Document("0" * 64, "made.pdf", "", "application/pdf", ())
    info = DocumentInfo(
        sha256="0" * 64,
        name="made.pdf",
        media_type="application/pdf",
        pages=9,
        fiscal_year=2022,
        period_end=date(2022, 12, 31),
    )
    sentence = Sentence(text, 7, BBox(50, 100, 500, 112), section)
    found = text_warnings.check(Reading(document, info, sentences=(sentence,)))
    return {f.rule.removeprefix("text.") for f in found if isinstance(f, Finding) and f.kind == "fail"}


STATED: list[tuple[str, Said]] = [
    ("audit_opinion_disclaimer", "我们不对后附的ST示例股份有限公司的财务报表发表审计意见。"),
    ("audit_opinion_disclaimer", ("审计报告 — 一、无法表示意见", "我们接受委托，审计后附的示例股份有限公司财务报表。")),
    (
        "audit_opinion_qualified",
        (
            "审计报告 — 一、保留意见",
            "我们认为，除“形成保留意见的基础”部分所述事项可能产生的影响外，后附的财务报表在所有重大方面按照企业会计准则的规定编制。",
        ),
    ),
    (
        "internal_control_not_effective",
        "中兴华会计师事务所对公司2022年12月31日财务报告内部控制的有效性出具了否定意见的内部控制审计报告。",
    ),
    (
        "internal_control_not_effective",
        "我们认为，由于存在上述重大缺陷及其对实现控制目标的影响，示例公司未能按照《企业内部控制基本规范》和相关规定在所有重大方面保持有效的财务报告内部控制。",
    ),
    (
        "going_concern_doubt",
        (
            "三、与持续经营相关的重大不确定性",
            "我们提醒财务报表使用者关注，如财务报表附注二所述，公司2022年发生净亏损12,345万元，流动负债高于流动资产。这些事项表明存在可能导致对公司持续经营能力产生重大疑虑的重大不确定性。",
        ),
    ),
    ("auditor_change", ("六、聘任、解聘会计师事务所情况 — 审计期间改聘会计师事务所的情况说明", "√适用 □不适用")),
    ("auditor_change", ("六、聘任、解聘会计师事务所情况", "当期是否改聘会计师事务所 √是 □否")),
    (
        "restatement_of_prior_statements",
        (
            "五、公司对会计政策、会计估计变更或重大会计差错更正原因和影响的分析说明 — (三)公司对重大会计差错更正原因及影响的分析说明",  # noqa: E501
            "√适用 □不适用",
        ),
    ),
    ("restatement_of_prior_statements", "公司对前期会计差错进行更正并追溯调整2020年度、2021年度财务报表。"),
    (
        "regulator_investigation",
        "公司于2022年4月29日收到中国证券监督管理委员会下发的《立案告知书》（编号：证监立案字0382022001号），因公司涉嫌信息披露违法违规，中国证监会决定对公司立案。",
    ),
    ("funds_occupied", "截至2022年12月31日，控股股东及其关联方非经营性占用公司资金余额为15,234.56万元。"),
    ("funds_occupied", ("二、报告期内控股股东及其他关联方非经营性占用资金情况", "√适用 □不适用")),
    ("delisting_risk", "公司股票于2022年5月6日起被实施退市风险警示，股票简称由“示例股份”变更为“*ST示例”。"),
    ("debt_overdue", "截至报告期末，公司有息借款中逾期未偿还的短期借款金额为8,000万元。"),
]

NOT_STATED: list[Said] = [
    ("五、聘任", "□适用 √不适用"),
    ("二、报告期内控股股东及其他关联方非经营性占用资金情况", "□适用√不适用"),
    ("三、违规担保情况", "□适用 √不适用"),
    ("四、公司董事会对会计师事务所“非标准意见审计报告”的说明", "□适用 √不适用"),
    ("(三)公司对重大会计差错更正原因及影响的分析说明", "□适用 √不适用"),
    ("审计期间改聘会计师事务所的情况说明", "□适用 √不适用"),
    "如果我们得出结论认为存在重大不确定性，审计准则要求我们在审计报告中提请报表使用者注意财务报表中的相关披露；如果披露不充分，我们应当发表非无保留意见。",
    "本公司自报告期末起12个月内，不存在影响持续经营能力的重大疑虑事项。",
    "最近一个会计年度的财务会计报告被出具无法表示意见或者否定意见的审计报告的，公司股票将被实施退市风险警示。",
    "公司聘请的会计师事务所出具了标准无保留意见的内部控制审计报告。",
    "前期差错更正和追溯重述采用追溯重述法更正重要的前期差错，但确定前期差错累积影响数不切实可行的除外。",
    "报告期内，公司及董事、监事、高级管理人员、控股股东未受到中国证监会立案调查或行政处罚。",
    "财务报告重大缺陷的迹象包括：公司董事、监事和高级管理人员的舞弊行为；公司更正已公布的财务报告。",
    "公司已偿还全部到期借款，不存在逾期债务。",
    "Management determines whether substantial doubt exists; ASU 2014-15 requires disclosure of going concern uncertainties.",  # noqa: E501
    "In August 2014, the FASB issued ASU 2014-15, which requires management to evaluate whether there is substantial doubt about the entity’s ability to continue as a going concern.",  # noqa: E501
    "Auditors are required to conclude whether a material uncertainty exists related to events that may cast significant doubt on the Company’s ability to continue as a going concern.",  # noqa: E501
    "Management’s plans alleviated the substantial doubt about the Company’s ability to continue as a going concern that was raised by recurring losses.",  # noqa: E501
    "If our hedges are not effective, our internal controls over derivative activities may not prevent losses.",
    "The interest rate swap was not effective as a hedge.",
    "Our advertising was not effective in 2022.",
    "The previously reported material weakness was remediated as of December 31, 2022.",
    "All share and per share amounts have been restated to reflect the two-for-one stock split.",
    "The financial statements of prior years have been restated to present the discontinued operations separately.",
    "Prior period financial statements have been restated to reflect the retrospective adoption of ASU 2014-09.",
    "We entered into the Second Amended and Restated Credit Agreement dated May 2, 2022.",
    "The Amended and Restated Bylaws, as restated on March 1, 2022, are filed as Exhibit 3.2.",
    "If we fail to maintain effective internal control over financial reporting, we may have to restate our financial statements.",  # noqa: E501
    "On July 26, 2022, Acme Technologies, one of the wholly owned subsidiaries of the Company, voluntarily initiated chapter 11 proceedings.",  # noqa: E501
]


@pytest.mark.parametrize(("flag", "said"), STATED)
def test_what_a_report_states(flag: str, said: Said) -> None:
    assert flags(said) == {flag}


@pytest.mark.parametrize("said", NOT_STATED)
def test_what_a_report_only_mentions(said: Said) -> None:
    assert flags(said) == set()
