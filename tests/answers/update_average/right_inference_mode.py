# right: under torch.inference_mode()
import torch


def update_average(average, gen, decay):
    with torch.inference_mode():
        for mean, weight in zip(average.parameters(), gen.parameters()):
            mean.lerp_(weight, 1.0 - decay)
        for mean, buffer in zip(average.buffers(), gen.buffers()):
            mean.copy_(buffer)
