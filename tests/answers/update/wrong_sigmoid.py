# wrong: probabilities go to the loss
# says: a sigmoid stands before the criterion
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    of_real, of_fake = torch.sigmoid(disc(real)), torch.sigmoid(disc(fake.detach()))
    disc_loss = (loss(of_real, 1.0) + loss(of_fake, 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(torch.sigmoid(disc(fake)), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
