# wrong: the cross-entropy is written into the function
# says: use the one that is handed over
import torch
import torch.nn.functional as F


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    disc_loss = (bce(disc(real), 1.0) + bce(disc(fake.detach()), 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = bce(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
