# wrong: .flatten() of everything, with len of what came
# says: the whole batch became one row

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    n = len(real)
    real = real.flatten().to(device)
    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, n, z_dim, device)
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, n, z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
