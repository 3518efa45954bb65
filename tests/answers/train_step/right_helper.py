# right: one helper for both halves; a list is returned
import torch

from ganlab.losses import get_disc_loss, get_gen_loss


def update(optimizer, make_loss):
    optimizer.zero_grad()
    loss = make_loss()
    loss.backward()
    optimizer.step()
    return loss.item()


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = torch.flatten(real, 1).to(device)
    n = real.shape[0]
    first = update(disc_opt, lambda: get_disc_loss(gen, disc, criterion, real, n, z_dim, device))
    second = update(gen_opt, lambda: get_gen_loss(gen, disc, criterion, n, z_dim, device))
    return [first, second]
