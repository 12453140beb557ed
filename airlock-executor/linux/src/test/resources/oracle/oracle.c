// What the C compiler says about the structs and numbers that the Java layouts claim to know.
#define _GNU_SOURCE
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/kvm.h>
#include <linux/landlock.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
// Headers from before v6.12 lack what Landlock got since; copied from include/uapi/linux/landlock.h, v6.12.
#ifndef LANDLOCK_SCOPE_SIGNAL
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ULL << 1)
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define LANDLOCK_SCOPE_SIGNAL (1ULL << 1)
#define LANDLOCK_RULE_NET_PORT 2
#define landlock_ruleset_attr landlock_ruleset_attr_6_12
struct landlock_ruleset_attr { __u64 handled_access_fs; __u64 handled_access_net; __u64 scoped; };
struct landlock_net_port_attr { __u64 allowed_access; __u64 port; };
#endif
#define SIZE(type) printf("sizeof %s %zu\n", #type, sizeof(struct type))
#define FIELD(type, name) printf("offsetof %s.%s %zu\n", #type, #name, offsetof(struct type, name))
#define NUMBER(name) printf("number %s 0x%lx\n", #name, (unsigned long)name)
int main(void) {
  SIZE(kvm_userspace_memory_region); FIELD(kvm_userspace_memory_region, guest_phys_addr);
  FIELD(kvm_userspace_memory_region, memory_size); FIELD(kvm_userspace_memory_region, userspace_addr);
  SIZE(kvm_regs); FIELD(kvm_regs, rax); FIELD(kvm_regs, rcx); FIELD(kvm_regs, rdi); FIELD(kvm_regs, rsp);
  FIELD(kvm_regs, r8); FIELD(kvm_regs, r10); FIELD(kvm_regs, rip); FIELD(kvm_regs, rflags);
  SIZE(kvm_segment); FIELD(kvm_segment, limit); FIELD(kvm_segment, selector); FIELD(kvm_segment, type);
  FIELD(kvm_segment, dpl); FIELD(kvm_segment, l); FIELD(kvm_segment, unusable);
  SIZE(kvm_dtable); FIELD(kvm_dtable, limit);
  SIZE(kvm_sregs); FIELD(kvm_sregs, fs); FIELD(kvm_sregs, tr); FIELD(kvm_sregs, gdt); FIELD(kvm_sregs, idt);
  FIELD(kvm_sregs, cr0); FIELD(kvm_sregs, cr2); FIELD(kvm_sregs, cr3); FIELD(kvm_sregs, cr4); FIELD(kvm_sregs, efer);
  SIZE(kvm_xsave); SIZE(kvm_xcrs); FIELD(kvm_xcrs, xcrs); SIZE(kvm_xcr); FIELD(kvm_xcr, value);
  SIZE(kvm_msrs); SIZE(kvm_msr_entry); FIELD(kvm_msr_entry, data);
  SIZE(kvm_cpuid2); SIZE(kvm_cpuid_entry2); FIELD(kvm_cpuid_entry2, index); FIELD(kvm_cpuid_entry2, eax);
  SIZE(kvm_debugregs); FIELD(kvm_debugregs, dr6); FIELD(kvm_debugregs, flags);
  SIZE(kvm_dirty_log); FIELD(kvm_dirty_log, dirty_bitmap);
  SIZE(kvm_vcpu_events); FIELD(kvm_vcpu_events, flags); FIELD(kvm_vcpu_events, sipi_vector);
  FIELD(kvm_vcpu_events, exception_has_payload); FIELD(kvm_vcpu_events, exception_payload);
  SIZE(kvm_signal_mask);
  SIZE(kvm_run); FIELD(kvm_run, immediate_exit); FIELD(kvm_run, exit_reason); FIELD(kvm_run, kvm_valid_regs);
  FIELD(kvm_run, kvm_dirty_regs);
  printf("offsetof kvm_run.exit %zu\n", offsetof(struct kvm_run, io));
  printf("offsetof kvm_run.regs %zu\n", offsetof(struct kvm_run, s.regs.regs));
  printf("offsetof kvm_run.sregs %zu\n", offsetof(struct kvm_run, s.regs.sregs));
  printf("offsetof io.size %zu\n", offsetof(struct kvm_run, io.size) - offsetof(struct kvm_run, io));
  printf("offsetof io.port %zu\n", offsetof(struct kvm_run, io.port) - offsetof(struct kvm_run, io));
  printf("offsetof io.count %zu\n", offsetof(struct kvm_run, io.count) - offsetof(struct kvm_run, io));
  printf("offsetof mmio.len %zu\n", offsetof(struct kvm_run, mmio.len) - offsetof(struct kvm_run, mmio));
  printf("offsetof mmio.is_write %zu\n", offsetof(struct kvm_run, mmio.is_write) - offsetof(struct kvm_run, mmio));
  printf("sizeof sigset_t %zu\n", sizeof(sigset_t));
  NUMBER(KVM_GET_API_VERSION); NUMBER(KVM_CREATE_VM); NUMBER(KVM_CHECK_EXTENSION); NUMBER(KVM_GET_VCPU_MMAP_SIZE);
  NUMBER(KVM_GET_SUPPORTED_CPUID); NUMBER(KVM_CREATE_VCPU); NUMBER(KVM_SET_USER_MEMORY_REGION); NUMBER(KVM_RUN);
  NUMBER(KVM_GET_REGS); NUMBER(KVM_SET_REGS); NUMBER(KVM_GET_SREGS); NUMBER(KVM_SET_SREGS); NUMBER(KVM_SET_MSRS);
  NUMBER(KVM_SET_SIGNAL_MASK); NUMBER(KVM_SET_CPUID2); NUMBER(KVM_GET_VCPU_EVENTS);
  NUMBER(KVM_GET_DEBUGREGS); NUMBER(KVM_SET_DEBUGREGS); NUMBER(KVM_GET_XSAVE); NUMBER(KVM_SET_XSAVE);
  NUMBER(KVM_SET_XCRS); NUMBER(KVM_CAP_SYNC_REGS); NUMBER(KVM_CAP_IMMEDIATE_EXIT); NUMBER(KVM_EXIT_IO);
  NUMBER(KVM_EXIT_HLT); NUMBER(KVM_EXIT_MMIO); NUMBER(KVM_EXIT_SHUTDOWN); NUMBER(KVM_EXIT_FAIL_ENTRY);
  NUMBER(KVM_GET_DIRTY_LOG); NUMBER(KVM_MEM_LOG_DIRTY_PAGES); NUMBER(KVM_GET_XCRS); NUMBER(KVM_GET_MSRS); NUMBER(KVM_GET_TSC_KHZ);
  NUMBER(KVM_EXIT_INTR); NUMBER(KVM_EXIT_INTERNAL_ERROR); NUMBER(KVM_EXIT_IO_OUT);
  SIZE(sock_filter); FIELD(sock_filter, jt); FIELD(sock_filter, jf); FIELD(sock_filter, k);
  SIZE(sock_fprog); FIELD(sock_fprog, filter);
  SIZE(seccomp_data); FIELD(seccomp_data, arch); FIELD(seccomp_data, instruction_pointer); FIELD(seccomp_data, args);
  SIZE(__user_cap_header_struct); FIELD(__user_cap_header_struct, pid);
  SIZE(__user_cap_data_struct); FIELD(__user_cap_data_struct, permitted); FIELD(__user_cap_data_struct, inheritable);
  SIZE(rlimit); FIELD(rlimit, rlim_max);
  SIZE(rusage); FIELD(rusage, ru_minflt); FIELD(rusage, ru_majflt);
  printf("sizeof landlock_ruleset_attr %zu\n", sizeof(struct landlock_ruleset_attr));
  printf("offsetof landlock_ruleset_attr.scoped %zu\n", offsetof(struct landlock_ruleset_attr, scoped));
  SIZE(landlock_path_beneath_attr); FIELD(landlock_path_beneath_attr, parent_fd);
  SIZE(landlock_net_port_attr); FIELD(landlock_net_port_attr, port);
  NUMBER(SYS_setgroups); NUMBER(SYS_setresuid); NUMBER(SYS_setresgid); NUMBER(SYS_capset); NUMBER(SYS_seccomp);
  NUMBER(SYS_close_range); NUMBER(SYS_landlock_create_ruleset); NUMBER(SYS_landlock_add_rule);
  NUMBER(SYS_landlock_restrict_self);
  NUMBER(SECCOMP_SET_MODE_FILTER); NUMBER(SECCOMP_GET_ACTION_AVAIL); NUMBER(SECCOMP_FILTER_FLAG_TSYNC);
  NUMBER(SECCOMP_RET_LOG);
  NUMBER(PR_CAPBSET_READ); NUMBER(PR_CAPBSET_DROP); NUMBER(PR_SET_NO_NEW_PRIVS); NUMBER(PR_CAP_AMBIENT);
  NUMBER(PR_CAP_AMBIENT_CLEAR_ALL); NUMBER(_LINUX_CAPABILITY_VERSION_3); NUMBER(CLOSE_RANGE_CLOEXEC);
  NUMBER(RLIMIT_FSIZE); NUMBER(RLIMIT_CORE); NUMBER(RLIMIT_NPROC); NUMBER(RLIMIT_NOFILE);
  NUMBER(RUSAGE_THREAD);
  NUMBER(LANDLOCK_CREATE_RULESET_VERSION); NUMBER(LANDLOCK_RULE_PATH_BENEATH); NUMBER(LANDLOCK_RULE_NET_PORT);
  NUMBER(LANDLOCK_ACCESS_FS_EXECUTE); NUMBER(LANDLOCK_ACCESS_FS_WRITE_FILE); NUMBER(LANDLOCK_ACCESS_FS_READ_FILE);
  NUMBER(LANDLOCK_ACCESS_FS_READ_DIR); NUMBER(LANDLOCK_ACCESS_FS_REMOVE_FILE); NUMBER(LANDLOCK_ACCESS_FS_MAKE_REG);
  NUMBER(LANDLOCK_ACCESS_FS_MAKE_SYM); NUMBER(LANDLOCK_ACCESS_FS_REFER); NUMBER(LANDLOCK_ACCESS_FS_TRUNCATE);
  NUMBER(LANDLOCK_ACCESS_FS_IOCTL_DEV); NUMBER(LANDLOCK_ACCESS_NET_BIND_TCP); NUMBER(LANDLOCK_ACCESS_NET_CONNECT_TCP);
  SIZE(pollfd); FIELD(pollfd, events); FIELD(pollfd, revents);
  SIZE(seccomp_notif); FIELD(seccomp_notif, pid); FIELD(seccomp_notif, flags); FIELD(seccomp_notif, data);
  SIZE(seccomp_notif_resp); FIELD(seccomp_notif_resp, val); FIELD(seccomp_notif_resp, error);
  FIELD(seccomp_notif_resp, flags);
  SIZE(msghdr); FIELD(msghdr, msg_iov); FIELD(msghdr, msg_iovlen); FIELD(msghdr, msg_control);
  FIELD(msghdr, msg_controllen); FIELD(msghdr, msg_flags);
  SIZE(iovec); FIELD(iovec, iov_len);
  SIZE(cmsghdr); FIELD(cmsghdr, cmsg_level); FIELD(cmsghdr, cmsg_type);
  SIZE(sockaddr_un); FIELD(sockaddr_un, sun_path);
  NUMBER(SECCOMP_IOCTL_NOTIF_RECV); NUMBER(SECCOMP_IOCTL_NOTIF_SEND); NUMBER(SECCOMP_IOCTL_NOTIF_ID_VALID);
  NUMBER(SECCOMP_USER_NOTIF_FLAG_CONTINUE); NUMBER(SYS_pidfd_open); NUMBER(SYS_pidfd_send_signal);
  NUMBER(SOL_SOCKET); NUMBER(SCM_RIGHTS); NUMBER(MSG_CMSG_CLOEXEC); NUMBER(POLLIN); NUMBER(POLLOUT); NUMBER(POLLERR);
  NUMBER(POLLHUP); NUMBER(POLLNVAL);
  NUMBER(LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET); NUMBER(LANDLOCK_SCOPE_SIGNAL);
  return 0;
}
