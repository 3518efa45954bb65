# right: torch.autograd.backward with inputs
import math

import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.to(device).reshape(len(real), math.prod(real.shape[1:]))
    for p in [*gen.parameters(), *disc.parameters()]:
        p.grad = None
    d_loss = get_disc_loss(
        gen=gen,
        disc=disc,
        criterion=criterion,
        real=real,
        num_images=len(real),
        z_dim=z_dim,
        device=device,
    )
    torch.autograd.backward(d_loss, inputs=list(disc.parameters()))
    disc_opt.step()
    g_loss = get_gen_loss(
        gen=gen, disc=disc, criterion=criterion, num_images=len(real), z_dim=z_dim, device=device
    )
    torch.autograd.backward([g_loss], inputs=list(gen.parameters()))
    gen_opt.step()
    return d_loss.clone().detach(), g_loss.clone().detach()
