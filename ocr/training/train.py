"""Trains the reader, on the CPU or on an accelerator, for a given time.

    train.py FOLDER --minutes 30 [--resume weights.npz] [--out weights.npz]

FOLDER is what prepare.py made. First each drawn character is told from the frame at its middle (a sliding
classifier, which starts at once where CTC alone idles); then whole lines by CTC. The learning rate falls
by a cosine over the time given; --resume starts from saved weights, with CTC at once. What is saved, with every
exam and at the end, is the average of the last steps' weights, in half precision; a run that is cut short can be
resumed from it.
"""
import argparse
import math
import multiprocessing
import os
import queue as queues
import random
import sys
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F

import batches
import characters
import ctc
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
    parser.add_argument("--rate", type=float, default=0, help="peak learning rate (0.0025, or 0.0015 when resuming; on the CPU 0.002 and 0.0005)")
    parser.add_argument("--centres", type=float, default=0.14, help="share of the time spent on single characters")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Batch:
    """Lines of one width as tensors; how many characters each has stays on the CPU."""

    def __init__(self, images, classes, counts, middles):
        rows, numbers, own = ctc.small_alphabets(classes, counts)
        self.counts = torch.from_numpy(counts.astype(np.int64))
        self.tensors = {name: torch.from_numpy(value) for name, value in (
            ("images", images[:, None]), ("classes", classes.astype(np.int64)), ("middles", middles), ("rows", rows),
            ("numbers", numbers), ("own", own))}

    def pinned(self):
        self.tensors = {name: tensor.pin_memory() for name, tensor in self.tensors.items()}
        return self

    def on(self, device):
        self.tensors = {name: tensor.to(device, non_blocking=True) for name, tensor in self.tensors.items()}
        return self

    def __getattr__(self, name):
        return self.__dict__["tensors"][name]

    def input(self):
        return normalised(self.images)

    def input_again(self):
        """The same lines in another light, some columns to the side, with other noise."""
        images = torch.roll(self.images, random.randint(-3, 3), 3)
        lines = (len(images), 1, 1, 1)
        gain = torch.empty(lines, device=images.device).uniform_(0.85, 1.08)
        shift = torch.empty(lines, device=images.device).uniform_(-0.3, 0.3)
        noise = torch.empty(lines, device=images.device).uniform_(0, 0.15)
        return normalised(images) * gain + shift + noise * torch.randn(images.shape, device=images.device)


class Batches:
    """Whole batches of one width, put together from the workers' slices in a thread of its own. An accelerator
    that is faster than the workers is given earlier batches again, up to `kept` of them."""

    def __init__(self, folder, workers, lines, seed, level, device, kept):
        self.device, self.kept, self.old, self.repeated = device, kept, [], 0
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
                batch = Batch(*(np.concatenate(columns) for columns in zip(*parts)))
                self.ready.put(batch.pinned() if self.device.type == "cuda" else batch)

    def stop(self):
        for worker in self.workers:
            worker.kill()

    def next(self):
        """(batch, the network's input of it)."""
        if self.ready.empty() and len(self.old) > 100:
            self.repeated += 1
            batch = random.choice(self.old)
            return batch, batch.input_again()
        batch = self.ready.get().on(self.device)
        if self.kept:
            if len(self.old) < self.kept:
                self.old.append(batch)
            else:
                self.old[random.randrange(self.kept)] = batch
        return batch, batch.input()


class Average:
    """A running average of the weights, of about the last `over` steps."""

    def __init__(self, reader, over=800, every=8):
        self.reader, self.over, self.every, self.steps = reader, over, every, 0
        self.values = {name: value.clone() for name, value in reader.state_dict().items()}

    def step(self):
        self.steps += 1
        if self.steps % self.every:
            return
        share = max(self.every / self.over, 1 / (1 + self.steps / self.every))
        with torch.no_grad():
            for name, value in self.reader.state_dict().items():
                if value.is_floating_point():
                    self.values[name].lerp_(value, share)
                else:
                    self.values[name].copy_(value)


def loss_at_middles(reader, batch, lines):
    """Cross entropy at the frame of each character's middle, and of blanks between neighbours."""
    classes, middles = batch.classes, batch.middles
    features = reader.features(lines).squeeze(2)  # N × waist × frames
    frames = features.shape[2]
    line = torch.repeat_interleave(torch.arange(len(batch.counts)), batch.counts).to(classes.device)
    at = (middles / STRIDE).long().clamp(0, frames - 1)
    between = ((middles[:-1] + middles[1:]) / (2 * STRIDE)).long().clamp(0, frames - 1)
    apart = (line[:-1] == line[1:]) & (middles[1:] - middles[:-1] > 2.5 * STRIDE)
    apart &= torch.rand(len(apart), device=apart.device) < 0.25
    lines_of = torch.cat([line, line[:-1][apart]])
    columns = torch.cat([at, between[apart]])
    wanted = torch.cat([classes, torch.zeros(int(apart.sum()), dtype=classes.dtype, device=classes.device)])
    picked = features[lines_of, :, columns][:, :, None, None]
    return F.cross_entropy(reader.head(picked)[:, :, 0, 0].float(), wanted)


def loss_of_lines(reader, batch, lines):
    return ctc.loss(reader.head, reader.features(lines), batch.rows, batch.numbers, batch.own, batch.counts)


def train(options):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    fast = device.type == "cuda"
    if fast:
        torch.backends.cudnn.benchmark = True
        torch.backends.cuda.matmul.allow_tf32 = True
        ctc.fuse()
        sys.setswitchinterval(0.0005)  # the thread that gathers batches must not hold up the one that trains
    else:
        torch.set_num_threads(os.cpu_count() or 1)
    glyphs.prepare(os.path.join(options.folder, "fonts.tar.xz"), options.folder, options.workers + 1)
    listed = characters.read_list(os.path.join(options.folder, "reader.txt"))
    level = multiprocessing.get_context("fork").Value("d", 1.0 if options.resume else 0.3)
    supply = Batches(options.folder, options.workers, options.lines or (1024 if fast else 64), options.seed, level, device,
                     1500 if fast else 0)
    exam = held_out.exam(options.folder, lines=20)
    torch.manual_seed(options.seed)
    reader = Reader(len(listed) + 1)
    if options.resume:
        reader.load_state_dict(parameters_of(options.resume))
    reader = reader.to(device, memory_format=torch.channels_last).train()
    rate = options.rate or (0.0015 if options.resume and fast else 0.0005 if options.resume else 0.0025 if fast else 0.002)
    optimiser = torch.optim.AdamW(reader.parameters(), rate, weight_decay=0.02, **({"fused": True} if fast else {}))
    average = Average(reader)
    supply.next()  # the clock starts when the workers run
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
        batch, lines = supply.next()
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = (loss_at_middles if share < centres else loss_of_lines)(reader, batch, lines)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 5.0)
        optimiser.step()
        average.step()
        step += 1
        seen += len(batch.counts)
        if elapsed - told > 15:
            told = elapsed
            print(f"{elapsed:6.0f} s  step {step} ({supply.repeated} again)  lines {seen} ({seen / max(elapsed, 1):.0f}/s)  "
                  f"{'middles' if share < centres else 'lines'} {float(loss.detach()):.4f}  waiting {supply.ready.qsize()}", flush=True)
        if elapsed - examined > max(40, options.minutes * 8) and share >= centres:
            examined = elapsed
            print(f"{elapsed:6.0f} s  exam  {held_out.marks(reader, exam, listed, device)}", flush=True)
            save_parameters(average.values, options.out)
    print(f"last weights  {held_out.marks(reader, exam, listed, device)}", flush=True)
    reader.load_state_dict(average.values)
    save_parameters(average.values, options.out)
    print(f"done: {step} steps, {seen} lines, {supply.repeated} steps with lines seen before, on {device}  "
          f"{held_out.marks(reader, exam, listed, device)}", flush=True)
    supply.stop()


if __name__ == "__main__":
    train(arguments())
