"""The digit classifier that measures generated digits: its network, its weights, its training.

The weights come with the package, so that everyone's figures can be compared. To make them anew:

    python -m ganlab.digit_classifier train

To see that those of the package do what is said of them:

    python -m ganlab.digit_classifier check
"""

from __future__ import annotations

import argparse
import functools
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganlab.damage import shifted_and_rotated
from ganlab.data import Digits, batches, load_digits
from ganlab.weights import load_weights, save_weights

__all__ = ["DigitClassifier", "accuracy", "load_classifier", "train_classifier"]

WEIGHTS = Path(__file__).with_suffix(".npz")
LEAST_ACCURACY = 0.98  # on the 1,000 held-out digits


class DigitClassifier(nn.Module):
    """A small convolutional network: digits to 64 features, features to ten logits."""

    num_features = 64

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _block(1, 16),  # 28 x 28 -> 14 x 14
            _block(16, 32),  # -> 7 x 7
            _block(32, 64),  # -> 3 x 3
            nn.Flatten(),
            nn.Linear(64 * 3 * 3, self.num_features),
            nn.ReLU(),
        )
        self.head = nn.Linear(self.num_features, 10)

    def forward(self, images: Tensor) -> Tensor:
        """Map images (n, 1, 28, 28), values in [0, 1], to logits (n, 10)."""
        return self.head(self.features(images))


def _block(in_channels: int, out_channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


def train_classifier(digits: Digits, *, epochs: int = 12, seed: int = 0) -> DigitClassifier:
    """Train on digits, each epoch shifted and rotated anew. Less than a minute on one core.

    Args:
        digits: images (N, 1, 28, 28), values in [0, 1], and their labels.
        epochs: passes over the digits.
        seed: for the first weights, the order and the changes to the images.

    Returns:
        The network in evaluation mode, without gradients.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = DigitClassifier()
    generator = torch.Generator().manual_seed(seed)
    order = batches(torch.arange(len(digits.images)), 64, drop_last=True, generator=generator)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.01, total_steps=epochs * len(order)
    )
    for _ in range(epochs):
        for rows in order:
            images = shifted_and_rotated(digits.images[rows], generator=generator)
            # smoothed labels keep the features of one class together, at one scale
            loss = F.cross_entropy(net(images), digits.labels[rows], label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    net.eval().requires_grad_(False)
    _calibrate(net, shifted_and_rotated(digits.images, generator=generator), digits.labels)
    return net


def _calibrate(net: DigitClassifier, images: Tensor, labels: Tensor) -> None:
    """Make the probabilities honest: smoothed labels have taught the network to be too unsure.

    The logits are divided by the temperature with the least cross entropy (Guo et al. 2017,
    arXiv:1706.04599). The features stay as they are.
    """
    logits = net(images)
    temperatures = [step / 100 for step in range(10, 101)]
    best = min(temperatures, key=lambda t: F.cross_entropy(logits / t, labels).item())
    net.head.weight.div_(best)
    net.head.bias.div_(best)


@torch.no_grad()
def accuracy(net: DigitClassifier, digits: Digits) -> float:
    """Return the share of the digits that the network names rightly."""
    return (net(digits.images).argmax(1) == digits.labels).double().mean().item()


@functools.cache
def load_classifier() -> DigitClassifier:
    """Return the classifier with the package's weights, in evaluation mode, without gradients."""
    net = DigitClassifier()
    load_weights(net, WEIGHTS)
    return net.to(memory_format=torch.channels_last)  # twice as fast on a processor


def main() -> None:
    """Train or check, and print the accuracy on the held-out digits."""
    parser = argparse.ArgumentParser(prog="python -m ganlab.digit_classifier")
    parser.add_argument("action", choices=["train", "check"])
    torch.set_num_threads(1)
    if parser.parse_args().action == "train":
        start = time.perf_counter()
        save_weights(train_classifier(load_digits("train")), WEIGHTS)
        print(f"trained in {time.perf_counter() - start:.0f} s")
    correct = accuracy(load_classifier(), load_digits("test"))
    print(f"{correct:.1%} of the held-out digits are right ({WEIGHTS.stat().st_size:,} bytes)")
    if correct < LEAST_ACCURACY:
        raise SystemExit(f"That is less than the {LEAST_ACCURACY:.0%} that the measures count on.")


if __name__ == "__main__":
    main()
