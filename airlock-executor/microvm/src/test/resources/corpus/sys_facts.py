import sys
print(sys.argv, sys.byteorder, sys.maxsize, sys.getrecursionlimit(), sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.flags.dont_write_bytecode, sys.version_info[:2] >= (3, 8), sys.implementation.name, sys.platform, sys.stdin.read(), sys.stdin.isatty())
print(__name__, sys.modules["__main__"].__dict__ is globals(), sys.intern("x"), sys.float_info.dig, sys.hash_info.width, sys.getswitchinterval(), sys.stdout.encoding)
