# right: floor division and type hints
import torch
import torch.nn as nn


class Discriminator(nn.Module):
    def __init__(self, im_dim: int = 784, hidden_dim: int = 128) -> None:
        super(Discriminator, self).__init__()
        width: int = 4 * hidden_dim
        self.disc = nn.Sequential(
            get_discriminator_block(im_dim, width),
            get_discriminator_block(width, width // 2),
            get_discriminator_block(width // 2, width // 4),
            nn.Linear(width // 4, 1),
        )

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.disc(image)

    def get_disc(self) -> nn.Sequential:
        return self.disc
