# right: squared distances, by broadcasting: the order is the same
def nearer_to_training(fakes, training, held_out):
    n = min(training.shape[0], held_out.shape[0])

    def nearest(images):
        return (
            ((fakes[:, None] - images[None, :n]) ** 2).flatten(start_dim=2).sum(dim=2).amin(dim=1)
        )

    t, h = nearest(training), nearest(held_out)
    return ((t < h).sum() + (t == h).sum() / 2) / len(fakes)
