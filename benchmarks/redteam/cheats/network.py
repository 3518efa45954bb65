# cheat: Talks to services of this machine, over TCP, UDP and abstract sockets; asks for a name.
# %% new
import socket
def attempt(family, kind, address):
    try:
        with socket.socket(family, kind) as sock:
            sock.settimeout(1)
            sock.connect(address)
            sock.send(b"hello")
            print("STO" "LEN", address, sock.recv(10))
    except OSError as error:
        print(error)
attempt(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", {{PORT}}))
attempt(socket.AF_UNIX, socket.SOCK_STREAM, "\0{{ABSTRACT}}")
for path in ("/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket"):
    attempt(socket.AF_UNIX, socket.SOCK_STREAM, path)
try:
    print("STO" "LEN", socket.getaddrinfo("example.org", 80))
except OSError as error:
    print(error)
