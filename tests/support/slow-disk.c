/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Loaded before a program (LD_PRELOAD), whatever it is written in: each write to a file takes
 * KOPPEL_SLOW_WRITE_MS longer and each time it is forced to disk KOPPEL_SLOW_SYNC_MS, as on a disk that
 * is slow in itself. For tests.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void linger(int fd, const char *name) {
  struct stat found;
  const char *told = getenv(name);
  if (told == NULL || fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) return;
  long ms = atol(told);
  struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
  nanosleep(&pause, NULL);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *from, size_t size) {
  linger(fd, "KOPPEL_SLOW_WRITE_MS");
  return NEXT(write)(fd, from, size);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
  linger(fd, "KOPPEL_SLOW_WRITE_MS");
  return NEXT(pwrite)(fd, from, size, at);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
  linger(fd, "KOPPEL_SLOW_WRITE_MS");
  return NEXT(pwrite64)(fd, from, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  linger(fd, "KOPPEL_SLOW_WRITE_MS");
  return NEXT(writev)(fd, parts, count);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  linger(fd, "KOPPEL_SLOW_WRITE_MS");
  return NEXT(pwritev64)(fd, parts, count, at);
}

int fsync(int fd) {
  linger(fd, "KOPPEL_SLOW_SYNC_MS");
  return NEXT(fsync)(fd);
}

int fdatasync(int fd) {
  linger(fd, "KOPPEL_SLOW_SYNC_MS");
  return NEXT(fdatasync)(fd);
}
