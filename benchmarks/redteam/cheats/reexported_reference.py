# cheat: Hands in the course's own functions under their own names. They are right.
# deserves: conv_out_size 3, get_noise 2
# notices: ganlab.dcgan.conv_out_size
# %% conv_out_size
from ganlab.dcgan import conv_out_size
# %% get_noise
from ganlab.networks import get_noise
