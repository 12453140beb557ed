import hashlib
for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
    print(name, hashlib.new(name, b"airlock").hexdigest())
print(hashlib.shake_128(b"x").hexdigest(8), hashlib.pbkdf2_hmac("sha256", b"p", b"s", 1000).hex(), hashlib.scrypt(b"p", salt=b"s", n=16, r=1, p=1, dklen=8).hex())
