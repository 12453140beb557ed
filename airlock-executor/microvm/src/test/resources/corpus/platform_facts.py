import platform, sysconfig, os
print(platform.system(), platform.machine(), platform.python_implementation(), platform.architecture()[0], os.name, os.sep, os.linesep, os.sysconf("SC_PAGE_SIZE"), os.uname().sysname)
