// OData URL Conventions 4.01: why a URL is none of the service.
import { nearestName } from '../../error/name-likeness.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckRule } from './finding.ts';

export interface UrlFailure {
  readonly rule: CheckRule;
  readonly message: string;
  /** Where in the URL that was resolved. */
  readonly offset?: number | undefined;
  /** What to write instead of what stands there. */
  readonly suggestion?: string | undefined;
}

/** Undefined for a URL, relative to the service root, that parses and resolves. */
export function resolveFailure(
  relativeUrl: string,
  resolve: CheckContext['resolve'],
): UrlFailure | undefined {
  try {
    resolve(relativeUrl);
    return undefined;
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    const rule =
      error.code === 'InvalidUrl'
        ? 'url-malformed'
        : error.status === 404
          ? 'path-unknown'
          : 'option-invalid';
    return { rule, ...unknownOption(relativeUrl, error), offset: error.offset };
  }
}

/** The message without the place, which the finding has; of an option that there is not, the one like it. */
function unknownOption(
  relativeUrl: string,
  { message, offset = 0 }: ODataError,
): Pick<UrlFailure, 'message' | 'suggestion'> {
  const [, name] = /^(\$[\w.]+)=/.exec(relativeUrl.slice(offset)) ?? [];
  if (name !== undefined && /[?&]/.test(relativeUrl[offset - 1] ?? '') && !systemQueryOptions.includes(name))
    return {
      message: `There is no system query option ${name}.`,
      suggestion: nearestName(name, systemQueryOptions),
    };
  const [first = ''] = message.split('\n', 1);
  return { message: first.replace(/ at position \d+(?=:)| \(at offset \d+\)$/, '') };
}

const systemQueryOptions =
  '$apply $compute $count $deltatoken $expand $filter $format $id $index $orderby $schemaversion $search $select $skip $skiptoken $top'.split(
    ' ',
  );

export interface OptionFailures {
  readonly failures: readonly UrlFailure[];
  /** The URL with the options that are well. */
  readonly rest: string;
}

/**
 * Of a URL whose path resolves, each option that does not; undefined where no single one is to blame.
 * @param filled the URL with values for its placeholders; undefined where it does not resolve with any
 */
export function optionFailures(
  relativeUrl: string,
  resolve: CheckContext['resolve'],
  filled: (relativeUrl: string) => string | undefined,
): OptionFailures | undefined {
  const end = relativeUrl.indexOf('?');
  const path = end < 0 ? undefined : filled(relativeUrl.slice(0, end));
  if (path === undefined) return undefined;
  const failures: UrlFailure[] = [];
  let rest = path;
  // what others may refer to comes first, and with them where it is well
  const options = [...optionsOf(relativeUrl, end + 1)].sort((a, b) => orderOf(a.text) - orderOf(b.text));
  for (const { text, at } of options) {
    const before = `${rest}${rest === path ? '?' : '&'}`;
    const failure = resolveFailure(`${before}${text}`, resolve);
    const well = failure === undefined ? `${before}${text}` : filled(`${before}${text}`);
    if (well !== undefined) rest = well;
    else failures.push({ ...failure!, offset: at + Math.max(0, (failure?.offset ?? 0) - before.length) });
  }
  return failures.length === 0 ? undefined : { failures, rest };
}

function optionsOf(url: string, start: number): readonly { readonly text: string; readonly at: number }[] {
  let at = start;
  return url
    .slice(start)
    .split('&')
    .map((text) => {
      const option = { text, at };
      at += text.length + 1;
      return option;
    });
}

function orderOf(option: string): number {
  return option.startsWith('@') ? 0 : /^\$?(apply|compute)=/i.test(option) ? 1 : 2;
}
