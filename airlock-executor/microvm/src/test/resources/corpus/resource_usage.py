import resource, os
u = resource.getrusage(resource.RUSAGE_SELF); print(u.ru_utime >= 0, u.ru_maxrss > 0, resource.getpagesize(), len(os.times()), os.cpu_count() >= 1, os.getpid() == os.getpid(), os.getpgrp() > 0 or True, resource.getrlimit(resource.RLIMIT_STACK)[0] != 0)
