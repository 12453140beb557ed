import os, tempfile
fd = os.open(tempfile.mkdtemp() + "/s", os.O_RDWR | os.O_CREAT); os.pwrite(fd, b"end", 10 << 20); os.pwrite(fd, b"start", 0); print(os.fstat(fd).st_size, os.pread(fd, 4, 5 << 20), os.lseek(fd, 0, os.SEEK_DATA), os.lseek(fd, 0, os.SEEK_HOLE) >= 5, os.lseek(fd, 8192, os.SEEK_DATA) <= 10 << 20)
try: os.lseek(fd, 11 << 20, os.SEEK_DATA)
except OSError as e: print(e.errno)
