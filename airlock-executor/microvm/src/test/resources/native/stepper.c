/*
 * Runs a guest's instructions on this machine's own processor, call by call, for tests where there is no KVM: a child that
 * is traced, whose system calls never reach the kernel. No isolation: for programs of ours only.
 *
 * stepper FILE BYTES FLOOR: maps FILE at its own addresses from FLOOR on, then obeys on standard input:
 *   G regs      go on: 18 longs as in struct kvm_regs and the FS base; answers a kind (1 call, 2 fault, 3 kick), a signal
 *               number and the same registers
 *   X           answers the XSAVE area, 4096 bytes
 *   Y bytes     sets it; answers 0 or errno
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define AREA 4096

static void in(void *to, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t got = read(0, (char *)to + done, bytes - done);
        if (got <= 0) exit(0);
        done += got;
    }
}

static void out(const void *from, size_t bytes) {
    for (size_t done = 0; done < bytes;) {
        ssize_t put = write(1, (const char *)from + done, bytes - done);
        if (put <= 0) exit(1);
        done += put;
    }
}

static pid_t start(const char *path, size_t bytes, size_t floor) {
    pid_t child = fork();
    if (child) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int file = open(path, O_RDWR);
    void *at = mmap((void *)floor, bytes - floor, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED | MAP_FIXED, file, floor);
    if (at != (void *)floor) _exit(9);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    _exit(8);
}

static void regs_in(pid_t child) {
    uint64_t k[19];
    in(k, sizeof k);
    struct user_regs_struct r;
    ptrace(PTRACE_GETREGS, child, 0, &r);
    r.rax = k[0], r.rbx = k[1], r.rcx = k[2], r.rdx = k[3], r.rsi = k[4], r.rdi = k[5], r.rsp = k[6], r.rbp = k[7];
    r.r8 = k[8], r.r9 = k[9], r.r10 = k[10], r.r11 = k[11], r.r12 = k[12], r.r13 = k[13], r.r14 = k[14], r.r15 = k[15];
    r.rip = k[16], r.eflags = k[17] | 0x200, r.fs_base = k[18], r.orig_rax = -1;
    if (ptrace(PTRACE_SETREGS, child, 0, &r)) exit(7);
}

static void regs_out(pid_t child, uint64_t kind, uint64_t signal) {
    struct user_regs_struct r;
    ptrace(PTRACE_GETREGS, child, 0, &r);
    uint64_t rax = kind == 1 ? r.orig_rax : r.rax;
    uint64_t k[21] = {kind, signal, rax, r.rbx, r.rcx, r.rdx, r.rsi, r.rdi, r.rsp, r.rbp, r.r8, r.r9, r.r10, r.r11,
                      r.r12, r.r13, r.r14, r.r15, r.rip, r.eflags & ~0x200ull, r.fs_base};
    out(k, sizeof k);
}

static void go(pid_t child) {
    int status;
    for (;;) {
        if (ptrace(31 /* PTRACE_SYSEMU */, child, 0, 0)) exit(6);
        if (waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status)) exit(5);
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) return regs_out(child, 1, 0);
        if (signal == SIGUSR1) return regs_out(child, 3, 0);
        if (signal != SIGCHLD && signal != SIGWINCH) return regs_out(child, 2, signal);
    }
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    static char area[AREA];
    pid_t child = start(argv[1], strtoull(argv[2], 0, 0), strtoull(argv[3], 0, 0));
    int status;
    waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) return 4;
    ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    uint64_t id = child;
    out(&id, sizeof id);
    for (;;) {
        char command;
        in(&command, 1);
        struct iovec vector = {area, AREA};
        if (command == 'G') {
            regs_in(child);
            go(child);
        } else if (command == 'X') {
            memset(area, 0, AREA);
            ptrace(PTRACE_GETREGSET, child, (void *)NT_X86_XSTATE, &vector);
            out(area, AREA);
        } else {
            struct iovec size = {area, AREA};
            ptrace(PTRACE_GETREGSET, child, (void *)NT_X86_XSTATE, &size);
            in(area, AREA);
            vector.iov_len = size.iov_len;
            uint64_t error = ptrace(PTRACE_SETREGSET, child, (void *)NT_X86_XSTATE, &vector) ? errno : 0;
            out(&error, sizeof error);
        }
    }
}
