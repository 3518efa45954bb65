"""Mistakes that students really make, for the made-up class of the demo.

A table from grade id to the text of an answer cell. Items that are not in it are answered right,
so the table of results also shows that a mistake costs its own points only.
"""

MISTAKES = {
    # The edge of the picture instead of its area.
    "count_pixels": """\
def count_pixels(height, width):
    return 2 * (height + width)
""",
    # The odds p : q instead of the share of p.
    "optimal_discriminator": """\
def optimal_discriminator(p, q):
    return p / q
""",
    # The batch need not fit into memory as a whole for the targets to fit it.
    "batch_size_answer": """\
def batch_size_answer():
    return "a"
""",
    # BatchNorm after the activation.
    "get_generator_block": """\
def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.ReLU(inplace=True),
        nn.BatchNorm1d(output_dim),
    )
""",
    # Uniform numbers from [0, 1) instead of normal ones.
    "get_noise": """\
def get_noise(n_samples, z_dim, device="cpu"):
    return torch.rand(n_samples, z_dim, device=device)
""",
    # A sigmoid at the end, although the loss takes logits.
    "discriminator": """\
class Discriminator(nn.Module):
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(
            get_discriminator_block(im_dim, hidden_dim * 4),
            get_discriminator_block(hidden_dim * 4, hidden_dim * 2),
            get_discriminator_block(hidden_dim * 2, hidden_dim),
            nn.Linear(hidden_dim, 1),
            nn.Sigmoid(),
        )

    def forward(self, image):
        return self.disc(image)

    def get_disc(self):
        return self.disc
""",
    # The fakes are not detached: the gradient reaches the generator.
    "get_disc_loss": """\
def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(torch.randn(num_images, z_dim, device=device))
    fake_pred = disc(fake)
    real_pred = disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
""",
    # Gradients are never cleared.
    "train_step": """\
def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
""",
    # The roots of the elements instead of the root of the matrix.
    "frechet_distance": """\
def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = (s1 * s2).sqrt()
    return (mu1 - mu2).square().sum() + (s1 + s2 - 2 * root).trace()
""",
    # One rule for all: BatchNorm's scale is drawn around 0 too.
    "weights_init": """\
def weights_init(m):
    if hasattr(m, "weight"):
        nn.init.normal_(m.weight, 0.0, 0.02)
""",
}
