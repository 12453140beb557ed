// What the C compiler says of the words of jail/seccomp.json; the test writes them in.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#define SOCK_TYPE_MASK 0xf
// The C library's __O_TMPFILE has O_DIRECTORY in it, which alone makes nothing.
#define MAKES_FILES (O_CREAT | O_TRUNC | (__O_TMPFILE & ~O_DIRECTORY))
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM \
    | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)
#ifndef PAGEMAP_SCAN
struct pm_scan_arg { __u64 words[12]; };
#define PAGEMAP_SCAN _IOWR('f', 16, struct pm_scan_arg)
#endif
#define WORD(name) printf("%s 0x%x\n", #name, (unsigned)name)
int main(void) {
  /* WORDS */
  return 0;
}
