// Loaded before a script: writes what the process used to the file USAGE_REPORT.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  writeFileSync(process.env.USAGE_REPORT, JSON.stringify({ cpuSeconds: (user + system) / 1e6, megabytes }));
});
