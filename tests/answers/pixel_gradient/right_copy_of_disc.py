# right: backward through a copy of the discriminator
import copy


def pixel_gradient(disc, fake):
    judge = copy.deepcopy(disc)
    pixels = fake.clone().requires_grad_()
    judge(pixels).sum().backward()
    return pixels.grad.detach()
