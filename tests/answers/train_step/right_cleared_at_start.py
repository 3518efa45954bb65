# right: both optimizers are cleared at the start: get_disc_loss cuts gen off
from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    gen_opt.zero_grad(set_to_none=False)
    disc_opt.zero_grad(set_to_none=False)
    real = real.to(device).reshape(real.shape[0], -1)
    disc_loss = get_disc_loss(gen, disc, criterion, real, real.size(0), z_dim, device)
    disc_loss.backward()
    disc_opt.step()
    gen_loss = get_gen_loss(gen, disc, criterion, real.size(0), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.detach(), gen_loss.detach()
