"""Recognise: which pack a document asks for, when nobody named one. The guess is said, with its reason."""

from __future__ import annotations

import re

from .packs import SHIPPED, Pack, load_pack
from .pattern import compiled
from .script import Script

HEAD = 3_000  # characters: title and preamble
FIRST = ("gdpr-art28", "nda", "zh-contract", "commercial")  # the more special pack is asked first


def recognise(script: Script) -> tuple[Pack, str]:
    """The pack and why: the first in the order of speciality, one of whose marks stands in the title or preamble."""
    head = script.text[:HEAD]
    if len(re.findall(r"[\u4e00-\u9fff]", head)) > len(head) / 4:
        return load_pack("zh-contract"), "the text is Chinese"
    for name in FIRST:
        if name not in SHIPPED:
            continue
        pack = load_pack(name)
        for source in pack.applies if pack.language == "en" else ():
            match = compiled(source).find(head, head.lower())
            if match:
                return pack, f"its first page says “{' '.join(match[0].split())[:80]}”"
    return load_pack("commercial"), "nothing speaks for another pack"
