"""Lexicon: printed labels made plain, and the rules of `data/knowledge` compiled.

`plain_label` folds what does not carry meaning: case, punctuation, note hints in parentheses, British spelling,
Chinese numbering and traditional characters. Rules are regular expressions over plain labels.

    Wording   one way to print a concept: pattern, heading it must stand under, sections it may stand in
    CoreRule  wordings of a concept in order of preference
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data.knowledge import knowledge

LONGEST = 14  # words of a label that go into a name
LEAST_ENGLISH = 7  # letters of English words beside Chinese ones that make a label bilingual: "PPP项目" is not

SIMPLIFIED = str.maketrans(
    "營業總收資產負債銷貨開發費稅項淨歸屬於東權額計應帳賬貿無長動購屬現經籌發數盈餘潤溢虧損擁積實繳備週轉減債證券貸財務際內報體關聯產廠設備購買處歲終劃變動還"
    "與會綜狀況攤併錄類調匯銀遞賣價擔認壞給贈號萬億圓幣單審師註釋後個級償訂賃結約換儲擬適轄較稱編製則國準標農礦車術員養險獲運輸間連遠邊門闊來賠撥濟佔區參據幹"
    "優麼譽專庫墊讓續艦紙層樓護檢驗複雜質傭廣傳舊",
    "营业总收资产负债销货开发费税项净归属于东权额计应帐账贸无长动购属现经筹发数盈余润溢亏损拥积实缴备周转减债证券贷财务际内报体关联产厂设备购买处岁终划变动还"
    "与会综状况摊并录类调汇银递卖价担认坏给赠号万亿元币单审师注释后个级偿订赁结约换储拟适辖较称编制则国准标农矿车术员养险获运输间连远边门阔来赔拨济占区参据干"
    "优么誉专库垫让续舰纸层楼护检验复杂质佣广传旧",
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])|^(?:其中|减|加|续)[:：_]?\s*(?=[\u4e00-\u9fff])"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LOSS = re.compile(r"\((loss|losses|deficit)\)")
_SPELLING = (
    (re.compile(r"isation"), "ization"),
    (re.compile(r"ised\b"), "ized"),
    (re.compile(r"\bnon[- ](?=current|controlling|cash|operating)"), "non"),
    (re.compile(r"\bnon controlling"), "noncontrolling"),
    (re.compile(r"&"), " and "),
    (re.compile(r"\b(?:owners|shareholders|stockholders|shareowners|holders|members|companys?)['’`]"), r"\g<0>"),
)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_WORDS = re.compile(r"[a-z]{3,}")


@lru_cache(maxsize=65536)
def plain_label(label: str) -> str:
    """The label as rules compare it.

    >>> plain_label("Net cash provided by/(used for) operating activities")
    'net cash provided by operating activities'
    >>> plain_label("四、利润总额（亏损总额以“－”号填列）")
    '利润总额'
    """
    text = unicodedata.normalize("NFKC", label).casefold().strip()
    if _CJK.search(text):
        english = " ".join(_WORDS.findall(text))
        if len(english) < LEAST_ENGLISH:
            return _plain_chinese(text)
        text = _CJK.sub(" ", text)  # "Revenue 收入": printed in both languages, the English one is enough
    bare = _LOSS.sub(" ", text)
    text = bare if re.search(r"income|earnings|profit|retained|equity", bare) else _LOSS.sub(r" \1 ", text)
    text = _without_brackets(text)
    for pattern, repl in _SPELLING[:5]:
        text = pattern.sub(repl, text)
    text = re.sub(r"['’‘`´]", "", text)
    return " ".join(re.sub(r"[^a-z0-9$%\u00e0-\u024f]+", " ", text).split())


def _without_brackets(text: str) -> str:
    """Text without parentheses; what an opening one without its mate hides is dropped too. Never nothing at all."""
    rest = text
    while (shorter := _BRACKETS.sub(" ", rest)) != rest:
        rest = shorter
    head, _, tail = rest.partition("(")
    return head.strip() or tail.strip() or text


def _plain_chinese(text: str) -> str:
    text = text.translate(SIMPLIFIED)
    while (shorter := _NUMBERING.sub("", text.strip())) != text:
        text = shorter
    text = _without_brackets(text)
    return re.sub(r"[\s、,，.。:：;；“”\"'‘’\-_—－/]+", "", text)


def words_of(label: str) -> list[str]:
    """Words of a label for a name: letters and digits only; Chinese runs stay whole."""
    return re.findall(r"[A-Za-z0-9]+|[\u4e00-\u9fff]+", unicodedata.normalize("NFKC", label.replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to print a concept."""

    like: re.Pattern[str]
    under: re.Pattern[str] | None = None  # some part of the heading
    after: re.Pattern[str] | None = None  # some part of the label of the line before
    sections: frozenset[str] | None = None  # None: those of the rule
    alone: re.Pattern[str] | None = None  # only where no other line of the statement is like this
    score: float | None = None


@dataclass(frozen=True, slots=True)
class CoreRule:
    """How a core concept is printed, most telling wording first."""

    concept: str
    kinds: frozenset[str]
    wordings: tuple[Wording, ...]
    sections: frozenset[str] | None
    exclude: re.Pattern[str] | None
    keep: re.Pattern[str] | None  # never excluded
    last: bool

    def refuses(self, label: str) -> bool:
        """True for a label that the rule's `not` names."""
        if self.keep is not None and self.keep.fullmatch(label):
            return False
        return self.exclude is not None and self.exclude.fullmatch(label) is not None


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of concepts.yaml with its macros put in; `{{` and `}}` stand for braces."""
    macros = knowledge("concepts")["macros"]
    text = re.sub(r"(?<!\{)\{(\w+)\}", lambda m: macros.get(m[1], m[0]), pattern)
    text = re.sub(r"(?<!\{)\{(\w+)\}", lambda m: macros.get(m[1], m[0]), text)  # macros may use macros
    return re.compile(text.replace("{{", "{").replace("}}", "}"))


def _wording(spec: str | dict[str, Any]) -> Wording:
    if isinstance(spec, str):
        return Wording(compiled(spec))
    return Wording(
        like=compiled(spec["like"]),
        under=compiled(spec["under"]) if "under" in spec else None,
        after=compiled(spec["after"]) if "after" in spec else None,
        sections=frozenset(spec["sections"]) if "sections" in spec else None,
        alone=compiled(spec["alone"]) if "alone" in spec else None,
        score=spec.get("score"),
    )


@lru_cache(maxsize=1)
def core_rules() -> tuple[CoreRule, ...]:
    """Every rule of concepts.yaml, in its order."""
    return tuple(
        CoreRule(
            concept=name,
            kinds=frozenset(spec["kinds"]),
            wordings=tuple(_wording(w) for w in spec["labels"]),
            sections=frozenset(spec["sections"]) if "sections" in spec else None,
            exclude=compiled(spec["not"]) if "not" in spec else None,
            keep=compiled(spec["keep"]) if "keep" in spec else None,
            last=spec.get("pick") == "last",
        )
        for name, spec in knowledge("concepts")["concepts"].items()
    )


@lru_cache(maxsize=1)
def core_concepts() -> frozenset[str]:
    """Concepts that rules decide, never the statistics of labels alone."""
    return frozenset(knowledge("concepts")["concepts"]) | {
        "ProfitLoss",
        "NetIncomeLoss",
        "EarningsPerShareBasic",
        "EarningsPerShareDiluted",
        "StockholdersEquity",
        "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
    }


@dataclass(frozen=True, slots=True)
class Patterns:
    """A named group of patterns of concepts.yaml (profit, per_share, equity)."""

    one: dict[str, re.Pattern[str]]
    many: dict[str, tuple[re.Pattern[str], ...]]

    def says(self, name: str, label: str) -> bool:
        """True when the pattern of that name matches the whole label."""
        return self.one[name].fullmatch(label) is not None

    def rank(self, name: str, label: str) -> int | None:
        """Index of the first pattern of the list that matches the whole label."""
        return next((i for i, p in enumerate(self.many[name]) if p.fullmatch(label)), None)


def thresholds() -> dict[str, float]:
    """How sure rules, line model and backend must be, by name."""
    found: dict[str, float] = knowledge("concepts")["thresholds"]
    return found


@lru_cache(maxsize=8)
def patterns(group: str) -> Patterns:
    """The compiled group of concepts.yaml."""
    spec = knowledge("concepts")[group]
    return Patterns(
        one={k: compiled(v) for k, v in spec.items() if isinstance(v, str)},
        many={k: tuple(compiled(p) for p in v) for k, v in spec.items() if isinstance(v, list)},
    )


@lru_cache(maxsize=4)
def chinese_lexicon(kind: str) -> dict[str, tuple[str, float]]:
    """Plain Chinese label → (us-gaap element, confidence) for a kind of statement; empty for unknown kinds."""
    book = knowledge("concepts_zh")
    return {
        plain_label(label): (concept, book["confidence"][sure])
        for sure in ("near", "exact")  # exact ones last: they win
        for concept, labels in book[sure].get(kind, {}).items()
        for label in labels
    }


def own_name(label: str, heading: str, again: bool = False) -> str:
    """`r1:UpperCamelLabel`; a line without a label, or one whose label was used before, takes its heading's words too.

    >>> own_name("Content library, net", "")
    'r1:ContentLibraryNet'
    """
    words = words_of(label)[:LONGEST]
    if not words or again:
        words = [*words_of(heading)[:LONGEST], *(words or ["Total"])]
    return "r1:" + "".join(w[:1].upper() + (w[1:] if w[1:] != w[1:].upper() else w[1:].lower()) for w in words)
