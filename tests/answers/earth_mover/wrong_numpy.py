# wrong: by NumPy
# says: cuts the distance off from the points
import numpy as np
import torch


def earth_mover(a, b):
    return torch.tensor(np.abs(np.sort(a.detach()) - np.sort(b.detach())).mean())
