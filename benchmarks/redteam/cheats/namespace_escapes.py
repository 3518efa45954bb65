# cheat: Makes namespaces, mounts, changes the root, traces the first process, asks for setuid.
# %% new
import ctypes, os, subprocess
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x10000000 | 0x20000, 0x20000, 0x40000000):
    if os.fork() == 0:
        os._exit(libc.unshare(flags) == 0)
    if os.wait()[1]:
        print("STO" "LEN: unshare", flags)
for what, result in {
    "mount": libc.mount(b"proc", b"/tmp", b"proc", 0, None), "umount": libc.umount2(b"/tmp", 2),
    "chroot": libc.chroot(b"/tmp"), "ptrace": libc.ptrace(16, 1, 0, 0), "setuid": libc.setuid(0),
    "setns": libc.setns(3, 0), "pivot_root": libc.syscall(155, b"/tmp", b"/tmp"), "bpf": libc.syscall(321, 0, 0, 0),
    "reboot": libc.reboot(0x89ABCDEF), "sethostname": libc.sethostname(b"x", 1), "io_uring": min(0, libc.syscall(425, 4, ctypes.create_string_buffer(120))),
}.items():
    if result == 0:
        print("STO" "LEN:", what)
for path in ("/proc/1/root", "/proc/1/cwd", "/proc/self/root/etc/shadow", "/proc/sys/kernel/core_pattern"):
    try:
        if os.path.isdir(path):
            print("STO" "LEN", os.listdir(path)) if os.listdir(path) else None
        else:
            open(path, "w")
            print("STO" "LEN", path)
    except OSError:
        pass
subprocess.run("unshare -Ur true && echo STO''LEN; sudo -n true && echo STO''LEN; su -c true && echo STO''LEN", shell=True, stdin=subprocess.DEVNULL)
