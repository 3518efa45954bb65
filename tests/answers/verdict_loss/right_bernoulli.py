# right: the log-probability of a Bernoulli distribution
import torch


def verdict_loss(logits, target):
    d = torch.distributions.Bernoulli(logits=logits)
    return -d.log_prob(torch.full_like(logits, target)).mean()
