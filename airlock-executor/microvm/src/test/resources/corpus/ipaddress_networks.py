import ipaddress as i
n = i.ip_network("192.168.0.0/29"); print(list(n.hosts()), n.broadcast_address, i.ip_address("::1").is_loopback, i.ip_address("10.1.2.3") in i.ip_network("10.0.0.0/8"), int(i.IPv4Address("1.2.3.4")), list(n.subnets(prefixlen_diff=1)), i.ip_address("2001:db8::1").exploded)
try: i.ip_network("1.2.3.4/24")
except ValueError as e: print(e)
