# wrong: get_disc_loss and get_gen_loss
# says: get_disc_loss and get_gen_loss make their own
from ganlab.losses import get_disc_loss, get_gen_loss


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
