"""Management's reasons: the company's own figures, with their cause, once each."""

from __future__ import annotations

from data.schemas import BBox, Document, DocumentInfo, Reading, Sentence
from pipelines.layout.drivers import management_drivers

BOX = BBox(50, 100, 500, 112)
DISCUSSION = "Item 7. Management’s Discussion and Analysis — Results of Operations"


def reading(*said: tuple[str, str], language: str = "en") -> Reading:
    document = Document("0" * 64, "made.pdf", "", "application/pdf", ())
    info = DocumentInfo(sha256="0" * 64, name="", media_type="", pages=1, language=language)
    return Reading(document, info, sentences=tuple(Sentence(text, 3, BOX, section) for section, text in said))


def test_reasons_of_the_discussion_come_first_by_figure() -> None:
    cash = "Cash provided by operating activities decreased by $20 million, primarily due to higher inventories."
    sales = "Net sales increased 3.5% to $32.8 billion, driven by volume and by price in all of our regions."
    again = "Net sales increased 3.5% to $32.8 billion, driven by price and by volume in all of our regions."
    found = management_drivers(reading((DISCUSSION, cash), (DISCUSSION, sales), (DISCUSSION, again)))
    assert [(s.text, concept) for s, concept in found] == [
        (sales, "Revenues"),
        (cash, "NetCashProvidedByUsedInOperatingActivities"),
    ]


def test_risk_factors_and_hypotheticals_are_not_reasons() -> None:
    risk = "Net sales decreased in some years, primarily due to the weather in the regions that we serve."
    might = "Net sales could decrease by 5%, primarily due to the weather in the regions that we serve."
    assert management_drivers(reading(("Item 1A. Risk Factors", risk), (DISCUSSION, might))) == ()


def test_chinese_reasons() -> None:
    text = "销售费用同比增加25.92%，主要系公司技术推广费增加所致。"
    ((sentence, concept),) = management_drivers(reading(("三、主营业务分析", text), language="zh"))
    assert (sentence.text, concept) == (text, "SellingGeneralAndAdministrativeExpense")
