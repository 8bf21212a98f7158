"""Trains the reader, on the CPU or on an accelerator, for a given time.

    train.py FOLDER --minutes 30 [--resume weights.npz] [--out weights.npz]

FOLDER is what prepare.py made. First each drawn character is told from the frame at its middle (a sliding
classifier, which starts at once where CTC alone idles); then whole lines by CTC. The learning rate falls
by a cosine over the time given; --resume starts from saved weights, with CTC at once. Weights are saved
with every exam, so a run that is cut short can be resumed from --out.
"""
import argparse
import math
import multiprocessing
import os
import queue as queues
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F

import batches
import characters
import glyphs
import held_out
from network import Reader, STRIDE, normalised, parameters_of, save_parameters


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--resume")
    parser.add_argument("--out", default="weights.npz")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--lines", type=int, default=0, help="lines of 320 pixels a batch (1024 on an accelerator, else 64)")
    parser.add_argument("--rate", type=float, default=0, help="peak learning rate (0.002; 0.0005 when resuming)")
    parser.add_argument("--centres", type=float, default=0.14, help="share of the time spent on single characters")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Batches:
    """Whole batches of one width, put together from the workers' slices in a thread of its own."""

    def __init__(self, folder, workers, lines, seed, level):
        context = multiprocessing.get_context("fork")
        slices = context.Queue(workers * 3)
        self.ready = queues.Queue(6)
        self.workers = [
            context.Process(target=batches.work, args=(folder, seed * 1000 + worker, level, slices), daemon=True)
            for worker in range(workers)
        ]
        for worker in self.workers:
            worker.start()
        threading.Thread(target=self._gather, args=(slices, lines), daemon=True).start()

    def _gather(self, slices, lines):
        waiting = {width: [] for width in batches.WIDTH_SHARES}
        while True:
            width, part = slices.get()
            waiting[width].append(part)
            if len(waiting[width]) * batches.SLICE * width >= lines * 320:
                parts, waiting[width] = waiting[width], []
                self.ready.put(tuple(np.concatenate(columns) for columns in zip(*parts)))

    def stop(self):
        for worker in self.workers:
            worker.kill()

    def next(self, device):
        images, classes, counts, middles = self.ready.get()
        tensors = [torch.from_numpy(images)[:, None], torch.from_numpy(classes).long(), torch.from_numpy(counts).long(),
                   torch.from_numpy(middles)]
        if device.type == "cuda":
            tensors = [tensor.pin_memory().to(device, non_blocking=True) for tensor in tensors]
        return tensors


def loss_at_middles(reader, images, classes, counts, middles):
    """Cross entropy at the frame of each character's middle, and of blanks between neighbours."""
    features = reader.features(normalised(images)).squeeze(2)  # N × waist × frames
    frames = features.shape[2]
    line = torch.repeat_interleave(torch.arange(len(counts), device=images.device), counts)
    at = (middles / STRIDE).long().clamp(0, frames - 1)
    between = ((middles[:-1] + middles[1:]) / (2 * STRIDE)).long().clamp(0, frames - 1)
    apart = (line[:-1] == line[1:]) & (middles[1:] - middles[:-1] > 2.5 * STRIDE)
    apart &= torch.rand(len(apart), device=apart.device) < 0.25
    lines = torch.cat([line, line[:-1][apart]])
    columns = torch.cat([at, between[apart]])
    wanted = torch.cat([classes, torch.zeros(int(apart.sum()), dtype=classes.dtype, device=classes.device)])
    picked = features[lines, :, columns][:, :, None, None]
    return F.cross_entropy(reader.head(picked)[:, :, 0, 0].float(), wanted)


def loss_of_lines(reader, images, classes, counts, _):
    scores = reader(normalised(images)).squeeze(2)  # N × classes × frames
    logs = F.log_softmax(scores.permute(2, 0, 1).float(), 2)
    frames = torch.full((len(counts),), logs.shape[0], dtype=torch.long)
    return F.ctc_loss(logs, classes, frames, counts.cpu(), zero_infinity=True)


def train(options):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    fast = device.type == "cuda"
    if fast:
        torch.backends.cudnn.benchmark = True
        torch.backends.cuda.matmul.allow_tf32 = True
    else:
        torch.set_num_threads(os.cpu_count() or 1)
    glyphs.prepare(os.path.join(options.folder, "fonts.tar.xz"), options.folder, options.workers + 1)
    listed = characters.read_list(os.path.join(options.folder, "reader.txt"))
    level = multiprocessing.get_context("fork").Value("d", 1.0 if options.resume else 0.3)
    supply = Batches(options.folder, options.workers, options.lines or (1024 if fast else 64), options.seed, level)
    exam = held_out.exam(options.folder, lines=20)
    torch.manual_seed(options.seed)
    reader = Reader(len(listed) + 1)
    if options.resume:
        reader.load_state_dict(parameters_of(options.resume))
    reader = reader.to(device, memory_format=torch.channels_last).train()
    rate = options.rate or (0.0005 if options.resume else 0.0025 if fast else 0.002)
    optimiser = torch.optim.AdamW(reader.parameters(), rate, weight_decay=0.02)
    supply.next(device)  # the clock starts when the workers run
    began, told, examined, step, seen = time.time(), 0.0, 0.0, 0, 0
    centres = 0 if options.resume else options.centres
    while True:
        elapsed = time.time() - began
        share = elapsed / (options.minutes * 60)
        if share >= 1:
            break
        warm = min(1, (step + 1) / 200)
        for group in optimiser.param_groups:
            group["lr"] = rate * warm * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * share)))
        level.value = 1.0 if options.resume else min(1.0, 0.3 + share * 3)
        batch = supply.next(device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = (loss_at_middles if share < centres else loss_of_lines)(reader, *batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 5.0)
        optimiser.step()
        step += 1
        seen += len(batch[2])
        if elapsed - told > 15:
            told = elapsed
            print(f"{elapsed:6.0f} s  step {step}  lines {seen} ({seen / max(elapsed, 1):.0f}/s)  "
                  f"{'middles' if share < centres else 'lines'} {float(loss.detach()):.4f}  waiting {supply.ready.qsize()}", flush=True)
        if elapsed - examined > max(40, options.minutes * 8) and share >= centres:
            examined = elapsed
            print(f"{elapsed:6.0f} s  exam  {held_out.marks(reader, exam, listed, device)}", flush=True)
            save_parameters(reader, options.out)
    save_parameters(reader, options.out)
    print(f"done: {step} steps, {seen} lines, on {device}  {held_out.marks(reader, exam, listed, device)}", flush=True)
    supply.stop()


if __name__ == "__main__":
    train(arguments())
