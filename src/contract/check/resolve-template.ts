// RFC 6570 "URI Template": a template resolves when some value stands in the place of each placeholder.
import type { ResolvedRequest } from '../../query/query.ts';
import type { CheckContext } from './check-context.ts';
import { fillTemplate, isPlaceholder, sampleValuesAsPlaceholders } from './fill-template.ts';
import { resolveFailure, type UrlFailure } from './resolve-failure.ts';

type Resolve = CheckContext['resolve'];

/** What is wrong with a request line of a page, whose functions may be named without their parameters. */
export function templateFailure(
  relativeUrl: string,
  { resolveTemplate }: CheckContext,
): UrlFailure | undefined {
  if (filledUrl(relativeUrl, resolveTemplate) !== undefined) return undefined;
  return resolveFailure(fillTemplate(relativeUrl), resolveTemplate);
}

/** The URL with values in the place of its placeholders, names of members where it takes these; undefined where none resolves. */
export function filledUrl(relativeUrl: string, resolve: Resolve): string | undefined {
  const template = sampleValuesAsPlaceholders(relativeUrl);
  const filled = [fillTemplate(relativeUrl), fillTemplate(template)];
  return filled.find((url) => resolves(url, resolve)) ?? withMemberName(template, resolve);
}

function resolves(url: string, resolve: Resolve): boolean {
  return resolveFailure(url, resolve) === undefined;
}

/** `thumbnails/{id}/{size}`: the first placeholder that can be no key is the name of a member. */
function withMemberName(template: string, resolve: Resolve): string | undefined {
  const [path = '', ...query] = template.split('?');
  const segments = path.split('/');
  const before = (end: number) => fillTemplate(segments.slice(0, end).join('/'));
  const at = segments.findIndex((_, index) => !resolves(before(index + 1), resolve));
  if (at < 1 || !isPlaceholder(segments[at] as string)) return undefined;
  const withName = (name: string) => fillTemplate([segments.with(at, name).join('/'), ...query].join('?'));
  return memberNames(resolve(before(at)))
    .map(withName)
    .find((url) => resolves(url, resolve));
}

function memberNames({ path: { result } }: ResolvedRequest): readonly string[] {
  const type = result?.type;
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return [];
  return [...type.navigationProperties.keys(), ...type.properties.keys()];
}
