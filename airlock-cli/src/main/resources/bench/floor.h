// What the floors share: how they are asked, the clock, and the kernel's ways that libc has no names for.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;

enum { PAGE = 4096 };
enum { NO_KVM = 3, NO_SCAN = 4 };

static u64 now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static long check(const char *what, long value) {
  if (value < 0) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
  }
  return value;
}

// Says "ready"; then for each number on standard input so many samples in nanoseconds, one a line.
static void serve(u64 (*sample)(void)) {
  puts("ready");
  fflush(stdout);
  for (long count; scanf("%ld", &count) == 1;) {
    u64 *samples = calloc(count + 1, sizeof *samples);
    for (long i = 0; i < count; i++) samples[i] = sample();
    for (long i = 0; i < count; i++) printf("%llu\n", (unsigned long long)samples[i]);
    fflush(stdout);
    free(samples);
  }
}

// include/uapi/linux/fs.h, v6.12.
struct scan_argument {
  u64 size, flags, start, end, walk_end, vec, vec_len, max_pages, inverted, mask, any_of, returned;
};
struct region {
  u64 start, end, categories;
};
#define PAGEMAP_SCAN _IOWR('f', 16, struct scan_argument)

static int pagemap;
static struct region regions[512];

static void open_pagemap(void) { pagemap = check("pagemap", open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)); }

// Copies back every page of memory from `from` to `end` that has become a copy of its own.
static void scan_and_copy(unsigned char *memory, const unsigned char *pristine, u64 from, u64 end) {
  struct scan_argument a = {.size = sizeof a, .start = (u64)memory + from, .end = (u64)memory + end, .vec = (u64)regions,
                            .vec_len = 512, .inverted = 4, .mask = 4, .any_of = 8 | 16, .returned = 8};
  do {
    long found = ioctl(pagemap, PAGEMAP_SCAN, &a);
    if (found < 0) exit(NO_SCAN);
    for (long i = 0; i < found; i++) {
      u64 at = regions[i].start - (u64)memory;
      memcpy(memory + at, pristine + at, regions[i].end - regions[i].start);
    }
    a.start = a.walk_end;
  } while (a.walk_end < a.end);
}

struct machine {
  int vm, vcpu;
  struct kvm_run *run;
};

static int kvm;
static size_t run_size;
static struct kvm_cpuid2 *cpuid;
static u64 xcr0;
static int has_protection_keys;

static void open_kvm(void) {
  kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  if (kvm < 0) exit(NO_KVM);
  run_size = check("KVM_GET_VCPU_MMAP_SIZE", ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0));
  cpuid = calloc(1, sizeof *cpuid + 256 * sizeof(struct kvm_cpuid_entry2));
  cpuid->nent = 256;
  check("KVM_GET_SUPPORTED_CPUID", ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid));
  for (u32 i = 0; i < cpuid->nent; i++) {
    if (cpuid->entries[i].function != 0xD || cpuid->entries[i].index != 0) continue;
    xcr0 = cpuid->entries[i].eax & 0xE7;
    has_protection_keys = cpuid->entries[i].eax >> 9 & 1;
  }
}

static void create(struct machine *m, unsigned char *memory, u64 bytes) {
  m->vm = check("KVM_CREATE_VM", ioctl(kvm, KVM_CREATE_VM, 0));
  struct kvm_userspace_memory_region r = {.memory_size = bytes, .userspace_addr = (u64)memory};
  check("KVM_SET_USER_MEMORY_REGION", ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &r));
  m->vcpu = check("KVM_CREATE_VCPU", ioctl(m->vm, KVM_CREATE_VCPU, 0));
  m->run = mmap(0, run_size, PROT_READ | PROT_WRITE, MAP_SHARED, m->vcpu, 0);
  check("KVM_SET_CPUID2", ioctl(m->vcpu, KVM_SET_CPUID2, cpuid));
  m->run->kvm_valid_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS;
}

// The next entry into KVM sets these, which costs no call of its own. KVM completes no exit of an OUT that the processor no longer stands at.
static void begin_with(struct machine *m, const struct kvm_regs *regs, const struct kvm_sregs *sregs, const struct kvm_vcpu_events *events) {
  m->run->s.regs.regs = *regs;
  m->run->s.regs.sregs = *sregs;
  m->run->s.regs.events = *events;
  m->run->kvm_dirty_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS;
}
