package dev.airlock.microvm;

/**
 * Which KVM this host has.
 *
 * @param name the module: {@code kvm_pvm}, {@code kvm_intel}, {@code kvm_amd}, or {@code kvm} when none of them shows
 * @param stub how a system call leaves the guest: {@code cpl3} or {@code standard}
 */
public record KvmFlavour(String name, String stub) {
    /** As it stands in tokens and logs: {@code kvm_pvm/cpl3}. */
    public String text() {
        return name + "/" + stub;
    }
}
