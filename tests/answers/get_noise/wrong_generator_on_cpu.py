# wrong: the generator stays on the processor, which a GPU's tensors cannot use
# says: torch.Generator(device=device) makes a generator of the device passed
import torch

generator = torch.Generator()


def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, generator=generator, device=device)
