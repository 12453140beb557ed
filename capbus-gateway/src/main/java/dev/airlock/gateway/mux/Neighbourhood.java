package dev.airlock.gateway.mux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Who counts as one caller by where he comes from: an IPv4 address, or the 64 bits of an IPv6 network, in which one host has all addresses. */
final class Neighbourhood {
    private static final int NETWORK_BYTES = 8;

    private Neighbourhood() {}

    /** @param address in numbers; anything else, also a name, is one neighbourhood of its own */
    static String of(String address) {
        boolean numbers = !address.isEmpty()
                && address.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0);
        if (!numbers || (address.indexOf(':') < 0 && !address.matches("[0-9.]+"))) {
            return "elsewhere";
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK_BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64"
                    : address;
        } catch (UnknownHostException e) {
            return "elsewhere";
        }
    }
}
