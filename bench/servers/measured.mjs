// A server under measurement tells its parent when it listens, and its CPU time when asked.

export function reportTo(parent, port) {
  parent.send({ port });
  parent.on('message', (message) => {
    if (message === 'cpu') parent.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() });
    if (message === 'stop') process.exit(0);
  });
}
