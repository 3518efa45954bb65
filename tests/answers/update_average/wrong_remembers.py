# wrong: the first weights are remembered
# says: remembers nothing else
import torch


start = {}


@torch.no_grad()
def update_average(average, gen, decay):
    for number, (mean, weight) in enumerate(zip(average.parameters(), gen.parameters())):
        kept = start.setdefault((id(average), number), mean.clone())
        mean.copy_(decay * kept + (1 - decay) * weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
