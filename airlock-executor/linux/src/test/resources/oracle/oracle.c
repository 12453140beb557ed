// What the C compiler says about the structs and numbers that the Java layouts claim to know.
#include <linux/kvm.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
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
  NUMBER(KVM_SET_SIGNAL_MASK); NUMBER(KVM_SET_CPUID2); NUMBER(KVM_GET_VCPU_EVENTS); NUMBER(KVM_SET_VCPU_EVENTS);
  NUMBER(KVM_GET_DEBUGREGS); NUMBER(KVM_SET_DEBUGREGS); NUMBER(KVM_GET_XSAVE); NUMBER(KVM_SET_XSAVE);
  NUMBER(KVM_SET_XCRS); NUMBER(KVM_CAP_SYNC_REGS); NUMBER(KVM_CAP_IMMEDIATE_EXIT); NUMBER(KVM_EXIT_IO);
  NUMBER(KVM_EXIT_HLT); NUMBER(KVM_EXIT_MMIO); NUMBER(KVM_EXIT_SHUTDOWN); NUMBER(KVM_EXIT_FAIL_ENTRY);
  NUMBER(KVM_GET_DIRTY_LOG); NUMBER(KVM_MEM_LOG_DIRTY_PAGES); NUMBER(KVM_GET_XCRS); NUMBER(KVM_GET_MSRS);
  NUMBER(KVM_EXIT_INTR); NUMBER(KVM_EXIT_INTERNAL_ERROR); NUMBER(KVM_EXIT_IO_OUT);
  return 0;
}
