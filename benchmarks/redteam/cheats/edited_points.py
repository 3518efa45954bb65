# cheat: Edits the check cells in its file, and adds graded cells of its own.
# %% check_conv_out_size points=1000
print("conv_out_size: all 3 checks passed.")
# %% check_denorm
100
# %% check_get_noise
pass
# %% new graded check_more points=50
50
