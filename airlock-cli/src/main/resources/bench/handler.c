// A warmed guest of ours, run and reset by a VMM in C that knows no more than this one program needs. Built and run by `airlock bench microvm`.
// usage: handler MIB STATE PAGES PAYLOAD EXPECTED: a stored snapshot's files, what its first read gets, and what it has to print.
// exit code 3: no KVM here, 4: no PAGEMAP_SCAN, 5: it calls, prints or ends otherwise than it did in the VMM in Java.
#include "floor.h"
#include <linux/random.h>
#include <sys/random.h>
#include <sys/syscall.h>

enum { OTHERWISE = 5, CALL_PORT = 0x10, TABLES = 0x100000, FLOOR = 0x210000, GAP = 64, RUNS_MAX = 4096 };
enum { READABLE = 1, WRITABLE = 2, ACCESS = 7, MAPPED = 8, USED = 32 }; // of a page in the book

#define LAST_WORD "\0\xff" "ending" // where the payload was put, of who waited with it there, before a write: it ends with it, and with code 0

static unsigned char *pristine, *memory;
static u64 bytes;

struct piece {
  unsigned char *at;
  u64 length;
};

static struct piece whole(const char *path) {
  FILE *file = fopen(path, "rb");
  check(path, file ? 0 : -1);
  fseek(file, 0, SEEK_END);
  struct piece p = {.length = ftell(file)};
  p.at = malloc(p.length + 1);
  rewind(file);
  check(path, fread(p.at, 1, p.length, file) == p.length ? 0 : -1);
  fclose(file);
  return p;
}

// The state: numbers of eight bytes, the highest first; bytes after their number.
static unsigned char *next;

static u64 number(void) {
  u64 value;
  memcpy(&value, next, 8);
  next += 8;
  return __builtin_bswap64(value);
}

static struct piece piece(void) {
  struct piece p = {.length = number()};
  p.at = next;
  next += p.length;
  return p;
}

static void into(void *structure, u64 length) {
  struct piece p = piece();
  check("the state", p.length == length ? 0 : -1);
  memcpy(structure, p.at, length);
}

static struct kvm_regs regs;
static struct kvm_sregs sregs;
static struct kvm_xsave xsave;
static struct kvm_xcrs xcrs;
static struct kvm_msrs *msrs;
static struct kvm_debugregs debugregs;
static struct kvm_vcpu_events events;
static u64 waiting[7]; // the call that asks for the payload: its number and arguments
static u64 has_random, random_at;

struct run {
  u64 from, end;
};

// Runs of pages that a guest can write without asking: what has to be scanned.
static struct run runs[RUNS_MAX];
static int run_count;

// What is known of each page, now and at the start, and where that was changed since.
static unsigned char *book, *origin;
static struct run changed[RUNS_MAX];
static int change_count;

static void may_change(u64 page) {
  if (run_count && page * PAGE <= runs[run_count - 1].end + GAP * PAGE) {
    runs[run_count - 1].end = (page + 1) * PAGE;
    return;
  }
  check("the book", run_count < RUNS_MAX ? 0 : -1);
  runs[run_count].from = page * PAGE;
  runs[run_count++].end = (page + 1) * PAGE;
}

static void read_state(const char *path) {
  next = whole(path).at;
  origin = malloc(bytes / PAGE);
  book = malloc(bytes / PAGE);
  into(origin, bytes / PAGE);
  memcpy(book, origin, bytes / PAGE);
  for (u64 page = 0; page < bytes / PAGE; page++)
    if (page < FLOOR / PAGE || book[page] & WRITABLE) may_change(page);
  into(&regs, sizeof regs);
  into(&sregs, sizeof sregs);
  into(&xsave, 4096);
  into(&xcrs, sizeof xcrs);
  struct piece kept = piece();
  msrs = malloc(kept.length);
  memcpy(msrs, kept.at, kept.length);
  into(&debugregs, sizeof debugregs);
  into(&events, sizeof events);
  for (int i = 0; i < 7; i++) waiting[i] = number();
  has_random = number();
  random_at = number();
}

// The pages that are not all zeros: how many, which, four bytes each, the highest first; then their content.
static void read_pages(const char *path) {
  struct piece file = whole(path);
  u32 *index = (u32 *)file.at;
  u32 count = __builtin_bswap32(index[0]);
  for (u32 i = 0; i < count; i++)
    memcpy(pristine + (u64)__builtin_bswap32(index[1 + i]) * PAGE, file.at + 4 * (1 + (u64)count) + (u64)i * PAGE, PAGE);
  free(file.at);
}

static struct piece payload, expected;
static u64 payload_read, printed;
static unsigned char output[1 << 16];
static int ended;

static void otherwise(const char *what, u64 value) {
  fprintf(stderr, "%s %llu\n", what, (unsigned long long)value);
  exit(OTHERWISE);
}

static unsigned char *guest(u64 address, u64 length) {
  if (address < FLOOR || address > bytes || length > bytes - address) otherwise("a pointer outside:", address);
  return memory + address;
}

static u64 rounded(u64 length) { return (length + PAGE - 1) & ~(u64)(PAGE - 1); }

static void enter(u64 address, int line) {
  u64 entry = address | 0x65 | (line & WRITABLE ? 2 : 0) | 1ull << 63;
  book[address / PAGE] = line;
  entry = line & ACCESS ? entry : 0;
  if (memcmp(memory + TABLES + address / PAGE * 8, &entry, 8)) memcpy(memory + TABLES + address / PAGE * 8, &entry, 8);
}

// KVM's shadow of an entry that was changed stays until the host's own mapping changes.
static void flush(u64 from, u64 end) {
  check("mprotect", mprotect(memory + from, end - from, PROT_READ));
  check("mprotect", mprotect(memory + from, end - from, PROT_READ | PROT_WRITE));
}

static void change(u64 from, u64 end) {
  guest(from, end - from);
  if (change_count == RUNS_MAX) otherwise("changes too much", from);
  changed[change_count++] = (struct run){from, end};
}

static void map_zeros(u64 from, u64 end) {
  change(from, end);
  for (u64 at = from; at < end; at += PAGE) {
    if (book[at / PAGE] & USED) memset(memory + at, 0, PAGE);
    enter(at, MAPPED | READABLE | WRITABLE | USED);
  }
}

static void unmap(u64 from, u64 end) {
  change(from, end);
  for (u64 at = from; at < end; at += PAGE) enter(at, book[at / PAGE] & USED);
  flush(from, end);
}

// The highest free range of that size, as ours has it.
static u64 find_free(u64 length) {
  u64 found = 0;
  for (u64 at = bytes; at > FLOOR; at -= PAGE) {
    found = book[at / PAGE - 1] & MAPPED ? 0 : found + PAGE;
    if (found == length) return at - PAGE;
  }
  otherwise("has no room for", length);
  return 0;
}

// The heap ends where the mapping does that reaches up to what is asked for.
static u64 move_break(u64 wanted) {
  u64 to = rounded(wanted), end = to;
  guest(wanted, 0);
  while (end < bytes && book[end / PAGE] & MAPPED) end += PAGE;
  while (end > FLOOR && !(book[end / PAGE - 1] & MAPPED)) end -= PAGE;
  if (to > end) map_zeros(end, to);
  if (to < end) unmap(to, end);
  return wanted;
}

static u64 answer(u64 call, u64 a, u64 b, u64 c, u64 d) {
  u64 length;
  switch (call) {
    case SYS_read:
      if (a != 0) otherwise("reads descriptor", a);
      length = payload.length - payload_read < c ? payload.length - payload_read : c;
      memcpy(guest(b, length), payload.at + payload_read, length);
      payload_read += length;
      return length;
    case SYS_write:
      if (a != 1 || c > sizeof output - printed) otherwise("writes to descriptor", a);
      memcpy(output + printed, guest(b, c), c);
      printed += c;
      ended = c && !memcmp(guest(waiting[2], 8), LAST_WORD, 8) && !memcmp(pristine + waiting[2], LAST_WORD, 8);
      return c;
    case SYS_getrandom: return getrandom(guest(a, b), b, 0);
    case SYS_clock_gettime: return clock_gettime(a, (struct timespec *)guest(b, sizeof(struct timespec)));
    case SYS_brk: return move_break(a);
    case SYS_mmap:
      if (a || (c & ACCESS) != (PROT_READ | PROT_WRITE) || d != (MAP_PRIVATE | MAP_ANONYMOUS)) otherwise("maps with", d);
      length = find_free(rounded(b));
      map_zeros(length, length + rounded(b));
      return length;
    case SYS_munmap:
      unmap(a, a + rounded(b));
      return 0;
    case SYS_exit_group:
      if (a != 0) otherwise("ends with", a);
      ended = 1;
      return 0;
    default: otherwise("makes a call that is not answered here:", call);
  }
  return 0;
}

static struct machine m;

static void restore(void) {
  if (xcr0) check("KVM_SET_XCRS", ioctl(m.vcpu, KVM_SET_XCRS, &xcrs));
  check("KVM_SET_XSAVE", ioctl(m.vcpu, KVM_SET_XSAVE, &xsave));
  check("KVM_SET_MSRS", ioctl(m.vcpu, KVM_SET_MSRS, msrs) == (int)msrs->nmsrs ? 0 : -1);
  check("KVM_SET_DEBUGREGS", ioctl(m.vcpu, KVM_SET_DEBUGREGS, &debugregs));
  begin_with(&m, &regs, &sregs, &events);
}

static void run(void) {
  payload_read = printed = ended = 0;
  if (has_random) check("getrandom", getrandom(guest(random_at, 16), 16, 0));
  m.run->s.regs.regs.rax = answer(waiting[0], waiting[1], waiting[2], waiting[3], waiting[4]);
  for (;;) {
    check("KVM_RUN", ioctl(m.vcpu, KVM_RUN, 0));
    int fine = m.run->exit_reason == KVM_EXIT_IO && m.run->io.port == CALL_PORT && m.run->io.direction == KVM_EXIT_IO_OUT &&
               m.run->io.size == 1 && m.run->io.count == 1 && m.run->s.regs.sregs.cs.l;
    if (!fine) otherwise("leaves by exit", m.run->exit_reason);
    struct kvm_regs *r = &m.run->s.regs.regs;
    u64 result = answer((u32)r->rax, r->rdi, r->rsi, r->rdx, r->r10);
    if (ended) return;
    r->rax = result;
    m.run->kvm_dirty_regs = KVM_SYNC_X86_REGS;
  }
}

static void reset(void) {
  restore();
  for (int i = 0; i < run_count; i++) scan_and_copy(memory, pristine, runs[i].from, runs[i].end);
  for (int i = 0; i < change_count; i++) scan_and_copy(memory, pristine, changed[i].from, changed[i].end);
  for (int i = 0; i < change_count; i++) {
    u64 from = changed[i].from / PAGE, end = changed[i].end / PAGE;
    flush(changed[i].from, changed[i].end);
    memcpy(book + from, origin + from, end - from);
  }
  change_count = 0;
}

static u64 run_and_reset(void) {
  u64 start = now();
  run();
  reset();
  u64 taken = now() - start;
  if (printed != expected.length || memcmp(output, expected.at, printed)) otherwise("prints other bytes:", printed);
  return taken;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  bytes = strtoull(argv[1], 0, 10) << 20;
  int file = check("memfd_create", memfd_create("handler", 0));
  check("ftruncate", ftruncate(file, bytes));
  pristine = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  read_pages(argv[3]);
  read_state(argv[2]);
  payload = whole(argv[4]);
  expected = whole(argv[5]);
  memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
  check("mmap", memory == MAP_FAILED ? -1 : 0);
  open_pagemap();
  open_kvm();
  create(&m, memory, bytes);
  restore();
  run_and_reset();
  serve(run_and_reset);
  return 0;
}
