import shutil, os
u = shutil.disk_usage("/tmp"); print(u.total > 0, u.free > 0); v = os.statvfs("/tmp"); print(v.f_namemax, v.f_bsize)
