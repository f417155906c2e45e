"""The tokenizer: byte-level BPE of our own, 4,096 tokens, for English, Chinese, code and numbers.

    text ─► numbers digit by digit ─► bytes ─► merges learned from the project's corpora ─► ids

Any text comes back byte for byte: what has no merge is spelled in bytes. A number is spelled in digits, since the
model must see 32,765 and 32,785 apart in one place. Few tokens on purpose: the output layer is the largest dense
product of a small model.
Source: byte-level BPE as in Radford et al. 2019; single digits as in Touvron et al. 2023 (arXiv:2302.13971).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

VOCABULARY = 4096
SPECIAL = ("<pad>", "<bos>", "<eos>", "<image>", "<item>", "<sep>", "<fim_prefix>", "<fim_middle>", "<fim_suffix>")
WORDS = r"'(?i:[sdmt]|ll|ve|re)|[\r\n]+|[ \t]+(?=[ \t])| ?\p{Han}{1,4}| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]{1,8}|\s+"


def learned(texts: Iterable[str], vocabulary: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """A tokenizer from the texts; the same texts give the same tokenizer."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return dressed(tokenizer)


def opened(folder: Path) -> PreTrainedTokenizerFast:
    """The tokenizer that lies in a model's folder."""
    return dressed(Tokenizer.from_file(str(folder / "tokenizer.json")))


def dressed(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """As transformers wants it, with the names of the special tokens."""
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=SPECIAL[0],
        bos_token=SPECIAL[1],
        eos_token=SPECIAL[2],
        additional_special_tokens=list(SPECIAL[3:]),
        clean_up_tokenization_spaces=False,
    )
