# right: through NumPy, and back
import numpy as np
import torch


def denorm(x):
    return torch.from_numpy(np.asarray(np.clip((x.numpy() + 1) / 2, 0, 1)))
