# right: gradients are computed by torch.autograd.grad and handed to the optimizers
import torch

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(1).to(device)
    losses = []
    for net, opt in ((disc, disc_opt), (gen, gen_opt)):
        if net is disc:
            loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
        else:
            loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
        parameters = list(net.parameters())
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        opt.step()
        losses.append(loss.item())
    return tuple(losses)
