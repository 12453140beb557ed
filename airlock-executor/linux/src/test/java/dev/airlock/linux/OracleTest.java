package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java layouts and ioctl numbers against what a C compiler says of the kernel's headers. */
class OracleTest {
    private static final Map<String, StructLayout> LAYOUTS = Map.ofEntries(
            Map.entry("kvm_userspace_memory_region", KvmUserspaceMemoryRegion.LAYOUT),
            Map.entry("kvm_regs", KvmRegs.LAYOUT),
            Map.entry("kvm_segment", KvmSegment.LAYOUT),
            Map.entry("kvm_dtable", KvmSregs.TABLE),
            Map.entry("kvm_sregs", KvmSregs.LAYOUT),
            Map.entry("kvm_xsave", KvmXsave.LAYOUT),
            Map.entry("kvm_xcrs", KvmXcrs.LAYOUT),
            Map.entry("kvm_xcr", KvmXcrs.XCR),
            Map.entry("kvm_msrs", KvmMsrs.LAYOUT),
            Map.entry("kvm_msr_entry", KvmMsrs.ENTRY),
            Map.entry("kvm_cpuid2", KvmCpuid2.LAYOUT),
            Map.entry("kvm_cpuid_entry2", KvmCpuid2.ENTRY),
            Map.entry("kvm_dirty_log", KvmDirtyLog.LAYOUT),
            Map.entry("kvm_debugregs", KvmDebugregs.LAYOUT),
            Map.entry("kvm_vcpu_events", KvmVcpuEvents.LAYOUT),
            Map.entry("kvm_signal_mask", Vcpu.SIGNAL_MASK),
            Map.entry("kvm_run", KvmRun.LAYOUT),
            Map.entry("io", KvmRun.IO),
            Map.entry("mmio", KvmRun.MMIO),
            Map.entry("sock_filter", SockFilter.LAYOUT),
            Map.entry("sock_fprog", SockFprog.LAYOUT),
            Map.entry("seccomp_data", SeccompCall.LAYOUT),
            Map.entry("__user_cap_header_struct", CapUserHeader.LAYOUT),
            Map.entry("__user_cap_data_struct", CapUserSets.LAYOUT),
            Map.entry("rlimit", Rlimit.LAYOUT),
            Map.entry("rusage", ThreadFaults.LAYOUT),
            Map.entry("pollfd", PollFd.LAYOUT),
            Map.entry("seccomp_notif", SeccompNotif.LAYOUT),
            Map.entry("seccomp_notif_resp", SeccompNotifResp.LAYOUT),
            Map.entry("msghdr", MsgHdr.LAYOUT),
            Map.entry("iovec", MsgHdr.IOVEC),
            Map.entry("cmsghdr", MsgHdr.CMSGHDR),
            Map.entry("sockaddr_un", UnixAddress.LAYOUT),
            Map.entry("landlock_ruleset_attr", LandlockRulesetAttr.LAYOUT),
            Map.entry("landlock_path_beneath_attr", LandlockPathBeneathAttr.LAYOUT),
            Map.entry("landlock_net_port_attr", LandlockNetPortAttr.LAYOUT));

    private static final Map<String, Long> NUMBERS = Map.ofEntries(
            Map.entry("KVM_GET_API_VERSION", Kvm.KVM_GET_API_VERSION),
            Map.entry("KVM_CREATE_VM", Kvm.KVM_CREATE_VM),
            Map.entry("KVM_CHECK_EXTENSION", Kvm.KVM_CHECK_EXTENSION),
            Map.entry("KVM_GET_VCPU_MMAP_SIZE", Kvm.KVM_GET_VCPU_MMAP_SIZE),
            Map.entry("KVM_GET_SUPPORTED_CPUID", Kvm.KVM_GET_SUPPORTED_CPUID),
            Map.entry("KVM_CREATE_VCPU", Vm.KVM_CREATE_VCPU),
            Map.entry("KVM_SET_USER_MEMORY_REGION", Vm.KVM_SET_USER_MEMORY_REGION),
            Map.entry("KVM_RUN", Vcpu.KVM_RUN),
            Map.entry("KVM_GET_REGS", Vcpu.KVM_GET_REGS),
            Map.entry("KVM_SET_REGS", Vcpu.KVM_SET_REGS),
            Map.entry("KVM_GET_SREGS", Vcpu.KVM_GET_SREGS),
            Map.entry("KVM_SET_SREGS", Vcpu.KVM_SET_SREGS),
            Map.entry("KVM_GET_DIRTY_LOG", Vm.KVM_GET_DIRTY_LOG),
            Map.entry("KVM_MEM_LOG_DIRTY_PAGES", (long) KvmUserspaceMemoryRegion.LOG_DIRTY_PAGES),
            Map.entry("KVM_GET_XCRS", Vcpu.KVM_GET_XCRS),
            Map.entry("KVM_GET_MSRS", Vcpu.KVM_GET_MSRS),
            Map.entry("KVM_GET_TSC_KHZ", Vcpu.KVM_GET_TSC_KHZ),
            Map.entry("KVM_SET_MSRS", Vcpu.KVM_SET_MSRS),
            Map.entry("KVM_SET_SIGNAL_MASK", Vcpu.KVM_SET_SIGNAL_MASK),
            Map.entry("KVM_SET_CPUID2", Vcpu.KVM_SET_CPUID2),
            Map.entry("KVM_GET_VCPU_EVENTS", Vcpu.KVM_GET_VCPU_EVENTS),
            Map.entry("KVM_GET_DEBUGREGS", Vcpu.KVM_GET_DEBUGREGS),
            Map.entry("KVM_SET_DEBUGREGS", Vcpu.KVM_SET_DEBUGREGS),
            Map.entry("KVM_GET_XSAVE", Vcpu.KVM_GET_XSAVE),
            Map.entry("KVM_SET_XSAVE", Vcpu.KVM_SET_XSAVE),
            Map.entry("KVM_SET_XCRS", Vcpu.KVM_SET_XCRS),
            Map.entry("KVM_CAP_SYNC_REGS", (long) Kvm.CAP_SYNC_REGS),
            Map.entry("KVM_CAP_IMMEDIATE_EXIT", (long) Kvm.CAP_IMMEDIATE_EXIT),
            Map.entry("KVM_EXIT_IO", (long) Exit.KVM_EXIT_IO),
            Map.entry("KVM_EXIT_HLT", (long) Exit.KVM_EXIT_HLT),
            Map.entry("KVM_EXIT_MMIO", (long) Exit.KVM_EXIT_MMIO),
            Map.entry("KVM_EXIT_SHUTDOWN", (long) Exit.KVM_EXIT_SHUTDOWN),
            Map.entry("KVM_EXIT_FAIL_ENTRY", (long) Exit.KVM_EXIT_FAIL_ENTRY),
            Map.entry("KVM_EXIT_INTR", (long) Exit.KVM_EXIT_INTR),
            Map.entry("KVM_EXIT_INTERNAL_ERROR", (long) Exit.KVM_EXIT_INTERNAL_ERROR),
            Map.entry("KVM_EXIT_IO_OUT", (long) Exit.KVM_EXIT_IO_OUT),
            Map.entry("SYS_setgroups", Credentials.SYS_SETGROUPS),
            Map.entry("SYS_setresuid", Credentials.SYS_SETRESUID),
            Map.entry("SYS_setresgid", Credentials.SYS_SETRESGID),
            Map.entry("SYS_capset", Privileges.SYS_CAPSET),
            Map.entry("SYS_seccomp", Seccomp.SYS_SECCOMP),
            Map.entry("SYS_close_range", CloseRange.SYS_CLOSE_RANGE),
            Map.entry("SYS_landlock_create_ruleset", Landlock.SYS_LANDLOCK_CREATE_RULESET),
            Map.entry("SYS_landlock_add_rule", Landlock.SYS_LANDLOCK_ADD_RULE),
            Map.entry("SYS_landlock_restrict_self", Landlock.SYS_LANDLOCK_RESTRICT_SELF),
            Map.entry("SECCOMP_SET_MODE_FILTER", (long) Seccomp.SECCOMP_SET_MODE_FILTER),
            Map.entry("SECCOMP_GET_ACTION_AVAIL", (long) Seccomp.SECCOMP_GET_ACTION_AVAIL),
            Map.entry("SECCOMP_FILTER_FLAG_TSYNC", (long) Seccomp.SECCOMP_FILTER_FLAG_TSYNC),
            Map.entry("SECCOMP_RET_LOG", (long) Seccomp.SECCOMP_RET_LOG),
            Map.entry("PR_CAPBSET_READ", (long) Prctl.PR_CAPBSET_READ),
            Map.entry("PR_CAPBSET_DROP", (long) Prctl.PR_CAPBSET_DROP),
            Map.entry("PR_SET_NO_NEW_PRIVS", (long) Prctl.PR_SET_NO_NEW_PRIVS),
            Map.entry("PR_CAP_AMBIENT", (long) Prctl.PR_CAP_AMBIENT),
            Map.entry("PR_CAP_AMBIENT_CLEAR_ALL", (long) Prctl.PR_CAP_AMBIENT_CLEAR_ALL),
            Map.entry("CLOSE_RANGE_CLOEXEC", (long) CloseRange.CLOSE_RANGE_CLOEXEC),
            Map.entry("LANDLOCK_CREATE_RULESET_VERSION", (long) Landlock.LANDLOCK_CREATE_RULESET_VERSION),
            Map.entry("LANDLOCK_RULE_PATH_BENEATH", (long) Landlock.LANDLOCK_RULE_PATH_BENEATH),
            Map.entry("LANDLOCK_RULE_NET_PORT", (long) Landlock.LANDLOCK_RULE_NET_PORT),
            Map.entry("_LINUX_CAPABILITY_VERSION_3", (long) CapUserHeader.LINUX_CAPABILITY_VERSION_3),
            Map.entry("RLIMIT_FSIZE", (long) Rlimit.FILE_BYTES),
            Map.entry("RLIMIT_CORE", (long) Rlimit.CORE_BYTES),
            Map.entry("RLIMIT_NPROC", (long) Rlimit.THREADS),
            Map.entry("RLIMIT_NOFILE", (long) Rlimit.OPEN_FILES),
            Map.entry("RUSAGE_THREAD", (long) ThreadFaults.RUSAGE_THREAD),
            Map.entry("LANDLOCK_ACCESS_FS_EXECUTE", LandlockRights.EXECUTE),
            Map.entry("LANDLOCK_ACCESS_FS_WRITE_FILE", LandlockRights.WRITE_FILE),
            Map.entry("LANDLOCK_ACCESS_FS_READ_FILE", LandlockRights.READ_FILE),
            Map.entry("LANDLOCK_ACCESS_FS_READ_DIR", LandlockRights.READ_DIR),
            Map.entry("LANDLOCK_ACCESS_FS_REMOVE_FILE", LandlockRights.REMOVE_FILE),
            Map.entry("LANDLOCK_ACCESS_FS_MAKE_REG", LandlockRights.MAKE_REG),
            Map.entry("LANDLOCK_ACCESS_FS_MAKE_SYM", LandlockRights.MAKE_SYM),
            Map.entry("LANDLOCK_ACCESS_FS_REFER", LandlockRights.REFER),
            Map.entry("LANDLOCK_ACCESS_FS_TRUNCATE", LandlockRights.TRUNCATE),
            Map.entry("LANDLOCK_ACCESS_FS_IOCTL_DEV", LandlockRights.IOCTL_DEV),
            Map.entry("LANDLOCK_ACCESS_NET_BIND_TCP", LandlockRights.BIND_TCP),
            Map.entry("LANDLOCK_ACCESS_NET_CONNECT_TCP", LandlockRights.CONNECT_TCP),
            Map.entry("SECCOMP_IOCTL_NOTIF_RECV", SeccompListener.SECCOMP_IOCTL_NOTIF_RECV),
            Map.entry("SECCOMP_IOCTL_NOTIF_SEND", SeccompListener.SECCOMP_IOCTL_NOTIF_SEND),
            Map.entry("SECCOMP_IOCTL_NOTIF_ID_VALID", SeccompListener.SECCOMP_IOCTL_NOTIF_ID_VALID),
            Map.entry("SECCOMP_USER_NOTIF_FLAG_CONTINUE", (long) SeccompNotifResp.SECCOMP_USER_NOTIF_FLAG_CONTINUE),
            Map.entry("SYS_pidfd_open", PidFd.SYS_PIDFD_OPEN),
            Map.entry("SYS_pidfd_send_signal", PidFd.SYS_PIDFD_SEND_SIGNAL),
            Map.entry("SOL_SOCKET", (long) MsgHdr.SOL_SOCKET),
            Map.entry("SCM_RIGHTS", (long) MsgHdr.SCM_RIGHTS),
            Map.entry("MSG_CMSG_CLOEXEC", (long) MsgHdr.MSG_CMSG_CLOEXEC),
            Map.entry("POLLIN", (long) PollFd.POLLIN),
            Map.entry("POLLOUT", (long) PollFd.POLLOUT),
            Map.entry("POLLERR", (long) PollFd.POLLERR),
            Map.entry("POLLHUP", (long) PollFd.POLLHUP),
            Map.entry("POLLNVAL", (long) PollFd.POLLNVAL),
            Map.entry("LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET", LandlockRights.SCOPE_ABSTRACT_UNIX_SOCKET),
            Map.entry("LANDLOCK_SCOPE_SIGNAL", LandlockRights.SCOPE_SIGNAL));

    @Test
    void the_layouts_are_what_c_says() throws IOException {
        for (String line : committed()) {
            assertThat(ours(line)).as(line).isEqualTo(theirs(line));
        }
    }

    @Test
    void every_number_of_ours_is_in_the_oracle() throws IOException {
        Map<String, Long> asked = new TreeMap<>();
        for (String line : committed()) {
            if (line.startsWith("number ")) {
                asked.put(line.split(" ", -1)[1], theirs(line));
            }
        }
        assertThat(asked).isEqualTo(new TreeMap<>(NUMBERS));
    }

    @Test
    void the_committed_oracle_is_what_this_machines_headers_say(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc here: the committed oracle stands alone");
        assumeTrue(Files.exists(Path.of("/usr/include/linux/kvm.h")), "no kernel headers here");
        Path source = folder.resolve("oracle.c");
        Path program = folder.resolve("oracle");
        Files.write(source, resource("oracle.c"));
        run("/usr/bin/gcc", "-o", program.toString(), source.toString());
        assertThat(run(program.toString()).lines().toList()).isEqualTo(committed());
    }

    private static long ours(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "number" -> NUMBERS.get(words[1]);
            case "sizeof" ->
                words[1].equals("sigset_t")
                        ? Signals.SIGSET.byteSize()
                        : LAYOUTS.get(words[1]).byteSize();
            case "offsetof" -> offset(words[1].split("\\.", -1));
            default -> throw new AssertionError(line);
        };
    }

    private static long offset(String[] field) {
        return LAYOUTS.get(field[0]).byteOffset(PathElement.groupElement(field[1]));
    }

    private static long theirs(String line) {
        return Long.decode(line.split(" ", -1)[2]);
    }

    private static List<String> committed() throws IOException {
        return new String(resource("oracle.txt"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OracleTest.class.getResourceAsStream("/oracle/" + name)) {
            return in.readAllBytes();
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
