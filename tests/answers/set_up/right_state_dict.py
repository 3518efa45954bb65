# right: drawn into the state_dict
import torch
from torch import nn


def set_up(gen, disc):
    for net in (gen, disc):
        sd = net.state_dict()
        lin = {n + ".weight" for n, m in net.named_modules() if isinstance(m, nn.Linear)}
        net.load_state_dict(
            {k: torch.normal(0.0, 0.02, v.shape) if k in lin else v for k, v in sd.items()}
        )
    return torch.optim.Adam(gen.parameters(), lr=1e-3, betas=(0.0, 0.99)), torch.optim.Adam(
        disc.parameters(), lr=1e-3, betas=(0.0, 0.99)
    )
