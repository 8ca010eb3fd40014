// What the operating system refuses, in words.

/** An error of the operating system: no such file, no permission, … */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** The system's error in words; `what` is what was tried: `The file a.xml`, `Port 4004 on 127.0.0.1`. */
export function systemErrorText(error: NodeJS.ErrnoException, what: string): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be used: permission denied',
    EADDRINUSE: 'is in use: name another with --port, 0 for any free one',
    EADDRNOTAVAIL: 'is not an address of this machine',
    EISDIR: 'is a folder',
    ENOENT: 'does not exist',
    ENOTDIR: 'is below something that is not a folder',
    ENOTFOUND: 'is not known',
    EPERM: 'may not be used: not permitted',
  };
  return `${what} ${reasons[error.code ?? ''] ?? `can't be used: ${error.message}`}`;
}
