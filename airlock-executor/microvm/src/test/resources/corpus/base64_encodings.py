import base64, binascii
data = bytes(range(20))
print(base64.b64encode(data), base64.urlsafe_b64encode(b"\xff\xfe"), base64.b32encode(data), base64.b85encode(data), base64.a85encode(data), base64.b16encode(data))
print(base64.b64decode("aGk="), binascii.hexlify(data, "-"), binascii.crc_hqx(data, 0))
try: base64.b64decode("a", validate=True)
except binascii.Error as e: print(e)
