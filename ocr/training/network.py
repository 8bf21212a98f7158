"""The reader's network: a gray line of 32 × W pixels to W/4 frames of class scores.

Plain convolutions and residual pairs only: they import into OpenCV 4.6's dnn and compute the same there,
where attention returns wrong numbers and LayerNorm is refused. Two thirds of a line's time are spent before
the height is folded away; the scores go through a narrow waist, for the 8,400 classes cost the rest.
"""
import torch
from torch import nn

HEIGHT = 32
STRIDE = 4  # pixels a frame
WAIST = 144


class Convolution(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=3, stride=1, padding=None):
        if padding is None:
            padding = kernel // 2 if isinstance(kernel, int) else tuple(side // 2 for side in kernel)
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs),
                         nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, channels, kernel=3):
        super().__init__()
        padding = kernel // 2 if isinstance(kernel, int) else tuple(side // 2 for side in kernel)
        self.first = Convolution(channels, channels, kernel)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, kernel, 1, padding, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


class Reader(nn.Module):
    """N × 1 × 32 × W, (gray - 128) / 64, dark on light → N × classes × 1 × W/4 scores; class 0 is CTC's blank."""

    def __init__(self, classes):
        super().__init__()
        self.body = nn.Sequential(
            Convolution(1, 32, 5, 2),
            Convolution(32, 32),  # 16 × W/2
            Convolution(32, 64, 3, 2),  # 8 × W/4
            Residual(64),
            Convolution(64, 128, 3, (2, 1)),  # 4 × W/4
            Residual(128),
            Residual(128),
            Convolution(128, 256, 3, (2, 1)),  # 2 × W/4
            Convolution(256, 256, (2, 3), 1, (0, 1)),  # 1 × W/4
            Residual(256, (1, 3)),
            Residual(256, (1, 3)),
            nn.Conv2d(256, WAIST, 1),
        )
        self.head = nn.Conv2d(WAIST, classes, 1)

    def features(self, x):
        return self.body(x)

    def forward(self, x):
        return self.head(self.features(x))


def normalised(gray):
    """uint8 lines to the network's input."""
    return ((gray.float() - 128) / 64).contiguous(memory_format=torch.channels_last)


def parameters_of(path):
    """Saved weights by name: plain .npz, so that any version of any framework reads them."""
    import numpy

    with numpy.load(path) as saved:
        return {name: torch.from_numpy(saved[name].astype("float32") if saved[name].dtype.kind == "f" else saved[name])
                for name in saved.files}


def save_parameters(values, path):
    """A state_dict, in half precision."""
    import os
    import numpy

    half = {name: value.detach().cpu().numpy() for name, value in values.items()}
    numpy.savez_compressed(path + ".part.npz", **{
        name: value.astype("float16") if value.dtype == numpy.float32 else value for name, value in half.items()})
    os.replace(path + ".part.npz", path)
