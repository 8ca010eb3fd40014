// RFC 6570 "URI Template": a template resolves when some value stands in the place of each placeholder.
import type { EdmType } from '../../edm/edm-model.ts';
import type { CheckContext } from './check-context.ts';
import {
  fillTemplate,
  isPlaceholder,
  otherKeys,
  quotedPlaceholdersAsTexts,
  sampleValuesAsPlaceholders,
} from './fill-template.ts';
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
  const filled = [
    withMemberName(template, resolve),
    ...[relativeUrl, template, quotedPlaceholdersAsTexts(template), ...otherKeys(template)].map(fillTemplate),
  ];
  return filled.find((url) => url !== undefined && resolves(url, resolve));
}

function resolves(url: string, resolve: Resolve): boolean {
  return resolveFailure(url, resolve) === undefined;
}

/** `thumbnails/{id}/{size}`: the first placeholder that can be no key, since it follows a single value, is the name of a member. */
function withMemberName(template: string, resolve: Resolve): string | undefined {
  const [path = '', ...query] = template.split('?');
  const segments = path.split('/');
  for (const [at, segment] of segments.entries()) {
    if (at === 0 || !isPlaceholder(segment)) continue;
    const before = fillTemplate(segments.slice(0, at).join('/'));
    if (!resolves(before, resolve)) return undefined;
    const { result } = resolve(before).path;
    if (result === undefined || result.collection) continue;
    const withName = (name: string) => fillTemplate([segments.with(at, name).join('/'), ...query].join('?'));
    return memberNames(result.type)
      .map(withName)
      .find((url) => resolves(url, resolve));
  }
  return undefined;
}

/** Those of the key come last: the path has their values already. */
function memberNames(type: EdmType): readonly string[] {
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return [];
  const names = [...type.navigationProperties.keys(), ...type.properties.keys()];
  const keys = type.kind === 'EntityType' ? type.key.map(({ path }) => path.join('/')) : [];
  return [...names.filter((name) => !keys.includes(name)), ...keys];
}
