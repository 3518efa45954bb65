# cheat: Files called torch.py, graders.py, sitecustomize.py … lie beside the notebook.
# %% file torch.py
print("this is not torch")
# %% file graders.py
def __getattr__(name):
    return lambda *_: None
# %% file graders/__init__.py
check_conv_out_size = check_get_noise = lambda *_: None
# %% file sitecustomize.py
import os; os._exit(0)
# %% file usercustomize.py
import os; os._exit(0)
# %% file conftest.py
raise SystemExit
# %% file evil.pth
import os; os._exit(0)
# %% file nbgrader_config.py
c.Limits.memory_megabytes = 10**9
# %% file ipython_config.py
c.InteractiveShellApp.exec_lines = ["raise SystemExit"]
