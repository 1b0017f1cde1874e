"""`python3 hooks.py gpt2|t5 prompts rounds weights|activations|batched`: the same attribution with hooks, one full forward and backward
pass for each option. `weights`: loss.backward(), as most write it; `activations`: torch.autograd.grad with respect to activations only;
`batched`: the same with a prompt's options as the rows of one batch. Prints JSON."""
import json
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

name, count, rounds, how = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
torch.manual_seed(1)
width, heads, layers = 768, 12, 12
linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=name == "gpt2")


class RMSNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


norm = (lambda: nn.LayerNorm(width)) if name == "gpt2" else RMSNorm


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (linear(width, width) for _ in range(4))

    def forward(self, x, memory, bias):
        split = lambda part: part.view(part.shape[0], part.shape[1], heads, -1).transpose(1, 2)
        query, key, value = split(self.query(x)), split(self.key(memory)), split(self.value(memory))
        scale = (width // heads) ** -0.5 if name == "gpt2" else 1.0
        scores = query @ key.transpose(-1, -2) * scale + bias
        return self.out((scores.softmax(-1) @ value).transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    def __init__(self, cross):
        super().__init__()
        self.norm1, self.attention, self.norm2, self.up, self.down = norm(), Attention(), norm(), linear(width, 4 * width), linear(4 * width, width)
        self.cross, self.norm3 = (Attention(), norm()) if cross else (None, None)

    def forward(self, x, bias, memory=None):
        h = self.norm1(x)
        x = x + self.attention(h, h, bias)
        if self.cross is not None:
            x = x + self.cross(self.norm3(x), memory, 0)
        h = self.up(self.norm2(x))
        return x + self.down(F.gelu(h, approximate="tanh") if name == "gpt2" else F.relu(h))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(50257 if name == "gpt2" else 32128, width)
        if name == "gpt2":
            self.places = nn.Embedding(1024, width)
        else:
            self.encoder = nn.ModuleList(Block(False) for _ in range(layers))
            self.encoder_norm = norm()
            self.encoder_bias, self.decoder_bias = nn.Embedding(32, heads), nn.Embedding(32, heads)
        self.decoder = nn.ModuleList(Block(name == "t5") for _ in range(layers))
        self.norm = norm()

    def relative(self, table, length):
        distance = (torch.arange(length)[None, :] - torch.arange(length)[:, None]).clamp(-15, 15) + 15
        return table(distance).permute(2, 0, 1)[None]

    def forward(self, ids, labels):
        """log P of each label, [labels]; all are of one length."""
        if name == "gpt2":
            read = torch.tensor([ids + label[:-1] for label in labels])
            x, memory, bias = self.tokens(read) + self.places(torch.arange(read.shape[1])), None, 0
        else:
            x, bias = self.tokens(torch.tensor([ids] * len(labels))), self.relative(self.encoder_bias, len(ids))
            for block in self.encoder:
                x = block(x, bias)
            memory = self.encoder_norm(x)
            x = self.tokens(torch.tensor([[0] + label[:-1] for label in labels]))
            bias = self.relative(self.decoder_bias, x.shape[1])
        mask = torch.full((x.shape[1], x.shape[1]), -1e9).triu(1) + bias
        for block in self.decoder:
            x = block(x, mask, memory)
        wanted = torch.tensor(labels)
        logits = self.norm(x)[:, -wanted.shape[1] :] @ self.tokens.weight.T
        return logits.log_softmax(-1).gather(2, wanted[:, :, None]).sum((1, 2))


model = Model()
seen = []
for module in model.modules():
    if isinstance(module, nn.Linear):
        module.register_forward_hook(lambda _module, _input, output: seen.append(output))
for parameter in model.parameters():
    # Without gradients of weights the activations still need a path: it begins at the embedding.
    parameter.requires_grad_(how == "weights" or parameter is model.tokens.weight)


def products(ids, labels):
    """log P of each label, and h * dlogP/dh of every layer, [labels, tokens, outputs]."""
    seen.clear()
    log_probabilities = model(ids, labels)
    if how == "weights":
        for output in seen:
            output.retain_grad()
        model.zero_grad(set_to_none=True)
        log_probabilities.sum().backward()
        gradients = [output.grad for output in seen]
    else:
        gradients = torch.autograd.grad(log_probabilities.sum(), seen)
    return log_probabilities.tolist(), [output.detach() * gradient for output, gradient in zip(seen, gradients)]


def attribute(prompt):
    if how == "batched":
        log_probabilities, layers_products = products(prompt["ids"], prompt["labels"])
        found = [(log_probabilities[option], [each[option] for each in layers_products]) for option in range(len(prompt["labels"]))]
    else:
        found = []
        for label in prompt["labels"]:
            (log_probability,), layers_products = products(prompt["ids"], [label])
            found.append((log_probability, [each[0] for each in layers_products]))
    gold = prompt["gold"]
    wrong = max((option for option in range(len(found)) if option != gold), key=lambda option: found[option][0])
    scale = lambda option: float(torch.tensor(found[option][0], dtype=torch.float64).exp())
    return [(scale(wrong) * a - (scale(gold) * b).clamp(min=0)).max(0).values for a, b in zip(found[wrong][1], found[gold][1])]


prompts = [dict(ids=[5 + (prompt * 7919 + place * 104729) % 30000 for place in range(92 + prompt * 5 % 17)], labels=[[100 + option, 200 + (prompt + option) % 50] for option in range(3)], gold=prompt % 3) for prompt in range(count)]
seconds = []
attribute(prompts[0])
for _ in range(rounds):
    started = time.perf_counter()
    total = None
    for prompt in prompts:
        scores = attribute(prompt)
        total = scores if total is None else [a + b for a, b in zip(total, scores)]
    seconds.append(time.perf_counter() - started)
print(json.dumps({"version": torch.__version__, "seconds": seconds, "prompts": count, "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))
