# wrong: each gradient is cut off at 0.1, in the generator's half
# says: cut off at 0.1: no clipping
import torch
from torch import nn

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    torch.nn.utils.clip_grad_value_(gen.parameters(), 0.1)
    gen_opt.step()
    return disc_loss.detach(), gen_loss.detach()
