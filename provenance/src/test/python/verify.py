#!/usr/bin/python3
"""Verifies that a token is genuine and that its log has it, offline, from public keys alone.

A second implementation on purpose: it is written from the published forms (RFC 8785, RFC 8032, RFC 9162 section 2.1, C2SP
signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof, and docs/adr/0022) and shares no code with the one in Java.
Debian's python3-cryptography does the Ed25519, mldsa65.py beside this file the ML-DSA-65 of hybrid keys.

    verify.py --ledger VKEY --sealer ed25519:HEX=executor TOKEN.json TOKEN.tlog-proof
    verify.py --ledger VKEY --sealer ed25519-mldsa65:HEX=executor --pub executor.pub TOKEN.json TOKEN.tlog-proof
    verify.py --cases FILE        (for the tests: a line of JSON with the keys, then one for each case; one answer a line)

Exit code 0 if the token is genuine and logged, 1 if not.
"""
import argparse
import base64
import binascii
import functools
import hashlib
import json
import re
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import mldsa65

CANONICAL_MAX = 256 * 1024
ENTRY_MAX = 0xFFFF
NOTE_MAX = 128 * 1024
TOKEN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
HASH = re.compile(r"sha256:[0-9a-f]{64}")
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class Refused(Exception):
    """Not to be believed, with the reason."""


class TokenRefused(Refused):
    """The token is not genuine."""


class ProofRefused(Refused):
    """The token is not shown to be in the log."""


# ---- bytes


def from_base64(text):
    """The bytes of the only base64 that they have."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("base64 in another form")
    return raw


@functools.lru_cache(maxsize=64)
def ed25519(key):
    return Ed25519PublicKey.from_public_bytes(key)


def signed(key, signature, message):
    try:
        ed25519(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


# ---- seals

SIGNER = re.compile(r"ed25519:([0-9a-f]{64})|ed25519-mldsa65:([0-9a-f]{64})([0-9a-f]{64})")
ML_DSA_SPKI = bytes.fromhex("308207b2300b0609608648016503040312038207a100")


def check_seal(raw, seal, signer, second_keys):
    """Whether the key with this id made the seal: of a hybrid key both signatures have to be good, of a plain one there is one."""
    shape = SIGNER.fullmatch(signer)
    if not shape:
        raise TokenRefused("its signer is no key")
    plain, first, fingerprint = shape.groups()
    if len(seal) > 64 and plain:
        raise TokenRefused("a plain key makes no second signature")
    if not signed(bytes.fromhex(plain or first), seal[:64], raw):
        raise TokenRefused("the signature is not by that key over these bytes")
    if plain:
        return
    if len(seal) == 64:
        raise TokenRefused("the second signature is missing")
    key = second_keys.get(fingerprint)
    if key is None or hashlib.sha256(key).hexdigest() != fingerprint:
        raise TokenRefused("the second signature cannot be verified without the second key")
    if not mldsa65.verify(key, raw, seal[64:]):
        raise TokenRefused("the second signature is not by that key over these bytes")


def joined(signature, second):
    """The seal in a token's two members."""
    if len(signature) != 64 or second == b"":
        raise ValueError("a signature has 64 bytes, and a second one some")
    return signature + (second or b"")


def second_key(pem):
    """The ML-DSA-65 key in the second block of a hybrid key's .pub file."""
    blocks = re.findall(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)-----END PUBLIC KEY-----", pem)
    der = base64.b64decode(blocks[-1].replace("\n", "")) if len(blocks) == 2 else b""
    if not der.startswith(ML_DSA_SPKI) or len(der) != len(ML_DSA_SPKI) + mldsa65.KEY_BYTES:
        raise ValueError("not the .pub file of a hybrid key")
    return der[len(ML_DSA_SPKI):]


# ---- tokens


def canonical(value):
    """RFC 8785 for what tokens hold."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(item) for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) < 1 << 53:
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    raise ValueError("a token holds no such value")


def distinct(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name twice")
    return members


def nothing_else(text):
    raise ValueError("a token holds no " + text)


def parsed(raw):
    return json.loads(raw.decode("utf-8"), object_pairs_hook=distinct, parse_float=nothing_else, parse_constant=nothing_else)


def check_token(raw, signature, signer, digest, sealers, second_keys):
    """The token's members, if a sealer that may seal it has signed exactly these bytes."""
    if len(raw) > CANONICAL_MAX:
        raise TokenRefused("too long")
    role = sealers.get(signer)
    if role not in ("executor", "gateway"):
        raise TokenRefused("not sealed by a key that may seal")
    check_seal(raw, signature, signer, second_keys)
    try:
        token = parsed(raw)
        if canonical(token).encode("utf-8") != raw:
            raise TokenRefused("not in RFC 8785 form")
        if token["signer"] != signer or token["chain"]["sealer"] != signer:
            raise TokenRefused("it names another signer")
        if token["version"] != 1 or not TOKEN_ID.fullmatch(token["token_id"]):
            raise TokenRefused("no version 1, or no UUID of version 4 or 7")
        check_parent(token["chain"], token["eraan"])
        if role == "gateway" and token["token_type"] != "INTENT_REJECTED":
            raise TokenRefused("a gateway seals refusals only")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TokenRefused("not a token: %s" % error) from error
    if digest != "sha256:" + hashlib.sha256(raw).hexdigest():
        raise TokenRefused("the hash beside it is not that of its bytes")
    return token


def check_parent(chain, eraan):
    """A token says once which one is before it, and its hash in both places where it stands."""
    kinds = [kind for kind in ("parent_id", "previous_epoch", "genesis") if kind in chain]
    if len(kinds) != 1:
        raise TokenRefused("not one predecessor")
    parent_hash = {
        "parent_id": lambda: chain["parent_hash"],
        "previous_epoch": lambda: chain["previous_epoch"]["hash"],
        "genesis": lambda: None,
    }[kinds[0]]()
    if eraan.get("parent_hash") != parent_hash:
        raise TokenRefused("it has two hashes of its parent")
    if parent_hash is not None and not HASH.fullmatch(parent_hash):
        raise TokenRefused("the hash of its parent is none")
    if kinds[0] == "parent_id" and not TOKEN_ID.fullmatch(chain["parent_id"]):
        raise TokenRefused("the id of its parent is none")


def entry(raw, signature, signer):
    """What the log has of a token that verifies."""
    head = "\n" + signer + "\n" + base64.b64encode(signature).decode() + "\n"
    whole = b"airlock/token/v1" + head.encode() + raw
    if len(whole) <= ENTRY_MAX:
        return whole
    return ("airlock/token-hash/v1" + head + "sha256:" + hashlib.sha256(raw).hexdigest()).encode()


# ---- the tree


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def root_by(path, index, size, leaf):
    """The root that a path leads to: from the leaf up, by the bits of its index and of the last leaf's."""
    if not 0 <= index < size:
        raise ProofRefused("no such index in a tree of this size")
    last, node, hashes = size - 1, leaf, list(path)
    while last > 0:
        if index % 2 == 1 or index < last:  # else the node is alone on its level, and rises as it is
            if not hashes:
                raise ProofRefused("too few hashes")
            beside = hashes.pop(0)
            pair = beside + node if index % 2 == 1 else node + beside
            node = hashlib.sha256(b"\x01" + pair).digest()
        index //= 2
        last //= 2
    if hashes:
        raise ProofRefused("too many hashes")
    return node


# ---- notes


def verifier_key(text):
    """Name, id, kind and key of NAME+ID+BASE64."""
    name, number, material = text.split("+", 2)
    raw = from_base64(material)
    if hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != number or len(raw) != 33:
        raise ValueError("not a verifier key: " + text)
    return name, bytes.fromhex(number), raw[0], raw[1:]


@functools.lru_cache(maxsize=4096)
def open_note(raw, vkeys):
    """The text, and which of the keys have signed it. A bad signature in the name of one of them spoils all."""
    if len(raw) > NOTE_MAX:
        raise ProofRefused("the note is too long")
    try:
        whole = raw.decode("utf-8")
        if any(c < " " and c != "\n" for c in whole) or not whole.endswith("\n"):
            raise ValueError("control characters, or a last line without end")
        text, lines = whole[:-1].rsplit("\n\n", 1)
        text += "\n"
        signatures = [signature_line(line) for line in lines.split("\n")]
    except ValueError as error:
        raise ProofRefused("not a signed note: %s" % error) from error
    if len(text) < 2 or len(signatures) > 64 or len(set(signatures)) < len(signatures):
        raise ProofRefused("not a signed note")
    signers = set()
    for vkey in vkeys:
        name, number, kind, key = verifier_key(vkey)
        for line_name, whole_signature in signatures:
            if line_name == name and whole_signature[:4] == number:
                if not note_signed(kind, key, whole_signature[4:], text):
                    raise ProofRefused("a signature of %s is not by its key" % name)
                signers.add(vkey)
    return text, frozenset(signers)


def signature_line(line):
    dash, name, material = line.split(" ", 2)
    if dash != "\u2014" or not name or "+" in name or any(c.isspace() for c in name):
        raise ValueError("not a signature line")
    signature = from_base64(material)
    if len(signature) < 5:
        raise ValueError("no signature")
    return name, signature


def note_signed(kind, key, signature, text):
    if kind == 1:
        return len(signature) == 64 and not text.startswith("cosignature/v1\n") and signed(key, signature, text.encode())
    if kind == 4 and len(signature) == 72:
        time = struct.unpack(">Q", signature[:8])[0]
        return time < 1 << 63 and signed(key, signature[8:], b"cosignature/v1\ntime %d\n" % time + text.encode())
    return False


def decimal(text):
    if not DECIMAL.fullmatch(text) or int(text) >= 1 << 63:
        raise ValueError("not a number")
    return int(text)


def check_proof(proof, leaf, partition, ledger, witnesses, needed):
    """Index and size, if the proof shows this leaf in the log of this partition of this ledger."""
    try:
        head, note = proof.split(b"\n\n", 1)
        lines = head.decode("ascii").split("\n")
        if lines.pop(0) != "c2sp.org/tlog-proof@v1":
            raise ValueError("another form")
        if lines and lines[0].startswith("extra "):
            from_base64(lines.pop(0)[len("extra "):])
        word, number = lines.pop(0).split(" ", 1)
        if word != "index":
            raise ValueError("no index")
        index = decimal(number)
        path = [from_base64(line) for line in lines]
        if len(path) > 63 or any(len(one) != 32 for one in path):
            raise ValueError("no path")
    except (ValueError, IndexError) as error:
        raise ProofRefused("not a proof: %s" % error) from error

    log = ledger_log(ledger, partition)
    text, signers = open_note(note, (log,) + tuple(witnesses))
    if log not in signers:
        raise ProofRefused("the checkpoint is not signed by the log of the token's partition")
    if len(signers) - 1 < needed:
        raise ProofRefused("too few witnesses")
    try:
        origin, number, root = text.split("\n")[:3]
        size, root = decimal(number), from_base64(root)
    except ValueError as error:
        raise ProofRefused("not a checkpoint: %s" % error) from error
    if origin != verifier_key(log)[0]:
        raise ProofRefused("the checkpoint is of another log")
    if root_by(path, index, size, leaf_hash(leaf)) != root:
        raise ProofRefused("the path does not lead to the root")
    return index, size


@functools.lru_cache(maxsize=1024)
def ledger_log(ledger, partition):
    """The verifier key of one of a ledger's logs: the same key, in the log's name."""
    name, _, kind, key = verifier_key(ledger)
    name = "%s/tokens/%d" % (name, partition)
    material = bytes([kind]) + key
    number = hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8]
    return "%s+%s+%s" % (name, number, base64.b64encode(material).decode())


def check(raw, signature, signer, digest, proof, keys):
    token = check_token(raw, signature, signer, digest, keys["sealers"], keys["second_keys"])
    return check_proof(
        proof, entry(raw, signature, signer), token["chain"]["partition"], keys["ledger"], keys["witnesses"], keys["needed"]
    )


# ---- commands


def answer(line, keys):
    case = json.loads(line)
    part = {name: base64.b64decode(case[name]) for name in ("canonical", "signature", "proof")}
    try:
        check(part["canonical"], part["signature"], case["signer"], case["hash"], part["proof"], keys)
        return "ok"
    except TokenRefused as refused:
        return "token: %s" % refused
    except ProofRefused as refused:
        return "proof: %s" % refused


def by_fingerprint(second_keys):
    """A hybrid key's id has the fingerprint, so whoever trusts the id may take the key from anywhere."""
    return {hashlib.sha256(key).hexdigest(): key for key in second_keys}


def main():
    arguments = argparse.ArgumentParser(description="Verifies a token and its proof.")
    arguments.add_argument("--cases")
    arguments.add_argument("--ledger", help="the ledger's verifier key")
    arguments.add_argument("--sealer", action="append", default=[], help="KEY=executor or KEY=gateway")
    arguments.add_argument("--pub", action="append", default=[], help="the .pub file of a hybrid key, for its second half")
    arguments.add_argument("--witness", action="append", default=[], help="a witness's verifier key")
    arguments.add_argument("--needed", type=int, default=0, help="how many witnesses must have signed")
    arguments.add_argument("files", nargs="*", metavar="TOKEN.json TOKEN.tlog-proof")
    given = arguments.parse_args()
    if given.cases:
        with open(given.cases, encoding="utf-8") as cases:
            keys = json.loads(next(cases))
            keys["second_keys"] = by_fingerprint(base64.b64decode(key) for key in keys.get("second_keys", []))
            for line in cases:
                print(answer(line, keys).replace("\n", " "))
        return 0
    if not given.ledger or len(given.files) != 2:
        arguments.error("--ledger, a token and its proof are needed")
    keys = {
        "ledger": given.ledger,
        "sealers": dict(sealer.rsplit("=", 1) for sealer in given.sealer),
        "witnesses": given.witness,
        "needed": given.needed,
    }
    pems = []
    for name in given.pub:
        with open(name, encoding="ascii") as pub:
            pems.append(pub.read())
    keys["second_keys"] = by_fingerprint(map(second_key, pems))
    with open(given.files[0], "rb") as token_file, open(given.files[1], "rb") as proof_file:
        proof = proof_file.read()
        try:
            token = parsed(token_file.read())
            second = from_base64(token.pop("second_signature")) if "second_signature" in token else None
            digest, signature = token.pop("hash"), joined(from_base64(token.pop("signature")), second)
            index, size = check(canonical(token).encode(), signature, token["signer"], digest, proof, keys)
        except (Refused, ValueError, KeyError, binascii.Error) as error:
            print("not verified: %s" % error)
            return 1
    print("verified: %s is entry %d of %d" % (token["token_id"], index, size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
