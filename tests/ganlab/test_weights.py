"""Weights of the package: what is saved comes back, rounded to half precision."""

import numpy as np
import torch
from torch import nn

from ganlab.weights import load_weights, save_weights


def network() -> nn.Sequential:
    return nn.Sequential(nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))


def test_saved_weights_come_back_in_half_precision(tmp_path) -> None:
    net, other = network(), network()
    rows = torch.rand(64, 5, generator=torch.Generator().manual_seed(0))
    net(rows)  # the running averages are part of it
    save_weights(net, tmp_path / "weights.npz")
    load_weights(other, tmp_path / "weights.npz")
    torch.testing.assert_close(other(rows), net.eval()(rows), atol=2e-3, rtol=2e-2)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as stored:
        assert {stored[name].dtype for name in stored.files} == {np.dtype("f2"), np.dtype("i8")}


def test_a_network_with_the_packages_weights_is_frozen_and_in_evaluation_mode(tmp_path) -> None:
    save_weights(network(), tmp_path / "weights.npz")
    net = network()
    load_weights(net, tmp_path / "weights.npz")
    assert not net.training
    assert not any(parameter.requires_grad for parameter in net.parameters())
    assert {parameter.dtype for parameter in net.parameters()} == {torch.float32}
