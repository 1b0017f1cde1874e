"""`python3 stepwise.py rows tokens`: SWITCH one step at a time in PyTorch, keys and values of both models cached in place; prints JSON."""
import json
import math
import sys
import time

import torch
import torch.nn.functional as F

rows, tokens = map(int, sys.argv[1:3])
vocabulary, prompt = 50257, 32
torch.manual_seed(1)
torch.set_grad_enabled(False)
normal = lambda *shape: 0.02 * torch.randn(*shape)


class Model:
    def __init__(self, layers, width):
        self.width, self.heads = width, width // 64
        self.wte, self.wpe = normal(vocabulary, width), normal(1024, width)
        self.blocks = [dict(n1=(torch.ones(width), torch.zeros(width)), fused=(normal(3 * width, width), torch.zeros(3 * width)), out=(normal(width, width), torch.zeros(width)), n2=(torch.ones(width), torch.zeros(width)), up=(normal(4 * width, width), torch.zeros(4 * width)), down=(normal(width, 4 * width), torch.zeros(width))) for _ in range(layers)]

    def start(self):
        self.cache = [(torch.zeros(rows, self.heads, prompt + tokens, 64), torch.zeros(rows, self.heads, prompt + tokens, 64)) for _ in self.blocks]

    def logits(self, ids, start):
        count = ids.shape[1]
        x = self.wte[ids] + self.wpe[start : start + count]
        for block, (keys, values) in zip(self.blocks, self.cache):
            h = F.layer_norm(x, (self.width,), *block["n1"])
            query, key, value = (part.view(rows, count, self.heads, 64).transpose(1, 2) for part in F.linear(h, *block["fused"]).split(self.width, -1))
            keys[:, :, start : start + count], values[:, :, start : start + count] = key, value
            scores = query @ keys[:, :, : start + count].transpose(-1, -2) * 64**-0.5
            if count > 1:
                scores = scores + torch.full((count, start + count), -1e9).triu(1 + start)
            h = (scores.softmax(-1) @ values[:, :, : start + count]).transpose(1, 2).reshape(rows, count, self.width)
            x = x + F.linear(h, *block["out"])
            x = x + F.linear(F.gelu(F.linear(F.layer_norm(x, (self.width,), *block["n2"]), *block["up"])), *block["down"])
        return F.linear(F.layer_norm(x[:, -1], (self.width,)), self.wte)


teacher, student = Model(12, 768), Model(6, 384)


def rollout():
    teacher.start(), student.start()
    ids, start = torch.randint(vocabulary, (rows, prompt)), 0
    for step in range(tokens):
        p, q = teacher.logits(ids, start).log_softmax(-1), student.logits(ids, start).log_softmax(-1)
        start += ids.shape[1]
        pp, qq = p.exp(), q.exp()
        m = ((pp + qq) / 2).log()
        jsd = ((pp * (p - m)).sum(-1) + (qq * (q - m)).sum(-1)) / (2 * math.log(2))
        ids = torch.multinomial(torch.where((jsd <= math.exp(-0.1 * step))[:, None], qq, pp), 1)


seconds = []
for _ in range(3):
    started = time.perf_counter()
    rollout()
    seconds.append(time.perf_counter() - started)
print(json.dumps({"version": torch.__version__, "seconds": min(seconds[1:])}))
