n = 3 ** 500; print(n, n.bit_length(), n % 10 ** 9, pow(2, 1000, 997), int.from_bytes(b"\x01\x00", "big"), (1000).to_bytes(3, "little"), n.bit_count(), -n >> 3 == -(n >> 3) - (n % 8 > 0))
try: int("9" * 5000)
except ValueError as e: print(e)
