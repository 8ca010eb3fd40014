// RFC 6570 "URI Template", as loosely as documentation writes it: values in the place of placeholders.

const placeholder = String.raw`(?:\{[^}]*\}|<[^>]*>)`;
const parameter = new RegExp(
  String.raw`([(,]\s*\w+\s*=\s*)(?:(?:[\w.]+(?=['"]))?['"]?${placeholder}['"]?|[A-Za-z][\w-]*)(?=\s*[,)])`,
  'g',
);
const loneKey = new RegExp(String.raw`\(${placeholder}\)`, 'g');
const segment = new RegExp(`(?<=/)${placeholder}(?=[/?]|$)`, 'g');
const operand = new RegExp(String.raw`(\b(?:eq|ne|gt|ge|lt|le)(?:\s|%20|\+)+)${placeholder}`, 'g');
const number = new RegExp(String.raw`(\$?(?:top|skip|levels)=)(?:${placeholder}|[a-z](?!\w))`, 'gi');
const quoted = new RegExp(String.raw`(=\s*)'${placeholder}'`, 'g');
const any = new RegExp(placeholder, 'g');
const whole = new RegExp(`^${placeholder}$`);

/** Whether a path segment is nothing but a placeholder. */
export function isPlaceholder(segment: string): boolean {
  return whole.test(segment);
}

/**
 * A URL with something in the place of each placeholder, `{…}` or `<…>`: an alias for a parameter (`date={date}`, `count=n`)
 * or an operand, whose type nobody needs to know then, a number for `$levels=n`, else a text that is another one each time.
 * A segment `...` stands for as many as one likes, and is left out.
 */
export function fillTemplate(url: string): string {
  let count = 0;
  const next = (): string => `x${++count}`;
  const [path = '', ...query] = url.split('?');
  const filled = path
    .replace(/\/(?:\.{3}|…)(?=\/|$)/g, '')
    .replace(parameter, (written, name: string) =>
      /=\s*(true|false|null|INF|NaN)$/.test(written) ? written : `${name}@${next()}`,
    )
    .replace(loneKey, () => `('${next()}')`);
  const options = query.map((option) =>
    option
      .replace(operand, (_, operator: string) => `${operator}@${next()}`)
      .replace(number, (_, name: string) => `${name}${++count}`),
  );
  return [filled, ...options].join('?').replace(any, next);
}

/** A placeholder alone between parentheses, or as a segment, is a text by `fillTemplate`; these are the other forms that keys often have. */
export function otherKeys(url: string): readonly string[] {
  const keys = ['1', '00000000-0000-0000-0000-000000000001'];
  return keys
    .map((key) => url.replace(loneKey, `(${key})`).replace(segment, key))
    .filter((other) => other !== url);
}

/** Pages that are made from metadata write `parameterValue` for each text, and for each member of an enumeration. */
export function sampleValuesAsPlaceholders(url: string): string {
  return url.replace(/='parameterValue'/g, '={parameterValue}');
}

/** A key must have a value, which an alias has not: `(externalId='{externalId}')`. */
export function quotedPlaceholdersAsTexts(url: string): string {
  return url.replace(quoted, (_, equals: string) => `${equals}'x'`);
}
