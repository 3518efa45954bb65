# right: super with arguments, type hints, another parameter name in forward
import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self, z_dim: int = 10, im_dim: int = 784, hidden_dim: int = 128) -> None:
        super(Generator, self).__init__()
        self.gen: nn.Sequential = nn.Sequential(
            get_generator_block(z_dim, hidden_dim),
            get_generator_block(hidden_dim, hidden_dim * 2),
            get_generator_block(hidden_dim * 2, hidden_dim * 4),
            get_generator_block(hidden_dim * 4, im_dim),
            nn.Linear(im_dim, im_dim),
            nn.Sigmoid(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.gen(x)

    def get_gen(self) -> nn.Sequential:
        return self.gen
