// What a reset, a wake and a fork cost when nothing is around the kernel's own calls. Built and run by `airlock bench microvm`.
// usage: floors memcpy|scan|reset|wake|fork COUNT; prints nanoseconds, one sample a line; exit code 3: no KVM here, 4: no PAGEMAP_SCAN.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;

enum { PAGE = 4096, MEMORY = 32 << 20, DIRTY = 32, CODE = 0x400000, DATA = 0x500000, STACK = 0x600000 };
enum { PML4 = 0x1000, PDPT = 0x2000, DIRECTORY = 0x3000, GDT = 0x8000, TSS = 0x9000, IDT = 0xA000, TABLES = 0x100000 };
enum { NO_KVM = 3, NO_SCAN = 4 };

// include/uapi/linux/fs.h, v6.12.
struct scan_argument {
  u64 size, flags, start, end, walk_end, vec, vec_len, max_pages, inverted, mask, any_of, returned;
};
struct region {
  u64 start, end, categories;
};
#define PAGEMAP_SCAN _IOWR('f', 16, struct scan_argument)

static unsigned char *pristine, *memory;
static int file;

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

static void put(u64 at, u64 value) { memcpy(pristine + at, &value, 8); }

// The same memory as a guest of ours has: identity-mapped pages, ring 3 above 2 MiB, port 0x10 allowed.
static void furnish(void) {
  put(PML4, PDPT | 0x67);
  put(PDPT, DIRECTORY | 0x67);
  for (u64 table = 0; table < MEMORY >> 21; table++) put(DIRECTORY + table * 8, (TABLES + table * PAGE) | 0x67);
  for (u64 page = 1; page < MEMORY / PAGE; page++) put(TABLES + page * 8, page * PAGE | (page * PAGE < 0x200000 ? 0x63 : 0x67));
  put(GDT + 0x10, 0x00AF9B000000FFFFull);
  put(GDT + 0x18, 0x00CF93000000FFFFull);
  put(GDT + 0x28, 0x00CFF3000000FFFFull);
  put(GDT + 0x30, 0x00AFFB000000FFFFull);
  put(GDT + 0x40, 0xA7 | (u64)(TSS & 0xFFFFFF) << 16 | 0x8Bull << 40);
  memset(pristine + TSS + 0x68, 0xFF, 0x40);
  pristine[TSS + 0x66] = 0x68;
  pristine[TSS + 0x6A] = 0xFE;
  // rdi = DATA, rcx = DIRTY: mov byte [rdi],al; add rdi,0x2000; loop; out 0x10,al
  static const unsigned char code[] = {0x88, 0x07, 0x48, 0x81, 0xC7, 0, 0x20, 0, 0, 0xE2, 0xF5, 0xE6, 0x10, 0xEB, 0xFE};
  memcpy(pristine + CODE, code, sizeof code);
}

static void map_private(void) {
  memory = mmap(0, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
  check("mmap", memory == MAP_FAILED ? -1 : 0);
}

static void copy_known(void) {
  for (int i = 0; i < DIRTY; i++) memcpy(memory + DATA + i * 2 * PAGE, pristine + DATA + i * 2 * PAGE, PAGE);
}

static int pagemap;
static struct region regions[512];

static void scan_and_copy(void) {
  struct scan_argument a = {.size = sizeof a, .start = (u64)memory, .end = (u64)memory + MEMORY, .vec = (u64)regions,
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
static struct kvm_sregs sregs;
static struct kvm_xcrs xcrs;
static struct kvm_xsave xsave;
static struct kvm_debugregs debugregs;
static struct kvm_vcpu_events events;
static struct kvm_regs regs;
static struct {
  struct kvm_msrs head;
  struct kvm_msr_entry entries[3];
} msrs = {{3}, {{0xC0000081, 0, 0x23ull << 48 | 0x10ull << 32}, {0xC0000082, 0, CODE}, {0xC0000084, 0, 0x47700}}};
static u64 xcr0;

static struct kvm_segment segment(int selector, int type, int dpl, int is_long) {
  return (struct kvm_segment){.limit = ~0u, .selector = selector, .type = type, .present = 1, .dpl = dpl, .db = !is_long, .s = 1,
                              .l = is_long, .g = 1};
}

static void create(struct machine *m) {
  m->vm = check("KVM_CREATE_VM", ioctl(kvm, KVM_CREATE_VM, 0));
  struct kvm_userspace_memory_region r = {.memory_size = MEMORY, .userspace_addr = (u64)memory};
  check("KVM_SET_USER_MEMORY_REGION", ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &r));
  m->vcpu = check("KVM_CREATE_VCPU", ioctl(m->vm, KVM_CREATE_VCPU, 0));
  m->run = mmap(0, run_size, PROT_READ | PROT_WRITE, MAP_SHARED, m->vcpu, 0);
  check("KVM_SET_CPUID2", ioctl(m->vcpu, KVM_SET_CPUID2, cpuid));
  m->run->kvm_valid_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS;
}

static void destroy(struct machine *m) {
  munmap(m->run, run_size);
  close(m->vcpu);
  close(m->vm);
}

static void capture(struct machine *m) {
  ioctl(m->vcpu, KVM_GET_SREGS, &sregs);
  sregs.cr0 = 0x80050033;
  sregs.cr3 = PML4;
  sregs.cr4 = 0x10620 | (xcr0 ? 1 << 18 : 0);
  sregs.efer = 0xD01;
  sregs.cs = segment(0x33, 0xB, 3, 1);
  sregs.ss = sregs.ds = sregs.es = sregs.fs = sregs.gs = segment(0x2B, 3, 3, 0);
  sregs.tr = (struct kvm_segment){.base = TSS, .limit = 0xA7, .selector = 0x40, .type = 11, .present = 1};
  sregs.ldt = (struct kvm_segment){.unusable = 1};
  sregs.gdt.base = GDT, sregs.gdt.limit = 0x4F, sregs.idt.base = IDT, sregs.idt.limit = 0x1FF;
  xcrs.nr_xcrs = 1, xcrs.xcrs[0].value = xcr0;
  ioctl(m->vcpu, KVM_GET_XSAVE, &xsave);
  ioctl(m->vcpu, KVM_GET_DEBUGREGS, &debugregs);
  ioctl(m->vcpu, KVM_GET_VCPU_EVENTS, &events);
  regs = (struct kvm_regs){.rip = CODE, .rsp = STACK, .rdi = DATA, .rcx = DIRTY, .rflags = 0x3002};
}

static void set_registers(struct machine *m) {
  check("KVM_SET_SREGS", ioctl(m->vcpu, KVM_SET_SREGS, &sregs));
  if (xcr0) check("KVM_SET_XCRS", ioctl(m->vcpu, KVM_SET_XCRS, &xcrs));
  check("KVM_SET_XSAVE", ioctl(m->vcpu, KVM_SET_XSAVE, &xsave));
  check("KVM_SET_MSRS", ioctl(m->vcpu, KVM_SET_MSRS, &msrs));
  check("KVM_SET_DEBUGREGS", ioctl(m->vcpu, KVM_SET_DEBUGREGS, &debugregs));
  check("KVM_SET_VCPU_EVENTS", ioctl(m->vcpu, KVM_SET_VCPU_EVENTS, &events));
  check("KVM_SET_REGS", ioctl(m->vcpu, KVM_SET_REGS, &regs));
}

static void run(struct machine *m) {
  check("KVM_SET_REGS", ioctl(m->vcpu, KVM_SET_REGS, &regs));
  check("KVM_RUN", ioctl(m->vcpu, KVM_RUN, 0));
  if (m->run->exit_reason != KVM_EXIT_IO || m->run->io.port != 0x10) {
    fprintf(stderr, "unexpected exit %u at %llx\n", m->run->exit_reason, m->run->s.regs.regs.rip);
    exit(1);
  }
}

static void reset(struct machine *m) {
  m->run->immediate_exit = 1;
  ioctl(m->vcpu, KVM_RUN, 0);
  m->run->immediate_exit = 0;
  set_registers(m);
  scan_and_copy();
}

static void open_kvm(void) {
  kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  if (kvm < 0) exit(NO_KVM);
  run_size = check("KVM_GET_VCPU_MMAP_SIZE", ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0));
  cpuid = calloc(1, sizeof *cpuid + 256 * sizeof(struct kvm_cpuid_entry2));
  cpuid->nent = 256;
  check("KVM_GET_SUPPORTED_CPUID", ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid));
  for (u32 i = 0; i < cpuid->nent; i++)
    if (cpuid->entries[i].function == 0xD && cpuid->entries[i].index == 0) xcr0 = cpuid->entries[i].eax & 0xE7;
}

static struct machine parked;
static u32 turn; // odd: the vCPU's thread is to run
static u64 exited;

static void futex(int operation, u32 value) { syscall(SYS_futex, &turn, operation | FUTEX_PRIVATE_FLAG, value, 0, 0, 0); }

static void pass(u32 to) {
  __atomic_store_n(&turn, to, __ATOMIC_RELEASE);
  futex(FUTEX_WAKE, 1);
}

static void await(u32 parity) {
  for (u32 seen; (seen = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) % 2 != parity;) futex(FUTEX_WAIT, seen);
}

static void *park(void *count) {
  create(&parked);
  capture(&parked);
  set_registers(&parked);
  run(&parked);
  reset(&parked);
  pass(2);
  for (long i = 0; i < (long)count; i++) {
    await(1);
    run(&parked);
    exited = now();
    reset(&parked);
    pass(turn + 1);
  }
  return 0;
}

static void wake(long count) {
  pthread_t thread;
  pthread_create(&thread, 0, park, (void *)count);
  while (__atomic_load_n(&turn, __ATOMIC_ACQUIRE) != 2) futex(FUTEX_WAIT, 0);
  for (long i = 0; i < count; i++) {
    usleep(200); // long enough for the other thread to be asleep
    u64 start = now();
    pass(turn + 1);
    await(0);
    printf("%llu\n", (unsigned long long)(exited - start));
  }
}

static void forks(long count) {
  struct machine m;
  for (long i = 0; i < count; i++) {
    u64 start = now();
    map_private();
    create(&m);
    if (i == 0) capture(&m);
    set_registers(&m);
    run(&m);
    printf("%llu\n", (unsigned long long)(now() - start));
    destroy(&m);
    munmap(memory, MEMORY);
  }
}

static void resets(long count) {
  struct machine m;
  create(&m);
  capture(&m);
  set_registers(&m);
  for (long i = 0; i < count; i++) {
    run(&m);
    u64 start = now();
    reset(&m);
    printf("%llu\n", (unsigned long long)(now() - start));
  }
}

static void memory_alone(long count, void (*part)(void)) {
  for (long i = 0; i < count; i++) {
    for (int page = 0; page < DIRTY; page++) memory[DATA + page * 2 * PAGE] = 9;
    u64 start = now();
    part();
    printf("%llu\n", (unsigned long long)(now() - start));
  }
}

int main(int argc, char **argv) {
  const char *what = argc > 2 ? argv[1] : "";
  long count = argc > 2 ? atol(argv[2]) : 0;
  file = check("memfd_create", memfd_create("floors", MFD_ALLOW_SEALING));
  check("ftruncate", ftruncate(file, MEMORY));
  pristine = mmap(0, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  furnish();
  pagemap = check("pagemap", open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
  map_private();
  if (!strcmp(what, "memcpy")) return memory_alone(count, copy_known), 0;
  if (!strcmp(what, "scan")) return memory_alone(count, scan_and_copy), 0;
  open_kvm();
  if (!strcmp(what, "reset")) return resets(count), 0;
  if (!strcmp(what, "wake")) return wake(count), 0;
  if (!strcmp(what, "fork")) return forks(count), 0;
  return 2;
}
