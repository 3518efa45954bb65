# right: all by keyword; the device may come as a torch.device
import torch

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    device = torch.device(device)
    real = torch.nn.Flatten()(real).to(device)
    common = dict(gen=gen, disc=disc, criterion=criterion, num_images=real.shape[0], z_dim=z_dim)
    disc_opt.zero_grad(set_to_none=True)
    disc_loss = get_disc_loss(real=real, device=device, **common)
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad(set_to_none=True)
    gen_loss = get_gen_loss(device=device, **common)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.detach(), gen_loss.detach()
