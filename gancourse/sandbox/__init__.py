"""Runs a student's code where it can harm nobody, and brings back what it showed.

    limits        how long, how much: the one table of settings
    wire          plain values as bytes, over a socket, with a deadline
    executor      outside: starts the server, runs one notebook
    kept          outside: the executor that a process keeps
    conversation  outside: asks it for one cell after the other, gives up on what does not end
    cgroups       outside: what the kernel lets the server and its notebook use (Linux)
    bubblewrap    outside: what the server can see and use when it starts
    server        inside: a warm process, with PyTorch loaded, that is forked for each notebook
    namespaces    inside: what the forked process can still see and use (Linux)
    syscalls      inside: what it can still ask of the kernel (Linux)
    usage         inside: what its processes use, seen by the server (Linux)
    compiler      inside: leaves out PyTorch's compiler, which takes long to load
    pages         inside: makes forks quicker (Linux)
    observing     inside: loads the checks without their judges
    origins       inside: where an answer comes from
    shell         inside: runs cells, collects their outputs, observes answers

Outside is the instructor's side. Nothing that comes from inside is taken as a verdict: it is a
value to be judged, or text to be shown.
"""

STRONG = "strong"
"""Namespaces keep a submission from everything but Python and the course's packages."""
WEAK = "weak"
"""Only limits: a submission sees the files and the network of this machine."""


class SandboxError(RuntimeError):
    """The sandbox itself failed: nothing is said about the submission."""
