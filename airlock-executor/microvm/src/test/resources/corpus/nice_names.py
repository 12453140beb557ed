import os
p = "/tmp/üñí-" + str(os.getpid()); open(p, "w").write("x"); print(os.path.exists(p), p in ["/tmp/" + n for n in os.listdir("/tmp")], os.fsencode(p)[:9]); os.unlink(p)
raw = b"/tmp/\xff\xfe-" + str(os.getpid()).encode(); open(raw, "w").close(); print(os.path.exists(raw), os.fsdecode(raw)[:7].encode("utf-8", "surrogateescape"), os.path.basename(raw) in os.listdir(b"/tmp")); os.unlink(raw)
