"""What a locked process may ask the kernel for, and why: data only.

bpf.py makes a seccomp program of the rows of each profile, tools/wall.py writes all of them
into programs.py, and a test compares.

The profiles:

    process       python -m objcap and objcap.lockdown(): imports lazily, from the permitted
                  folders, on a kernel with Landlock
    process-bare  the same without Landlock, whose files only the modes of open() protect
    zygote        a locked interpreter that forks workers
    worker-new    a worker that waits for its guest: what its limits need, besides worker-fork
    worker        runs a guest: memory, what it holds, clocks
    worker-fork   the same, and may fork itself for a snapshot

A call is permitted if one of its rows for the profile says so. What a row, or the class of the call
below, says under "else" becomes of a call that is not. What has no row at all is answered with ENOSYS,
as a kernel would that is older than the call.
"""

# ---------------------------------------------------------------- answers

ALLOW = "allow"
EPERM = "EPERM"  # code that is no attacker's may try it, and goes on without
EACCES = "EACCES"
ENOSYS = "ENOSYS"  # the C library has another way
KILL = "kill"  # nobody but an attacker asks for it: the process ends, by SIGSYS

# ---------------------------------------------------------------- conditions on arguments
#
# A condition is a tuple of tests that all hold. A test is (argument, kind, ...), and looks at the
# lower half of the argument unless it says otherwise: the kernel itself takes these as int.
#
#     (n, "is", values)            one of the values
#     (n, "bits", mask, value)     argument & mask == value
#     (n, "least", value)          argument >= value, as unsigned
#     (n, "null")                  both halves are zero
#     (n, "self")                  the id of the process that installed the filter

ANY: "tuple[tuple[object, ...], ...]" = ()

PROT_READ, PROT_WRITE, PROT_EXEC, PROT_BTI = 1, 2, 4, 0x10
MAP_PRIVATE, MAP_TYPE, MAP_ANONYMOUS = 2, 0x0F, 0x20

MAP_DATA = ((2, "bits", PROT_EXEC, 0),)
# What the dynamic linker does: a private mapping of a file, readable and executable, never writable. Its
# descriptor is no standard stream, whose file may be the guest's.
MAP_CODE = (
    (2, "is", (PROT_READ | PROT_EXEC, PROT_READ | PROT_EXEC | PROT_BTI)),
    (3, "bits", MAP_TYPE | MAP_ANONYMOUS, MAP_PRIVATE),
    (4, "least", 3),
)

# O_ACCMODE, O_CREAT, O_TRUNC, O_APPEND, and the bit that makes O_TMPFILE of O_DIRECTORY.
_WRITING = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000
READ_FILE = ((1, "bits", _WRITING, 0),)
READ_FILE_AT = ((2, "bits", _WRITING, 0),)

TCGETS, TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ = 0x5401, 0x5402, 0x5403, 0x5404, 0x5413
TCGETS2, TCSETS2, TCSETSW2, TCSETSF2 = 0x802C542A, 0x402C542B, 0x402C542C, 0x402C542D
IS_TERMINAL = ((1, "is", (TCGETS, TCGETS2)),)
TERMINAL = ((1, "is", (TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ, TCSETS2, TCSETSW2, TCSETSF2)),)

F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC = 1, 2, 3, 1030
LOOK_FD = ((1, "is", (F_GETFD, F_GETFL)),)
MOVE_FD = ((1, "is", (F_DUPFD_CLOEXEC, F_SETFD)),)

SIGCHLD = 17
# CLONE_PIDFD, CLONE_PARENT, CLONE_CHILD_CLEARTID, CLONE_CHILD_SETTID
_FORK_FLAGS = 0x00001000 | 0x00008000 | 0x00200000 | 0x01000000
AS_FORK = ((0, "bits", 0xFFFFFFFF & ~_FORK_FLAGS, SIGCHLD),)

TO_SELF = ((0, "self"),)
CONNECTED = ((4, "null"),)  # sendto() without an address
READ_LIMIT = ((0, "is", (0,)), (2, "null"))
OWN_LIMIT = ((0, "is", (0,)),)
PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_NO_NEW_PRIVS = 1, 15, 38
DIE_WITH_PARENT = ((0, "is", (PR_SET_PDEATHSIG,)),)
HARDEN = ((0, "is", (PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_NO_NEW_PRIVS)),)
CPU_TIMER = ((0, "is", (2,)),)  # ITIMER_PROF
ADD_FILTER = ((0, "is", (1,)),)  # SECCOMP_SET_MODE_FILTER

# ---------------------------------------------------------------- what is permitted

_P = "process process-bare"
_N = "worker-new"
_W = f"worker worker-fork {_N}"
_ALL = f"{_P} zygote {_W}"

# (calls, profiles, condition, else, why)
ROWS = (
    # memory
    ("mmap", _ALL, MAP_DATA, EPERM, "memory for data; arenas and stacks of CPython and the C library"),
    ("mmap", _P, MAP_CODE, EPERM, "permitted extension modules and the libraries that they need"),
    ("mprotect", _ALL, MAP_DATA, EPERM, "relocated tables become read-only, malloc grows its arenas"),
    ("munmap brk", _ALL, ANY, EPERM, "memory is given back; the heap of the C library"),
    ("mremap madvise", _ALL, ANY, EPERM, "realloc of large blocks; rights stay what they were"),
    # descriptors that are there
    ("read readv write writev", _ALL, ANY, EPERM, "standard streams, the channel, files that were opened"),
    ("pread64 pwrite64", _ALL, ANY, EPERM, "granted files at offsets kept in C; program headers"),
    ("ftruncate", _ALL, ANY, EPERM, "granted files: only what was opened for writing can be cut"),
    ("close lseek fstat", _ALL, ANY, EPERM, "what is open: its end, position and kind"),
    ("fcntl", _ALL, LOOK_FD, EPERM, "is it open, and for what; no flag of a shared description changes"),
    ("fcntl", "zygote", MOVE_FD, EPERM, "a worker's descriptors go where it expects them"),
    ("dup3", "zygote", ANY, EPERM, "a worker's descriptors go where it expects them"),
    ("ioctl", _ALL, IS_TERMINAL, EPERM, "isatty()"),
    (
        "ioctl",
        _P,
        TERMINAL,
        EPERM,
        "the prompt's line editor; TIOCSTI, which types for the user, is not in it",
    ),
    ("poll ppoll", _ALL, ANY, EPERM, "waits for descriptors"),
    ("recvfrom recvmsg", _ALL, ANY, EPERM, "the channel to the broker; granted files come over it"),
    ("sendto", _ALL, CONNECTED, EPERM, "the channel to the broker, no other address"),
    ("sendmsg", f"zygote {_W}", ANY, EPERM, "the channel, with descriptors"),
    # clocks, chance, waiting
    (
        "clock_gettime clock_getres gettimeofday time",
        _ALL,
        ANY,
        EPERM,
        "clocks, where the vDSO asks the kernel",
    ),
    ("clock_nanosleep nanosleep", _ALL, ANY, EPERM, "time.sleep()"),
    ("restart_syscall", _ALL, ANY, EPERM, "the kernel's own, after stop and continue"),
    ("getrandom", _ALL, ANY, EPERM, "random bytes"),
    ("futex sched_yield", _ALL, ANY, EPERM, "locks; waiting for the broker's answer"),
    # signals to itself, and its end
    ("rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack", _ALL, ANY, EPERM, "its own signal handlers"),
    ("kill tgkill", _ALL, TO_SELF, EPERM, "raise(), abort(), the end by SIGINT; nobody else"),
    ("exit exit_group", _ALL, ANY, EPERM, "the end"),
    ("getpid gettid getppid getrusage", _ALL, ANY, EPERM, "who it is and what it has used"),
    ("prlimit64", _ALL, READ_LIMIT, EPERM, "the C library reads the size of the stack"),
    # files: only where modules come from, only to read; Landlock says where
    ("openat", _P, READ_FILE_AT, EACCES, "modules that are imported later, for reading"),
    ("open", _P, READ_FILE, EACCES, "the same, by C libraries that call it so"),
    (
        "openat2",
        "process",
        ANY,
        ENOSYS,
        "resolves below a permitted folder; only Landlock can read its flags",
    ),
    ("newfstatat stat statx", _P, ANY, EPERM, "is there a module of that name, and is its .pyc fresh"),
    ("lstat readlink readlinkat", "process-bare", ANY, EPERM, "realpath(), which resolves without openat2"),
    # processes, for the zygote and for snapshots
    ("clone", f"zygote worker-fork {_N}", AS_FORK, EPERM, "fork(): no thread, no namespace, nothing shared"),
    ("set_robust_list", f"zygote worker-fork {_N}", ANY, ENOSYS, "the C library's first call in a child"),
    ("wait4 waitid", f"zygote worker-fork {_N}", ANY, EPERM, "the ends of its children"),
    (
        "setitimer",
        f"zygote worker-fork {_N}",
        CPU_TIMER,
        EPERM,
        "a worker's limit of CPU time, and that of its snapshot",
    ),
    ("getitimer", f"zygote worker-fork {_N}", CPU_TIMER, EPERM, "how much CPU time is left for a snapshot"),
    ("prctl", "worker-fork", DIE_WITH_PARENT, EPERM, "a snapshot ends with its parent"),
    (
        "prctl",
        f"zygote {_N}",
        HARDEN,
        EPERM,
        "a worker ends with its parent, has a name, takes on a stricter filter",
    ),
    (
        "pidfd_open pidfd_send_signal",
        "zygote",
        ANY,
        EPERM,
        "its children, by descriptors that are never reused",
    ),
    ("kill", "zygote", ANY, EPERM, "ends a worker; Landlock keeps signals inside, from Linux 6.12 on"),
    ("prlimit64", f"zygote {_N}", OWN_LIMIT, EPERM, "a worker's limits, set by itself before its guest runs"),
    ("seccomp", f"zygote {_N}", ADD_FILTER, EPERM, "the worker's stricter filter, on top of this one"),
    ("landlock_create_ruleset landlock_restrict_self", "zygote", ANY, EPERM, "can only take away"),
    ("capget capset", "zygote", ANY, EPERM, "can only take away: there are none to be had"),
    ("personality", "zygote", ((0, "is", (0xFFFFFFFF,)),), EPERM, "asked for by the worker's filter"),
)

# ---------------------------------------------------------------- what is refused

# (answer, why, calls). For a call with rows above, these say nothing.
REFUSED = (
    (KILL, "starts another program", "execve execveat uselib"),
    (
        KILL,
        "reads and writes other processes",
        "ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd",
    ),
    (
        KILL,
        "memory that runs, or that others fill",
        "userfaultfd memfd_create memfd_secret pkey_mprotect remap_file_pages",
    ),
    (
        KILL,
        "code in the kernel, and its tables",
        "bpf init_module finit_module delete_module create_module kexec_load "
        "kexec_file_load perf_event_open lookup_dcookie query_module get_kernel_syms",
    ),
    (
        KILL,
        "system calls that no filter sees",
        "io_uring_setup io_uring_enter io_uring_register io_setup io_submit",
    ),
    (
        KILL,
        "mounts and roots",
        "mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick move_mount open_tree "
        "open_tree_attr mount_setattr swapon swapoff quotactl quotactl_fd open_by_handle_at",
    ),
    (KILL, "namespaces", "unshare setns"),
    (KILL, "keys of the kernel", "add_key request_key keyctl"),
    (KILL, "who it is", "setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups"),
    (
        KILL,
        "the machine",
        "reboot acct settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname "
        "syslog vhangup iopl ioperm nfsservctl",
    ),
    (KILL, "the descriptor tables of x86", "modify_ldt"),
    (KILL, "raw signals with made-up senders", "rt_sigqueueinfo rt_tgsigqueueinfo"),
    (
        EPERM,
        "sockets",
        "socket socketpair bind listen accept accept4 connect shutdown setsockopt getsockopt getsockname "
        "getpeername sendmmsg recvmmsg",
    ),
    (
        EPERM,
        "descriptors from nothing",
        "pipe pipe2 eventfd eventfd2 signalfd signalfd4 timerfd_create timerfd_settime "
        "timerfd_gettime epoll_create epoll_create1 inotify_init inotify_init1 inotify_add_watch inotify_rm_watch "
        "fanotify_init fanotify_mark",
    ),
    (EPERM, "other ways to wait", "select pselect6 epoll_wait epoll_pwait epoll_pwait2 epoll_ctl"),
    (EPERM, "other descriptors", "dup dup2"),
    (EPERM, "processes", "fork vfork setsid setpgid getpgid getpgrp getsid tkill"),
    (
        ENOSYS,
        "its flags are in memory, where no filter can look: the C library falls back to clone",
        "clone3",
    ),
    (
        EPERM,
        "changes files",
        "creat truncate fallocate rename renameat renameat2 link linkat unlink unlinkat "
        "symlink symlinkat mkdir mkdirat rmdir mknod mknodat chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat "
        "utime utimes utimensat futimesat setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr "
        "removexattrat flock fsync fdatasync sync syncfs sync_file_range copy_file_range sendfile splice tee vmsplice "
        "file_setattr",
    ),
    (
        EPERM,
        "looks at files",
        "access faccessat faccessat2 statfs fstatfs ustat statmount listmount getxattr lgetxattr "
        "fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat name_to_handle_at getdents getdents64 file_getattr "
        "cachestat readahead fadvise64 sysfs",
    ),
    (EPERM, "where it is", "chdir fchdir getcwd umask"),
    (
        EPERM,
        "memory that others share",
        "shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semctl "
        "semtimedop mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr",
    ),
    (
        EPERM,
        "memory that stays or moves",
        "mlock mlock2 mlockall munlock munlockall mincore msync mbind set_mempolicy "
        "get_mempolicy migrate_pages move_pages set_mempolicy_home_node mseal map_shadow_stack pkey_alloc pkey_free",
    ),
    (
        EPERM,
        "priorities and limits",
        "setrlimit getrlimit setpriority getpriority sched_setaffinity "
        "sched_getaffinity sched_setscheduler sched_getscheduler sched_setparam sched_getparam sched_setattr sched_getattr "
        "sched_rr_get_interval sched_get_priority_max sched_get_priority_min ioprio_set ioprio_get",
    ),
    (
        EPERM,
        "timers and signals",
        "alarm timer_create timer_settime timer_gettime timer_getoverrun "
        "timer_delete pause rt_sigpending rt_sigsuspend rt_sigtimedwait",
    ),
    (
        EPERM,
        "the machine and its user",
        "uname sysinfo times getcpu getuid geteuid getgid getegid getgroups getresuid "
        "getresgid lsm_get_self_attr lsm_set_self_attr lsm_list_modules",
    ),
    (
        ENOSYS,
        "newer ways to do what is permitted above, or to wait",
        "close_range futex_wait futex_waitv futex_wake "
        "futex_requeue preadv preadv2 pwritev pwritev2 io_cancel io_destroy io_getevents io_pgetevents process_mrelease "
        "landlock_add_rule uprobe uretprobe",
    ),
    (
        ENOSYS,
        "no kernel has them any more",
        "_sysctl afs_syscall epoll_ctl_old epoll_wait_old getpmsg putpmsg security tuxcall vserver",
    ),
    (
        EPERM,
        "what threads need",
        "arch_prctl set_tid_address get_robust_list rseq membarrier set_thread_area get_thread_area",
    ),
)
