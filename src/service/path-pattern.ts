// RFC 3986, section 3.3 "Path": patterns of paths, for rules that choose requests.

const compiled = new Map<string, RegExp>();
const compiledLimit = 1_000;

/**
 * Whether a path below the service root (`users/1/messages`, percent-encoded, without query part) fits a pattern.
 * In a pattern, `*` is any text within a segment, and `**` any number of segments: `users/*`, `users/**`. A key in
 * parentheses may be written so, or counts as a segment of its own: `users/*` fits `users('1')`. Case counts.
 */
export function fitsPattern(pattern: string, path: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compile(pattern);
    if (compiled.size >= compiledLimit) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(path) || (path.includes('(') && expression.test(withKeySegments(path)));
}

/** `users('1')/messages` → `users/'1'/messages`; calls without parameters stay as they are. */
function withKeySegments(path: string): string {
  return path.replace(/\(([^()/]+)\)(?=\/|$)/g, '/$1');
}

function compile(pattern: string): RegExp {
  const segments = pattern.replace(/^\/+|\/+$/g, '').split('/');
  const parts = segments.map((segment, index) => {
    const slash = index === 0 ? '' : '/';
    if (segment === '**') return index === 0 ? '(?:[^/]+(?:/|$))*' : '(?:/[^/]+)*';
    const text = segment.split(/\*+/).map((literal) => literal.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return (segments[index - 1] === '**' && index === 1 ? '' : slash) + text.join('[^/]*');
  });
  return new RegExp(`^${parts.join('')}/?$`);
}

/** `users/1?$select=id` → `users/1` */
export function pathOfUrl(relativeUrl: string): string {
  const end = relativeUrl.indexOf('?');
  return end < 0 ? relativeUrl : relativeUrl.slice(0, end);
}
