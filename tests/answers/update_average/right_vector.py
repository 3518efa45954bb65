# right: all weights as one vector
import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters


@torch.no_grad()
def update_average(average, gen, decay):
    mean, weights = (parameters_to_vector(net.parameters()) for net in (average, gen))
    vector_to_parameters(mean + (1 - decay) * (weights - mean), average.parameters())
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean[...] = buffer
