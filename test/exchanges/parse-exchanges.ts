// The text form of requests and expected answers; README.md in this folder explains it.

export interface Message {
  /** `GET /Articles`, or `HTTP/1.1 200`. */
  readonly start: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface Exchange {
  readonly title: string;
  readonly line: number;
  readonly request: Message;
  readonly answer: Message;
}

const methods = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /;

export function parseExchanges(text: string): readonly Exchange[] {
  const lines = text.split('\n');
  const exchanges: Exchange[] = [];
  let title = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('### ')) title = line.slice(4).trim();
    if (!methods.test(line)) continue;
    const answerAt = lines.findIndex((candidate, i) => i > at && candidate.startsWith('HTTP/1.1 '));
    const endAt = lines.findIndex(
      (candidate, i) => i > answerAt && (candidate.startsWith('### ') || methods.test(candidate)),
    );
    const end = endAt < 0 ? lines.length : endAt;
    exchanges.push({
      title: `${title}: ${line}`,
      line: at + 1,
      request: parseMessage(lines.slice(at, answerAt)),
      answer: parseMessage(lines.slice(answerAt, end)),
    });
    at = end - 1;
  }
  return exchanges;
}

function parseMessage(lines: readonly string[]): Message {
  const blank = lines.indexOf('');
  const head = lines.slice(1, blank < 0 ? lines.length : blank);
  return {
    start: lines[0] ?? '',
    headers: head.filter((line) => line.trim() !== '').map((line) => splitHeader(line)),
    body:
      blank < 0
        ? ''
        : lines
            .slice(blank + 1)
            .join('\n')
            .trim(),
  };
}

function splitHeader(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
