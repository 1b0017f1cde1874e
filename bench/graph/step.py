"""`python3 step.py layers width heads vocabulary steps`: the same training step in PyTorch; prints JSON."""
import json
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

layers, width, heads, vocabulary, steps = map(int, sys.argv[1:6])
torch.manual_seed(1)



class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.fused, self.out = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm2, self.up, self.down = nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        query, key, value = (part.view(batch, length, heads, -1).transpose(1, 2) for part in self.fused(self.norm1(x)).split(width, -1))
        scores = (query @ key.transpose(-1, -2)) * (width // heads) ** -0.5 + mask
        attended = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + self.out(attended)
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Parameter(0.02 * torch.randn(256, width))
        self.blocks, self.norm = nn.ModuleList(Block() for _ in range(layers)), nn.LayerNorm(width)
        nn.init.normal_(self.tokens.weight, std=0.02)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions
        mask = torch.full((256, 256), -1e9).triu(1)
        for block in self.blocks:
            x = block(x, mask)
        return self.norm(x) @ self.tokens.weight.t()


model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)
ids = torch.tensor([(index * 7919) % vocabulary for index in range(1024)]).view(4, 256)
labels = torch.tensor([((index + 1) * 7919) % vocabulary for index in range(1024)]).view(4, 256)
seconds, losses = [], []
for _ in range(steps):
    started = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(ids).view(-1, vocabulary), labels.view(-1))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    seconds.append(time.perf_counter() - started)
    losses.append(loss.item())
print(json.dumps({"version": torch.__version__, "seconds": seconds, "losses": losses, "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))
