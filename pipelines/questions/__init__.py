"""Questions about documents: understood by a grammar, answered from facts, tables and sentences, every number cited.

digest      a Reading as questions see it
understand  text → Question
pick        which of several documents it is about
answer      Question + Digest → Answer
"""

from .answer import answer_question
from .digest import digest_of
from .pick import pick
from .understand import understand

__all__ = ["answer_question", "digest_of", "pick", "understand"]
