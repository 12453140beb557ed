package dev.airlock.bench.model;

/**
 * Where it was measured.
 *
 * @param kvm which KVM, for example {@code kvm_pvm/cpl3}; why not, if there is none
 * @param cpu the processor's name
 * @param cores how many of them the JVM sees
 * @param jdk version and vendor
 * @param kernel the operating system's
 * @param hashing MiB of SHA-256 a second on one thread just before the first sample: what the machine left us, in one number
 * @param load the load averages over 1, 5 and 15 minutes before the first sample
 */
public record Host(String kvm, String cpu, int cores, String jdk, String kernel, double hashing, String load) {}
