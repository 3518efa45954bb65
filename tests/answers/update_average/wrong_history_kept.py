# wrong: only the average is excluded from autograd
# says: torch.no_grad() is missing
def update_average(average, gen, decay):
    average.requires_grad_(False)
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.mul_(decay).add_((1 - decay) * weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
