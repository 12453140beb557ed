for name in ("utf-8", "utf-16", "latin-1", "cp1252", "shift_jis", "gb18030", "koi8-r", "utf-7", "idna", "punycode"):
    try: print(name, "aé".encode(name), "aé".encode(name).decode(name))
    except UnicodeError as e: print(name, e)
print("a\udc80".encode("utf-8", "surrogateescape"), b"\xff".decode("utf-8", "backslashreplace"), ascii("é😀"))
import codecs; print(codecs.encode("hello", "rot13"), codecs.lookup("UTF8").name, codecs.BOM_UTF8)
