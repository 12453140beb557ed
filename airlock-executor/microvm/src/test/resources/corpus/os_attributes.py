import os, stat, tempfile
f = tempfile.mkdtemp() + "/f"; open(f, "w").write("x" * 5000)
os.chmod(f, 0o640); os.utime(f, (1000000000, 1500000000.5)); s = os.stat(f)
print(stat.filemode(s.st_mode), s.st_size, s.st_mtime, s.st_atime, s.st_mtime_ns, stat.S_ISREG(s.st_mode), s.st_blocks > 0)
os.truncate(f, 100); print(os.path.getsize(f), os.access(f, os.R_OK | os.W_OK), os.access(f, os.X_OK)); fd = os.open(f, os.O_RDWR); os.ftruncate(fd, 10000); print(os.fstat(fd).st_size, os.pread(fd, 3, 5000)); os.close(fd)
