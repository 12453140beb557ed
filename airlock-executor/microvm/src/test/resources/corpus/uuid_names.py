import uuid
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "http://x"), uuid.UUID(int=5).hex, uuid.UUID("{12345678-1234-5678-1234-567812345678}").fields)
