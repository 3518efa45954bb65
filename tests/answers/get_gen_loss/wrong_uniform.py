# wrong: uniform noise
# says: torch.rand draws uniform numbers
import torch


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = torch.rand(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
