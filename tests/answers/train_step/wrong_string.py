# wrong: the losses as text
# says: a text is no number

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
    gen_opt.step()
    return f"{disc_loss.item():.3f}", f"{gen_loss.item():.3f}"
