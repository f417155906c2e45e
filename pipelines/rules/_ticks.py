"""Form answers of Chinese annual reports: a heading is a question, `√适用` or `√不适用` below it is the answer.

The heading alone says nothing: every report prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.schemas import Sentence

_MARK = r"[√☑■✓✔●\uf052\uf0fe]"
_YES = re.compile(rf"{_MARK}\s*(?:适用|是)")
_NO = re.compile(rf"{_MARK}\s*(?:不适用|否)|^(?:否|无|不适用|不存在)。?$")
_BARE_YES = re.compile(r"^是。?$")
_BOX = re.compile(r"[□√☑☐■✓✔●\uf052\uf0fe]\s*(?:适用|不适用|是|否)")
_STOP = "。；"


def _question(sentences: Sequence[Sentence], index: int, lead: str) -> str:
    """What is asked: the words before the boxes, else a line above that is no sentence, else the heading."""
    if len(lead) > 3:
        return lead
    before = sentences[index - 1] if index else None
    loose = before is not None and before.section == sentences[index].section and before.text[-1:] not in _STOP
    if before is not None and loose and not _BOX.search(before.text) and len(before.text) < 80:
        return before.text
    return sentences[index].section.split(" — ")[-1]


def answers(sentences: Sequence[Sentence]) -> Iterator[tuple[str, bool, Sentence]]:
    """Question, whether the answer is yes, and the sentence that holds the answer."""
    for index, sentence in enumerate(sentences):
        box = _BOX.search(sentence.text)
        if box:
            boxes = sentence.text[box.start() : box.start() + 24]
            yes, no = _YES.search(boxes), _NO.search(boxes)
            if bool(yes) != bool(no):
                yield _question(sentences, index, sentence.text[: box.start()].strip(" ：:")), bool(yes), sentence
        elif _BARE_YES.match(sentence.text) or _NO.match(sentence.text):
            yield _question(sentences, index, ""), bool(_BARE_YES.match(sentence.text)), sentence
