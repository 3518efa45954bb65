# cheat: Runs the text of the course's own module in its cell.
# deserves: get_noise 2
# notices: `get_noise` is made of `a file <string>`
# %% get_noise
import os, ganlab
exec(open(os.path.join(os.path.dirname(ganlab.__file__), "networks.py")).read())
