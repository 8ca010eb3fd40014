// OData URL Conventions 4.01, section 5.3 "Parameter Aliases": values for the parameters that documentation leaves open.
import { encodeSegment, urlLiteral } from '../../json/literal.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { plausibleSingle } from '../../service/plausible-value.ts';

/** The URL with a value for each alias that stands for a parameter of a function and has none. */
export function withParameterValues(relativeUrl: string, { path }: ResolvedRequest, now: Date): string {
  const assignments = path.segments.flatMap((segment) => {
    if (segment.kind !== 'function') return [];
    return segment.function.parameters.flatMap(({ name, type }) => {
      const alias = new RegExp(`[(,]\\s*${name}\\s*=\\s*(@\\w+)`, 'i').exec(relativeUrl)?.[1];
      if (alias === undefined || type.collection || relativeUrl.includes(`${alias}=`)) return [];
      return [`${alias}=${encodeSegment(urlLiteral(plausibleSingle(type, now), type.type))}`];
    });
  });
  if (assignments.length === 0) return relativeUrl;
  return `${relativeUrl}${relativeUrl.includes('?') ? '&' : '?'}${assignments.join('&')}`;
}
