"""ML-DSA-65's verification in plain Python, from FIPS 204 alone: its algorithms' numbers stand beside the steps.

Slow (some 20 ms for a signature) and not made to keep a secret: a verifier has none.
"""
import functools
import hashlib

Q = 8380417
D = 13
TAU = 49
GAMMA1 = 1 << 19
GAMMA2 = (Q - 1) // 32
K, L = 6, 5
BETA = TAU * 4
OMEGA = 55
CHALLENGE = 48  # bytes: lambda / 4
KEY_BYTES = 32 + K * 320
SIGNATURE_BYTES = CHALLENGE + L * 640 + OMEGA + K

ZETAS = [pow(1753, int(format(m, "08b")[::-1], 2), Q) for m in range(256)]


def verify(key, message, signature):
    """Whether the key made the signature over the message, pure and with an empty context (algorithms 3 and 8)."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    matrix, t1, tr = expanded(key)
    challenge, z, hints = parts(signature)
    if hints is None or any(min(c, Q - c) >= GAMMA1 - BETA for poly in z for c in poly):
        return False
    mu = hashlib.shake_256(tr + bytes([0, 0]) + message).digest(64)
    c = ntt(sampled_in_ball(challenge))
    z = [ntt(poly) for poly in z]
    w1 = b""
    for row in range(K):
        sums = [-c[i] * t1[row][i] for i in range(256)]
        for column in range(L):
            a, b = matrix[row][column], z[column]
            sums = [sums[i] + a[i] * b[i] for i in range(256)]
        high = [used_hint(hints[row][i], r) for i, r in enumerate(inverse_ntt([s % Q for s in sums]))]
        w1 += bytes(high[i] | high[i + 1] << 4 for i in range(0, 256, 2))
    return hashlib.shake_256(mu + w1).digest(CHALLENGE) == challenge


@functools.lru_cache(maxsize=16)
def expanded(key):
    """A, NTT of t1 times 2^d, and the key's hash (algorithms 23 and 32)."""
    rho = key[:32]
    matrix = [[rejected_ntt(rho + bytes([column, row])) for column in range(L)] for row in range(K)]
    t1 = []
    for row in range(K):
        packed = key[32 + 320 * row : 352 + 320 * row]
        t1.append(ntt([c << D for c in unpacked(packed, 10)]))
    return matrix, t1, hashlib.shake_256(key).digest(64)


def parts(signature):
    """The challenge, z, and the hints or None (algorithms 27 and 21)."""
    z = []
    for i in range(L):
        packed = signature[CHALLENGE + 640 * i : CHALLENGE + 640 * (i + 1)]
        z.append([(GAMMA1 - c) % Q for c in unpacked(packed, 20)])
    return signature[:CHALLENGE], z, unpacked_hints(signature[-OMEGA - K :])


def unpacked(packed, bits):
    whole = int.from_bytes(packed, "little")
    return [whole >> (bits * i) & ((1 << bits) - 1) for i in range(256)]


def unpacked_hints(packed):
    """Each hint has one way to be written; anything else is none (algorithm 21)."""
    hints = [[0] * 256 for _ in range(K)]
    index = 0
    for row in range(K):
        end = packed[OMEGA + row]
        if end < index or end > OMEGA:
            return None
        first = index
        while index < end:
            if index > first and packed[index - 1] >= packed[index]:
                return None
            hints[row][packed[index]] = 1
            index += 1
    return None if any(packed[index:OMEGA]) else hints


def rejected_ntt(seed):
    """Algorithm 30."""
    length = 1008
    while True:
        stream = hashlib.shake_128(seed).digest(length)
        found = []
        for i in range(0, length, 3):
            c = stream[i] | stream[i + 1] << 8 | (stream[i + 2] & 0x7F) << 16
            if c < Q:
                found.append(c)
        if len(found) >= 256:
            return found[:256]
        length *= 2


def sampled_in_ball(challenge):
    """Algorithm 29."""
    length = 512
    while True:
        stream = hashlib.shake_256(challenge).digest(length)
        signs = int.from_bytes(stream[:8], "little")
        c, at = [0] * 256, 8
        for i in range(256 - TAU, 256):
            while at < length and stream[at] > i:
                at += 1
            if at >= length:
                break
            c[i] = c[stream[at]]
            c[stream[at]] = -1 if signs >> (i + TAU - 256) & 1 else 1
            at += 1
        else:
            return c
        length *= 2


def used_hint(hint, r):
    """Algorithms 40 and 36."""
    r0 = r % (2 * GAMMA2)
    if r0 > GAMMA2:
        r0 -= 2 * GAMMA2
    if r - r0 == Q - 1:
        r1, r0 = 0, r0 - 1
    else:
        r1 = (r - r0) // (2 * GAMMA2)
    if hint:
        return (r1 + 1) % 16 if r0 > 0 else (r1 - 1) % 16
    return r1


def ntt(poly):
    """Algorithm 41."""
    w, m, length = list(poly), 0, 128
    while length >= 1:
        for start in range(0, 256, 2 * length):
            m += 1
            zeta = ZETAS[m]
            for j in range(start, start + length):
                t = zeta * w[j + length] % Q
                w[j + length] = w[j] - t
                w[j] += t
        length //= 2
    return [c % Q for c in w]


def inverse_ntt(poly):
    """Algorithm 42."""
    w, m, length = list(poly), 256, 1
    while length < 256:
        for start in range(0, 256, 2 * length):
            m -= 1
            zeta = -ZETAS[m]
            for j in range(start, start + length):
                t = w[j]
                w[j] = t + w[j + length]
                w[j + length] = zeta * (t - w[j + length]) % Q
        length *= 2
    return [c * 8347681 % Q for c in w]
