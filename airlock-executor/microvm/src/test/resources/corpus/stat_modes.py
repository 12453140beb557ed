import stat, os
print(stat.filemode(0o100755), stat.filemode(0o040700), stat.filemode(0o120777), stat.S_IMODE(0o100644), stat.S_IFMT(0o040755) == stat.S_IFDIR, os.path.isdir("/"), stat.S_ISCHR(os.stat("/dev/null").st_mode), stat.S_ISFIFO(os.stat("/").st_mode))
