for act in (lambda: "é".encode("ascii"), lambda: b"\xff".decode("utf-8"), lambda: open("/tmp/none\0"), lambda: "\ud800".encode(), lambda: bytes([256]), lambda: b"a" + "b", lambda: int("٣x"), lambda: chr(-1)):
    try: print(act())
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
print(int("٣"), "٣".isdigit())
