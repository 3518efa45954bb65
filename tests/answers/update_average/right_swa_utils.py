# right: torch's own update
import torch
from torch.optim.swa_utils import get_ema_multi_avg_fn


@torch.no_grad()
def update_average(average, gen, decay):
    move = get_ema_multi_avg_fn(decay)
    move(list(average.parameters()), list(gen.parameters()), None)
    for mean, buffer in zip(average.buffers(), gen.buffers(), strict=True):
        mean.set_(buffer.clone())
