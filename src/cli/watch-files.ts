// Files that are watched: something is done whenever one of them changes, one thing at a time.

export interface FileWatcher {
  close(): Promise<void>;
}

/** Milliseconds. Editors write a file in several steps: what happens within this time is one change. chokidar tells of no second change within 50 ms, so it is longer than that. */
const settling = 60;

/** @param change is not called again before it has ended; changes meanwhile are one more change */
export async function watchFiles(
  files: readonly string[],
  change: () => Promise<void>,
): Promise<FileWatcher> {
  const { watch } = await import('chokidar');
  const watcher = watch([...files], { ignoreInitial: true, atomic: true });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const run = (): void => {
    if (running !== undefined) {
      schedule();
      return;
    }
    running = change().finally(() => {
      running = undefined;
    });
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(run, settling);
  };
  watcher.on('all', schedule);
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}
