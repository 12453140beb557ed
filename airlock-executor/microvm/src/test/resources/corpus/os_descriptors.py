import os, tempfile, fcntl
fd = os.open(tempfile.mkdtemp() + "/f", os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.write(fd, b"!"), os.pread(fd, 10, 0), os.pwrite(fd, b"J", 0), os.pread(fd, 20, 0))
other = os.dup(fd); os.lseek(other, 3, 0); print(os.read(fd, 2), os.get_inheritable(fd), fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_APPEND == os.O_APPEND)
print(os.readv(fd, [bytearray(2), bytearray(2)]), os.writev(fd, [b"a", b"bc"]), os.fstat(fd).st_size, os.isatty(fd)); fcntl.flock(fd, fcntl.LOCK_EX); fcntl.lockf(fd, fcntl.LOCK_UN); os.close(fd)
try: os.read(fd, 1)
except OSError as e: print(e.errno, os.strerror(e.errno))
