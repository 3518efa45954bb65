# right: built in a helper, from keywords of an OrderedDict
from torch import nn


class Generator(nn.Module):
    def __new__(cls, *a, **k):
        return super().__new__(cls)

    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):
        super().__init__()
        self._build(z_dim, im_dim, hidden_dim)

    def _build(self, z, im, h):
        from collections import OrderedDict

        self.gen = nn.Sequential(
            OrderedDict(
                b1=get_generator_block(z, h),
                b2=get_generator_block(h, 2 * h),
                b3=get_generator_block(2 * h, 4 * h),
                b4=get_generator_block(4 * h, im),
                out=nn.Linear(im, im),
                act=nn.Sigmoid(),
            )
        )

    def forward(self, noise):
        x = noise.view(len(noise), -1).float()
        return self.gen(x)

    def get_gen(self):
        return self.gen
