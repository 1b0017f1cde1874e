"""Reads a folder of safetensors by nothing but the format's documentation, and prints it as JSON:

{files: [name], tensors: {name: {file, dtype, shape, bytes in hexadecimal}}, metadata: {file: {..}}, index: .. or null}
"""
import json
import os
import struct
import sys

folder = sys.argv[1]
result = {"files": sorted(os.listdir(folder)), "tensors": {}, "metadata": {}, "index": None}
for name in result["files"]:
    path = os.path.join(folder, name)
    if name.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            result["index"] = json.load(file)
        continue
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length % 8 == 0 and content[8:9] == b"{", "the header is not aligned"
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    result["metadata"][name] = header.pop("__metadata__", None)
    data = content[8 + length :]
    reached = 0
    for key, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        assert begin == reached, "the tensors have gaps or overlap"
        reached = end
        assert key not in result["tensors"], "a tensor is there twice"
        result["tensors"][key] = {"file": name, "dtype": entry["dtype"], "shape": entry["shape"], "bytes": data[begin:end].hex()}
    assert reached == len(data), "bytes are left over"
json.dump(result, sys.stdout)
