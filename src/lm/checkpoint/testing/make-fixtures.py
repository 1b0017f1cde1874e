"""Writes the PyTorch files of the folder it is run in, and expected.json with what PyTorch itself reads from them.

Run with PyTorch 1.13: cd pytorch; python3 ../make-fixtures.py
Weights of a fixture: name -> {dtype, shape, values: float32, little-endian, row by row, in hexadecimal}.
"""
import json
import os
import zipfile

import torch

EXPECTED = {}


def fixture(name, state, save=None, **how):
    torch.save(save if save is not None else state, name, **how)
    EXPECTED[name] = {
        key: {
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": tensor.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes().hex(),
        }
        for key, tensor in state.items()
    }


def numbers(*shape):
    count = 1
    for size in shape:
        count *= size
    return ((torch.arange(count, dtype=torch.float32) * 37 % 101 - 50) / 8).reshape(shape)


special = torch.tensor([0.0, -0.0, 1.0, -1.5, 3.0517578125e-05, 5.9604644775390625e-08, 65504.0, float("inf"), float("-inf"), float("nan")])
fixture(
    "types.bin",
    {
        "float64": special.double() / 3,
        "float32": special,
        "float16": special.half(),
        "bfloat16": special.bfloat16(),
        "int64": torch.tensor([0, -1, 2**24, -(2**40)]),
        "int32": torch.tensor([0, -1, 2**24], dtype=torch.int32),
        "int16": torch.tensor([0, -1, 32767], dtype=torch.int16),
        "int8": torch.tensor([0, -1, 127], dtype=torch.int8),
        "uint8": torch.tensor([0, 1, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
    },
)

matrix = numbers(4, 6)
cube = numbers(2, 3, 5)
fixture(
    "views.bin",
    {
        "whole": matrix,
        "tied": matrix,
        "transposed": matrix.t(),
        "rows": matrix[1:3],
        "columns": matrix[:, 2:5],
        "strided": matrix[::2, ::3],
        "one": matrix[3, 5],
        "permuted": cube.permute(2, 0, 1),
        "half permuted": cube.half().permute(1, 2, 0),
        "diagonal": numbers(5, 5).diagonal(),
        "windows": numbers(20)[:8].unfold(0, 4, 2),
        "unsqueezed": numbers(7).expand(1, -1),
        "empty": torch.zeros(0, 3),
        "empty slice": matrix[4:],
        "parameter": torch.nn.Parameter(numbers(3, 2)),
        "parameter transposed": torch.nn.Parameter(numbers(3, 2).t(), requires_grad=False),
        "name with ümlaut 語": numbers(1),
    },
)


class Tied(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(5, 4)
        self.norm = torch.nn.LayerNorm(4)
        self.head = torch.nn.Linear(4, 5, bias=False)
        self.register_buffer("mask", torch.tril(torch.ones(3, 3, dtype=torch.bool)))
        with torch.no_grad():
            self.embed.weight.copy_(numbers(5, 4))
            self.norm.bias.copy_(numbers(4))
        self.head.weight = self.embed.weight


fixture("module.bin", Tied().state_dict())
fixture("module-half.bin", Tied().half().state_dict())
for protocol in (3, 4, 5):
    fixture(f"protocol-{protocol}.bin", {"weight": numbers(2, 3), "bias": numbers(3), "again": numbers(2, 3).t()}, pickle_protocol=protocol)

# What must be refused.
torch.save({"weight": numbers(2, 3)}, "legacy.bin", _use_new_zipfile_serialization=False)
torch.save({"weight": torch.complex(numbers(2), numbers(2))}, "complex.bin")
torch.save(torch.nn.Linear(2, 1), "whole-module.bin")
torch.save({"state_dict": {"weight": numbers(2)}}, "nested.bin")
torch.save([numbers(2)], "list.bin")
torch.save({"weight": numbers(1).expand(1000, 1000)}, "expanded.bin")
torch.save({"large": torch.tensor([2**24 + 1])}, "inexact.bin")


class Evil:
    def __reduce__(self):
        return (os.system, ("echo run > pwned",))


torch.save({"weight": numbers(2), "evil": Evil()}, "evil.bin")
with zipfile.ZipFile("list.bin") as source, zipfile.ZipFile("compressed.bin", "w", zipfile.ZIP_DEFLATED) as target:
    for entry in source.infolist():
        target.writestr(zipfile.ZipInfo(entry.filename), source.read(entry), zipfile.ZIP_DEFLATED)

with open("expected.json", "w") as file:
    json.dump(EXPECTED, file, indent=1, sort_keys=True, ensure_ascii=False)
    file.write("\n")
