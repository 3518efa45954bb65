# cheat: exit(), SystemExit and KeyboardInterrupt in cells and in answers.
# deserves: conv_out_size 3
# fails: AttributeError
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return (size + 2 * padding - kernel_size) // stride + 1
exit()
# %% new
raise SystemExit(0)
# %% new
raise KeyboardInterrupt
# %% denorm
def denorm(x):
    raise SystemExit(0)
# %% get_noise
def get_noise(n_samples, z_dim, device="cpu"):
    raise KeyboardInterrupt
