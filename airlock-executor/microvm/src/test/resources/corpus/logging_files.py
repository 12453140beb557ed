import logging, logging.handlers, tempfile, os
d = tempfile.mkdtemp(); h = logging.handlers.RotatingFileHandler(d + "/log", maxBytes=100, backupCount=2)
log = logging.getLogger("r"); log.addHandler(h); log.setLevel(10)
for i in range(20): log.debug("message number %02d", i)
h.close(); print(sorted((n, os.path.getsize(d + "/" + n)) for n in os.listdir(d)))
