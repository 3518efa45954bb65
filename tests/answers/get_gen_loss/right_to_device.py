# right: everything made on the CPU and moved with .to; type hints
import torch
from torch import nn


def get_gen_loss(
    gen: nn.Module, disc: nn.Module, criterion: nn.Module, num_images: int, z_dim: int, device: str
) -> torch.Tensor:
    noise = torch.randn(num_images, z_dim).to(device)
    target = torch.ones(num_images, 1).to(device)
    return criterion(disc(gen(noise)), target)
