# right: an object that can be called
import torch

from ganlab.networks import get_noise


class DiscLoss:
    FAKE, REAL = 0.0, 1.0

    def __call__(self, gen, disc, criterion, real, num_images, z_dim, device):
        fake = gen(get_noise(num_images, z_dim, device=device)).detach()
        return 0.5 * (
            self.part(disc(fake), criterion, self.FAKE)
            + self.part(disc(real), criterion, self.REAL)
        )

    @staticmethod
    def part(pred, criterion, value):
        return criterion(pred, torch.empty_like(pred).fill_(value))


get_disc_loss = DiscLoss()
