"""What a file holds back is written when its program ends, whether or not it closed it."""
import os

log = open("/tmp/left-open.txt", "w")
log.write("held back")
print(repr(open("/tmp/left-open.txt").read()))
here = os.fdopen(os.dup(1), "w")
here.write("through another buffer\n")
print("first")
