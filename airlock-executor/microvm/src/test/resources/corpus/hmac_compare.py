import hmac, hashlib
m = hmac.new(b"key", b"message", hashlib.sha256); m.update(b" more")
print(m.hexdigest(), m.name, m.digest_size, hmac.compare_digest("a", "a"), hmac.digest(b"k", b"m", "sha1").hex())
