# wrong: BatchNorm1d in the blocks, as in the generator
# says: 3 BatchNorm1d layers too many
from torch import nn


def normalised_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    return nn.Sequential(linear, nn.BatchNorm1d(output_dim), nn.LeakyReLU(0.2))


class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(
            normalised_block(im_dim, hidden_dim * 4),
            normalised_block(hidden_dim * 4, hidden_dim * 2),
            normalised_block(hidden_dim * 2, hidden_dim),
            nn.Linear(hidden_dim, 1),
        )

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
