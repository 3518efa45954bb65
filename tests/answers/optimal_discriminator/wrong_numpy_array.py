# wrong: NumPy's array is returned
# says: torch.from_numpy(…) makes a tensor
def optimal_discriminator(p, q):
    return p.numpy() / (p + q).numpy()
