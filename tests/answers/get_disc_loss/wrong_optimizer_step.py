# wrong: a step on the parameters inside
# says: an optimizer steps
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    loss = (fake_loss + real_loss) / 2
    gradients = torch.autograd.grad(loss, list(disc.parameters()), retain_graph=True)
    with torch.no_grad():
        for parameter, gradient in zip(disc.parameters(), gradients, strict=True):
            parameter -= 0.1 * gradient
    return loss
