# wrong: one beta is an int, which torch refuses
# says: torch asks for (0.0, 0.99)
import torch


def set_up(gen, disc):
    for network in (gen, disc):
        for name, parameter in network.named_parameters():
            if name.endswith("weight") and parameter.dim() == 2:
                parameter.data = 0.02 * torch.randn(parameter.shape)
    make = {"lr": 0.001, "betas": (0, 0.99)}
    return [torch.optim.Adam(network.parameters(), **make) for network in (gen, disc)]
