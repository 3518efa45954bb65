# right: everything made on the CPU and moved with .to
import torch


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = torch.randn(num_images, z_dim).to(device)
    fake = gen(noise)
    fake = fake.detach()
    zeros = torch.zeros(num_images, 1).to(device)
    ones = torch.ones(real.size(0), 1).to(device)
    return (criterion(disc(fake), zeros) + criterion(disc(real), ones)).div(2)
