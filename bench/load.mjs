// The load generator: connections that each send a request when the answer to the one before is there.
import { connect } from 'node:net';

/**
 * Sends requests over `connections` keep-alive connections for `seconds`; `next` gives the text of each request.
 * Resolves with the number of answers. An answer with another status than `status` rejects.
 */
export async function load({ port, next, status, seconds, connections = 16 }) {
  const end = performance.now() + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: connections }, () => drive({ port, next, status, end })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function drive({ port, next, status, end }) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let count = 0;
    let received = '';
    const send = () => socket.write(next());
    socket.setEncoding('latin1').setNoDelay(true).on('connect', send).on('error', reject);
    socket.on('data', (chunk) => {
      received += chunk;
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /content-length: (\d+)/i.exec(received.slice(0, head));
      if (length === null) return void reject(new Error(`No Content-Length in ${received}`));
      if (received.length < head + 4 + Number(length[1])) return;
      if (!received.startsWith(`HTTP/1.1 ${status}`)) return void reject(new Error(received));
      received = '';
      count++;
      if (performance.now() < end) send();
      else socket.end(() => resolve(count));
    });
  });
}

export function request(method, path, body) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1:4004', 'Accept: application/json'];
  if (body === undefined) return `${lines.join('\r\n')}\r\n\r\n`;
  lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
