"""Writes the trained reader as ONNX, the form in which the product loads it.

    export.py weights.npz reader.txt reader.onnx

Opset 11, which OpenCV 4.6 imports; batch normalisation is folded into the convolutions. The file reads any
number of lines of any width that is a multiple of four.
"""
import sys

import onnx
import torch

import characters
from network import HEIGHT, Reader, parameters_of


def without_copies(path):
    """OpenCV cannot import Identity over a constant, which the exporter writes for equal tensors."""
    model = onnx.load(path)
    constants = {constant.name for constant in model.graph.initializer}
    meant = {}
    for node in list(model.graph.node):
        if node.op_type == "Identity" and node.input[0] in constants:
            meant[node.output[0]] = node.input[0]
            model.graph.node.remove(node)
    for node in model.graph.node:
        for at, name in enumerate(node.input):
            node.input[at] = meant.get(name, name)
    model.doc_string = "zhipi's line reader: N x 1 x 32 x W, (gray - 128) / 64, to N x classes x 1 x W/4 scores; 0 is blank"
    onnx.save(model, path)


def export(weights, listed, out):
    reader = Reader(len(characters.read_list(listed)) + 1)
    reader.load_state_dict(parameters_of(weights))
    reader.eval()
    torch.onnx.export(reader, torch.zeros(1, 1, HEIGHT, 320), out, opset_version=11, input_names=["lines"],
                      output_names=["scores"], do_constant_folding=True)
    without_copies(out)


if __name__ == "__main__":
    export(*sys.argv[1:4])
