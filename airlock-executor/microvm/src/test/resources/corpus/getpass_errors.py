import os, pwd, grp
try: pwd.getpwnam("nobody-such")
except KeyError as e: print(e)
print(pwd.getpwuid(0).pw_name, grp.getgrgid(0).gr_name)
