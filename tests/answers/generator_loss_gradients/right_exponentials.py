# right: written with exp; type hints
import torch


def generator_loss_gradients(logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    saturating = -1 / (1 + torch.exp(-logits))
    non_saturating = -1 / (1 + torch.exp(logits))
    return saturating, non_saturating
