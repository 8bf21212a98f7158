"""CTC over thousands of classes for the price of a few passes over the scores.

torch's ctc_loss wants the log-probability of every class in float32 and gives as much back; only those of a
line's own characters and of the blank matter. Here those few are picked out, the loss is taken over them as
over a small alphabet, and the gradient of all others is their probability. On an accelerator scores are kept
in half precision, and their number is filled up to a multiple of 64, for which its matrix units are made.
"""
import numpy as np
import torch
import torch.nn.functional as F

ROUND = 64
NEVER = -10000.0  # the score of what fills up


def small_alphabets(classes, counts):
    """The classes of each line, filled up with 0 (N × L), the number of each within its own line (N × L: a class
    that comes again has the number of its first place), and which places have a number of their own (N × L)."""
    longest = max(1, int(counts.max()))
    inside = np.arange(longest)[None] < counts[:, None]
    rows = np.zeros((len(counts), longest), np.int64)
    rows[inside] = classes
    first = (rows[:, :, None] == rows[:, None, :]).argmax(2)
    own = inside & (first == np.arange(longest)[None])
    return rows, first + 1, own


def _log_totals(scores):
    return torch.logsumexp(scores.float(), 2)


def _shares(scores, log_totals, weights):
    return (torch.exp(scores.float() - log_totals[:, :, None]) * weights[:, None, None]).to(scores.dtype)


# What an accelerator runs in one pass each; see `fuse`.
_passes = {"log_totals": _log_totals, "shares": _shares}


def fuse():
    """Compiles the two passes, where torch can: only an accelerator gains by it."""
    if hasattr(torch, "compile"):
        _passes.update(log_totals=torch.compile(_log_totals, dynamic=True), shares=torch.compile(_shares, dynamic=True))


class _Loss(torch.autograd.Function):
    """Sum of -log P(line) over the number of characters. `scores` is N × frames × classes, 0 the blank."""

    @staticmethod
    def forward(ctx, scores, rows, numbers, own, counts):
        log_totals = _passes["log_totals"](scores)
        used = F.pad(own, (1, 0), value=True)
        # Places without a number of their own stand for the blank, and are never asked for.
        picked = torch.where(used, F.pad(rows, (1, 0)), torch.zeros((), dtype=rows.dtype, device=rows.device))
        picked = picked[:, None, :].expand(-1, scores.shape[1], -1)
        logs = scores.gather(2, picked).float() - log_totals[:, :, None]
        frames = torch.full((len(counts),), scores.shape[1], dtype=torch.long)
        with torch.enable_grad():
            asked = logs.detach().requires_grad_()
            each = F.ctc_loss(asked.transpose(0, 1).contiguous(), numbers, frames, counts, reduction="none")
            # As torch has it, probability less what CTC expects: the gradient of scores, not of logarithms.
            gradient, = torch.autograd.grad(each.sum(), asked)
        possible = torch.isfinite(each)  # a line with more characters than frames is not
        total = (counts.to(scores.device) * possible).sum().clamp(min=1)
        gradient = torch.where(used[:, None, :], gradient, gradient[:, :, :1])
        gradient = torch.where(possible[:, None, None], gradient, torch.zeros((), device=scores.device)) / total
        ctx.save_for_backward(scores, log_totals, picked, gradient, possible / total)
        return torch.where(possible, each, torch.zeros((), device=scores.device)).sum() / total

    @staticmethod
    def backward(ctx, upstream):
        scores, log_totals, picked, gradient, weights = ctx.saved_tensors
        all_classes = _passes["shares"](scores, log_totals, weights * upstream)
        all_classes.scatter_(2, picked, (gradient * upstream).to(all_classes.dtype))
        return all_classes, None, None, None, None


def loss(head, features, rows, numbers, own, counts):
    """The loss of lines from the features N × waist × 1 × frames before the network's `head`; see
    `small_alphabets` for the others. `counts` stays on the CPU."""
    classes = head.weight.shape[0]
    spare = -classes % ROUND
    weight = F.pad(head.weight[:, :, 0, 0], (0, 0, 0, spare))
    bias = F.pad(head.bias, (0, spare), value=NEVER)
    scores = F.linear(features.squeeze(2).transpose(1, 2), weight, bias)
    return _Loss.apply(scores, rows, numbers, own, counts)
