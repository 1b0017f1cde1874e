"""`python3 sample.py rows tokens`: the same sampling in PyTorch, keys and values cached in place; prints JSON."""
import json
import sys
import time

import torch
import torch.nn.functional as F

rows, tokens = map(int, sys.argv[1:3])
layers, width, heads, vocabulary, prompt = 12, 768, 12, 50257, 32
torch.manual_seed(1)
torch.set_grad_enabled(False)
normal = lambda *shape: 0.02 * torch.randn(*shape)
wte, wpe = normal(vocabulary, width), normal(1024, width)
blocks = [dict(n1=(torch.ones(width), torch.zeros(width)), fused=(normal(3 * width, width), torch.zeros(3 * width)), out=(normal(width, width), torch.zeros(width)), n2=(torch.ones(width), torch.zeros(width)), up=(normal(4 * width, width), torch.zeros(4 * width)), down=(normal(width, 4 * width), torch.zeros(width))) for _ in range(layers)]


def forward(ids, start, cache):
    count = ids.shape[1]
    x = wte[ids] + wpe[start : start + count]
    for block, (keys, values) in zip(blocks, cache):
        h = F.layer_norm(x, (width,), *block["n1"])
        query, key, value = (part.view(rows, count, heads, -1).transpose(1, 2) for part in F.linear(h, *block["fused"]).split(width, -1))
        keys[:, :, start : start + count], values[:, :, start : start + count] = key, value
        scores = query @ keys[:, :, : start + count].transpose(-1, -2) * 64**-0.5
        if count > 1:
            scores = scores + torch.full((count, start + count), -1e9).triu(1 + start)
        h = (scores.softmax(-1) @ values[:, :, : start + count]).transpose(1, 2).reshape(rows, count, width)
        x = x + F.linear(h, *block["out"])
        h = F.linear(F.layer_norm(x, (width,), *block["n2"]), *block["up"])
        x = x + F.linear(F.gelu(h), *block["down"])
    return F.linear(F.layer_norm(x[:, -1], (width,)), wte)


def sample():
    cache = [(torch.zeros(rows, heads, prompt + tokens, 64), torch.zeros(rows, heads, prompt + tokens, 64)) for _ in range(layers)]
    ids, start = torch.randint(vocabulary, (rows, prompt)), 0
    for _ in range(tokens):
        logits = forward(ids, start, cache)
        start += ids.shape[1]
        ids = torch.multinomial(logits.softmax(-1), 1)


seconds = []
for _ in range(4):
    started = time.perf_counter()
    sample()
    seconds.append((time.perf_counter() - started) / tokens)
print(json.dumps({"version": torch.__version__, "secondsAStep": seconds[1:]}))
