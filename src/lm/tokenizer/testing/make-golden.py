"""Makes the tokenizers of golden/ and what their original implementations say of every text.

    pip install sentencepiece==0.2.2 tokenizers==0.23.2
    python make-golden.py ../shared/data/tokenizers

The corpus is made up here, so that the files are this project's own. Of the published tokenizers only ids are kept.
"""

import base64
import io
import json
import os
import random
import sys
import tempfile

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
published = os.path.abspath(sys.argv[1])
chance = random.Random(11)

subjects = ["the old teacher", "a small boat", "my sister", "the red fox", "every river", "the night train", "an honest judge", "our garden", "the clock", "a young baker"]
verbs = ["follows", "remembers", "carries", "finds", "paints", "counts", "opens", "repairs", "answers", "watches"]
objects = ["seven letters", "the broken window", "a song of winter", "warm bread", "the way home", "twelve stones", "a quiet question", "the morning light", "an empty page", "the same mistake"]
endings = ["before breakfast.", "near the harbour!", "again and again.", "without a word?", "in 1987, or 2024.", "(as always).", "because it rains.", "über die Straße.", "à la fin.", "в тихом городе.", "在河边。"]
lines = [" ".join(map(chance.choice, (subjects, verbs, objects, endings))) for _ in range(900)]
lines = [line[0].upper() + line[1:] for line in lines]

rules = [("ﬁ", "fi"), ("½", "1/2"), ("①", "1"), ("e\u0301", "é"), ("e\u0301\u0302", "ê"), ("A\u030a", "Å"), ("\t", " "), ("\n", " "), ("\u3000", " "), ("\u00a0", " "), ("\u200b", ""), ("Ａ", "A"), ("Ｂ", "B"), ("＜", "<"), ("＞", ">"), ("ſ", "s"), ("한", "H"), ("\r\n", " ")]
ranges = [(0x20, 0x7E)] * 5 + [(0, 0x1F), (0x7F, 0xFF), (0x300, 0x36F), (0x370, 0x4FF), (0x590, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x2000, 0x206F), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF00, 0xFFEF), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1FAFF)]
fragments = [" ", "  ", "   ", "\n", "\t", "\r\n", "\u00a0", "\u200b", "\u3000", "▁", "▁▁", "Ġ", "<s>", "</s>", "<unk>", "<0x0A>", "<k>", "[X]", "[Y Z]", "ﬁ", "½", "①", "e\u0301", "e\u0301\u0302", "A\u030a", "e\u0301x", "Ａ", "＜s＞", "ſ", "한", "👨‍👩‍👧", "👋🏽", "🇩🇪", "don't", "they'll", "The", "the old", "river", "2024", "12", "...", "über", "городе", "在河边", "\u0ba8\u0bbf", "\ufeff", "\u0085", "\u2028"]


def random_text():
    text = ""
    for _ in range(chance.randint(1, 10)):
        kind = chance.random()
        if kind < 0.5:
            text += chance.choice(fragments)
        elif kind < 0.7:
            text += chance.choice(lines)[: chance.randint(1, 30)]
        else:
            first, last = chance.choice(ranges)
            text += "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(1, 3)))
    return text


texts = ["", " ", "  ", "a", "▁", "\n", "<s>", "</s>", lines[0], lines[1] + " " + lines[2], " " + lines[3] + "  ", "a" * 24, " " * 12 + "x"] + [random_text() for _ in range(240)]


def write(name, file, content):
    os.makedirs(os.path.join(folder, name), exist_ok=True)
    with open(os.path.join(folder, name, file), "wb") as out:
        out.write(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode())


def sentence_piece(name, **settings):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=model, minloglevel=2, hard_vocab_limit=False, **settings)
    write(name, "tokenizer.model", model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    write(name, "expected.json", [processor.encode(text) for text in texts])
    return processor, model.getvalue()


added = [AddedToken("<k>", lstrip=True, special=True, normalized=False), AddedToken("[X]", rstrip=True, normalized=False), AddedToken("The", single_word=True), AddedToken("</s>", special=True, normalized=True)]


def finished(name, description):
    tokenizer = Tokenizer.from_str(json.dumps(description))
    tokenizer.add_tokens([token for token in added if not token.special])
    tokenizer.add_special_tokens([token for token in added if token.special])
    tokenizer.post_processor = processors.TemplateProcessing(single="<k> $A </s>", special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<k>", "</s>")])
    write(name, "tokenizer.json", json.loads(tokenizer.to_str()))
    again = Tokenizer.from_file(os.path.join(folder, name, "tokenizer.json"))
    write(name, "expected.json", [again.encode(text).ids for text in texts])


def byte_pairs(name, alphabet, normalizer, splitter, decoder, **settings):
    tokenizer = Tokenizer(models.BPE(unk_token=None if alphabet == "bytes" else "<unk>", byte_fallback=alphabet == "fallback", **settings))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = splitter
    if decoder:
        tokenizer.decoder = decoder
    reserved = [] if alphabet == "bytes" else ["<unk>"]
    if alphabet == "fallback":
        reserved += ["<0x%02X>" % byte for byte in range(256)]
    initial = pre_tokenizers.ByteLevel.alphabet() if alphabet == "bytes" else []
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=480, show_progress=False, initial_alphabet=initial, special_tokens=reserved, max_token_length=12))
    description = json.loads(tokenizer.to_str())
    description["added_tokens"] = [token for token in description["added_tokens"] if not token["content"].startswith("<0x")]
    finished(name, description)


def character_map(model):
    """The field precompiled_charsmap (2) of the field normalizer_spec (3)."""

    def field(message, wanted):
        at = 0

        def number():
            nonlocal at
            value = shift = 0
            while True:
                byte = message[at]
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        while at < len(message):
            tag = number()
            if tag & 7 == 0:
                number()
            elif tag & 7 == 2:
                length = number()
                at += length
                if tag >> 3 == wanted:
                    return message[at - length : at]
            else:
                at += 4 if tag & 7 == 5 else 8

    return base64.b64encode(field(field(model, 3), 2)).decode()


write("", "texts.json", texts)
with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    with open("rules.tsv", "w") as out:
        for source, target in rules:
            out.write(" ".join("%X" % ord(character) for character in source) + "\t" + " ".join("%X" % ord(character) for character in target) + "\n")
    marks = {"user_defined_symbols": ["[X]", "[Y Z]"], "control_symbols": ["<k>"]}
    plain = {"byte_fallback": True, "normalization_rule_name": "identity", "remove_extra_whitespaces": False}
    processor, unigram = sentence_piece("sentencepiece-unigram", vocab_size=320, model_type="unigram", normalization_rule_tsv="rules.tsv", **marks)
    sentence_piece("sentencepiece-unigram-bytes", vocab_size=560, model_type="unigram", add_dummy_prefix=False, **plain)
    sentence_piece("sentencepiece-bpe", vocab_size=320, model_type="bpe", normalization_rule_tsv="rules.tsv", character_coverage=0.98, **marks)
    sentence_piece("sentencepiece-bpe-bytes", vocab_size=560, model_type="bpe", **plain)

words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
spaces = decoders.Replace("▁", " ")
split = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(words), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
byte_pairs("json-byte-level", "bytes", normalizers.NFC(), split, decoders.ByteLevel())
byte_pairs("json-replace", "fallback", normalizers.Replace(" ", "▁"), pre_tokenizers.Split(" ", "merged_with_previous"), decoders.Sequence([spaces, decoders.ByteFallback(), decoders.Fuse()]), fuse_unk=True)
byte_pairs("json-metaspace", "fallback", None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False), decoders.Sequence([spaces, decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]), fuse_unk=True, ignore_merges=True)
folded = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip()])
byte_pairs("json-words", "unknown", folded, pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation("merged_with_previous")]), None, fuse_unk=False)

left_out = ("[X]", "[Y Z]", "<k>")
scored = [[processor.id_to_piece(piece), processor.get_score(piece)] for piece in range(processor.get_piece_size()) if processor.id_to_piece(piece) not in left_out]
metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
finished(
    "json-unigram",
    {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": 0, "content": "<unk>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": character_map(unigram)}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": metaspace,
        "post_processor": None,
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 0, "vocab": scored, "byte_fallback": False},
    },
)


def of_published(name):
    if name == "gpt2":
        tokenizer = Tokenizer(models.BPE.from_file(os.path.join(published, "gpt2", "encoder.json"), os.path.join(published, "gpt2", "vocab.bpe")))
        tokenizer.add_special_tokens(["<|endoftext|>"])
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        return tokenizer
    with open(os.path.join(published, name, "tokenizer.json")) as file:
        description = json.load(file)
    if name == "t5-small":
        description["model"]["type"] = "Unigram"
    else:
        # Three merges of no-break spaces were turned into spaces in this copy and cannot be read.
        description["model"]["merges"] = [merge for merge in description["model"]["merges"] if merge.count(" ") == 1]
    tokenizer = Tokenizer.from_str(json.dumps(description))
    tokenizer.no_truncation()
    return tokenizer


tokenizers = {name: of_published(name) for name in ("gpt2", "llama2", "t5-small")}
write("", "published.json", {name: [tokenizer.encode(text).ids for text in texts[:130]] for name, tokenizer in tokenizers.items()})
