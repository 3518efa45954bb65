# wrong: standard deviations of each feature
# says: only the variances count
def frechet_distance(real_features, fake_features):
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + (real_features.std(0) - fake_features.std(0)).square().sum()
