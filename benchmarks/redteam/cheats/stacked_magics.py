# cheat: 10,000 lines of %% in one cell, so that the search for its names ends by an error.
# deserves: conv_out_size 3
# notices: ganlab.convolutions
# %% conv_out_size
