"""The loss over a line's own characters is torch's own, in value and in gradient."""
import unittest

import numpy as np
import torch
import torch.nn.functional as F

import ctc

CLASSES, WAIST, FRAMES = 70, 8, 20  # more classes than a multiple of 64, so that some fill up


def losses(lines, frames=FRAMES):
    """(ours, torch's) of the same lines: loss and gradients of head and features, each."""
    torch.manual_seed(4)
    head = torch.nn.Conv2d(WAIST, CLASSES, 1)
    features = torch.randn(len(lines), WAIST, 1, frames, requires_grad=True)
    counts = torch.tensor([len(line) for line in lines])
    classes = np.concatenate([np.array(line) for line in lines])
    results = []
    for ours in (True, False):
        if ours:
            rows, numbers, own = (torch.from_numpy(part) for part in ctc.small_alphabets(classes, counts.numpy()))
            loss = ctc.loss(head, features, rows, numbers, own, counts)
        else:
            logs = head(features).squeeze(2).permute(2, 0, 1).log_softmax(2)
            each = F.ctc_loss(logs, torch.from_numpy(classes), torch.full((len(lines),), frames), counts,
                              reduction="none", zero_infinity=True)
            possible = torch.tensor([needed(line) <= frames for line in lines])
            loss = each.sum() / (counts * possible).sum()
        results.append([loss.detach(), *torch.autograd.grad(loss, [head.weight, head.bias, features])])
    return results


def needed(line):
    """Frames: one a character, and a blank between two that are the same."""
    return len(line) + sum(a == b for a, b in zip(line, line[1:]))


class Loss(unittest.TestCase):
    def agree(self, lines, **options):
        for ours, theirs in zip(*losses(lines, **options)):
            torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)

    def test_is_torchs_own_for_lines_of_several_lengths(self):
        self.agree([[1, 2, 3], [69, 5], [7, 8, 9, 10, 11, 12]])

    def test_counts_a_character_that_comes_again(self):
        self.agree([[4, 4], [5, 6, 5, 5], [1, 2, 1]])

    def test_leaves_out_a_line_that_has_more_characters_than_frames(self):
        self.agree([[1, 2, 3], list(range(1, 9)), [3, 3, 3, 3]], frames=6)

    def test_numbers_each_character_within_its_line(self):
        rows, numbers, own = ctc.small_alphabets(np.array([9, 4, 9, 7]), np.array([3, 1]))
        self.assertEqual([[9, 4, 9], [7, 0, 0]], rows.tolist())
        self.assertEqual([1, 2, 1], numbers[0].tolist())
        self.assertEqual([[True, True, False], [True, False, False]], own.tolist())


if __name__ == "__main__":
    unittest.main()
