// What a reset, a wake and a fork cost when nothing is around the kernel's own calls. Built and run by `airlock bench microvm`.
// usage: floors memcpy|scan|reset|wake|fork; says "ready", then for each number on standard input so many samples in nanoseconds, one a line.
// exit code 3: no KVM here, 4: no PAGEMAP_SCAN.
#include "floor.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>

enum { MEMORY = 32 << 20, DIRTY = 32, CODE = 0x400000, DATA = 0x500000, STACK = 0x600000 };
enum { PML4 = 0x1000, PDPT = 0x2000, DIRECTORY = 0x3000, GDT = 0x8000, TSS = 0x9000, IDT = 0xA000, TABLES = 0x100000 };

static unsigned char *pristine, *memory;
static int file;

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

static struct kvm_sregs sregs;
static struct kvm_xcrs xcrs;
static struct kvm_xsave xsave;
static struct kvm_debugregs debugregs;
static struct kvm_vcpu_events events;
static struct kvm_regs regs;
// Those that our guests' processors keep, as far as this KVM knows them: STAR, LSTAR, CSTAR, FMASK, FS.base, GS.base, KERNEL_GS_BASE, TSC_AUX, and
// the three of SYSENTER.
static const u32 kept[] = {0xC0000081, 0xC0000082, 0xC0000083, 0xC0000084, 0xC0000100, 0xC0000101, 0xC0000102, 0xC0000103, 0x174, 0x175, 0x176};
static struct {
  struct kvm_msrs head;
  struct kvm_msr_entry entries[sizeof kept / sizeof *kept];
} msrs;

static struct kvm_segment segment(int selector, int type, int dpl, int is_long) {
  return (struct kvm_segment){.limit = ~0u, .selector = selector, .type = type, .present = 1, .dpl = dpl, .db = !is_long, .s = 1,
                              .l = is_long, .g = 1};
}

static void destroy(struct machine *m) {
  munmap(m->run, run_size);
  close(m->vcpu);
  close(m->vm);
}

static void keep_msrs(struct machine *m) {
  msrs.head.nmsrs = 0;
  for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++) {
    struct {
      struct kvm_msrs head;
      struct kvm_msr_entry entry;
    } one = {{.nmsrs = 1}, {.index = kept[i]}};
    if (ioctl(m->vcpu, KVM_GET_MSRS, &one) != 1) continue;
    if (kept[i] == 0xC0000081) one.entry.data = 0x23ull << 48 | 0x10ull << 32;
    if (kept[i] == 0xC0000082) one.entry.data = CODE;
    if (kept[i] == 0xC0000084) one.entry.data = 0x47700;
    msrs.entries[msrs.head.nmsrs++] = one.entry;
  }
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
  keep_msrs(m);
  ioctl(m->vcpu, KVM_GET_XSAVE, &xsave);
  if (has_protection_keys) xsave.region[128] |= 1 << 9; // XSTATE_BV: PKRU is set, too
  ioctl(m->vcpu, KVM_GET_DEBUGREGS, &debugregs);
  ioctl(m->vcpu, KVM_GET_VCPU_EVENTS, &events);
  regs = (struct kvm_regs){.rip = CODE, .rsp = STACK, .rdi = DATA, .rcx = DIRTY, .rflags = 0x3002};
}

static void set_registers(struct machine *m) {
  if (xcr0) check("KVM_SET_XCRS", ioctl(m->vcpu, KVM_SET_XCRS, &xcrs));
  check("KVM_SET_XSAVE", ioctl(m->vcpu, KVM_SET_XSAVE, &xsave));
  check("KVM_SET_MSRS", ioctl(m->vcpu, KVM_SET_MSRS, &msrs) == (int)msrs.head.nmsrs ? 0 : -1);
  check("KVM_SET_DEBUGREGS", ioctl(m->vcpu, KVM_SET_DEBUGREGS, &debugregs));
  begin_with(m, &regs, &sregs, &events);
}

static void run(struct machine *m) {
  m->run->s.regs.regs = regs;
  m->run->kvm_dirty_regs |= KVM_SYNC_X86_REGS;
  check("KVM_RUN", ioctl(m->vcpu, KVM_RUN, 0));
  if (m->run->exit_reason != KVM_EXIT_IO || m->run->io.port != 0x10) {
    fprintf(stderr, "unexpected exit %u at %llx\n", m->run->exit_reason, m->run->s.regs.regs.rip);
    exit(1);
  }
}

static void scan_all(void) { scan_and_copy(memory, pristine, 0, MEMORY); }

static void reset(struct machine *m) {
  set_registers(m);
  scan_all();
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

static void *park(void *unused) {
  create(&parked, memory, MEMORY);
  capture(&parked);
  set_registers(&parked);
  run(&parked);
  reset(&parked);
  pass(2);
  for (;;) {
    await(1);
    run(&parked);
    exited = now();
    reset(&parked);
    pass(turn + 1);
  }
  return unused;
}

static void park_one(void) {
  pthread_t thread;
  pthread_create(&thread, 0, park, 0);
  while (__atomic_load_n(&turn, __ATOMIC_ACQUIRE) != 2) futex(FUTEX_WAIT, 0);
}

static u64 wake(void) {
  usleep(200); // long enough for the other thread to be asleep
  u64 start = now();
  pass(turn + 1);
  await(0);
  return exited - start;
}

static u64 fork_one(void) {
  struct machine m;
  u64 start = now();
  map_private();
  create(&m, memory, MEMORY);
  if (!sregs.cr3) capture(&m);
  set_registers(&m);
  run(&m);
  u64 taken = now() - start;
  destroy(&m);
  munmap(memory, MEMORY);
  return taken;
}

static struct machine only;

static void create_one(void) {
  create(&only, memory, MEMORY);
  capture(&only);
  set_registers(&only);
}

static u64 reset_one(void) {
  run(&only);
  u64 start = now();
  reset(&only);
  return now() - start;
}

static u64 memory_alone(void (*part)(void)) {
  for (int page = 0; page < DIRTY; page++) memory[DATA + page * 2 * PAGE] = 9;
  u64 start = now();
  part();
  return now() - start;
}

static u64 copy_one(void) { return memory_alone(copy_known); }

static u64 scan_one(void) { return memory_alone(scan_all); }

static void nothing(void) {}

static const struct part {
  const char *name;
  int needs_kvm;
  void (*prepare)(void);
  u64 (*sample)(void);
} parts[] = {{"memcpy", 0, nothing, copy_one},
             {"scan", 0, nothing, scan_one},
             {"reset", 1, create_one, reset_one},
             {"wake", 1, park_one, wake},
             {"fork", 1, nothing, fork_one}};

int main(int argc, char **argv) {
  file = check("memfd_create", memfd_create("floors", MFD_ALLOW_SEALING));
  check("ftruncate", ftruncate(file, MEMORY));
  pristine = mmap(0, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  furnish();
  open_pagemap();
  map_private();
  for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (argc != 2 || strcmp(argv[1], parts[i].name)) continue;
    if (parts[i].needs_kvm) open_kvm();
    parts[i].prepare();
    serve(parts[i].sample);
    return 0;
  }
  return 2;
}
