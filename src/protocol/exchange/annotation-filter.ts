// OData Protocol 4.01, section 8.2.8.4 "Preference include-annotations".
import { Core } from '../../edm/vocabularies.ts';
import type { Exchange } from './exchange.ts';

interface Pattern {
  readonly excludes: boolean;
  /** `*`, `Namespace.*` or a qualified term, each with an optional qualifier. */
  readonly name: string;
}

/** Which instance annotations are written; undefined: all of them. */
export function annotationFilter(exchange: Exchange): ((term: string) => boolean) | undefined {
  const { includeAnnotations } = exchange.preferences;
  if (includeAnnotations === undefined) return undefined;
  exchange.preferences.apply('include-annotations');
  const patterns = includeAnnotations
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(
      (text): Pattern => ({
        excludes: text.startsWith('-'),
        name: withoutAlias(exchange, text.replace(/^-/, '')),
      }),
    );
  return (term) => {
    // a change that was not made must be told
    if (term === Core.DataModificationException) return true;
    // the most specific pattern decides: a term before its namespace before all
    let best: Pattern | undefined;
    for (const pattern of patterns)
      if (matches(pattern.name, term) && (best === undefined || rank(pattern.name) >= rank(best.name)))
        best = pattern;
    return best !== undefined && !best.excludes;
  };
}

/** Namespaces may be given by their aliases. */
function withoutAlias({ service }: Exchange, name: string): string {
  const dot = name.lastIndexOf('.', name.includes('#') ? name.indexOf('#') : undefined);
  const namespace = dot < 0 ? undefined : service.definition.model.expandAlias(name.slice(0, dot));
  return namespace === undefined ? name : namespace + name.slice(dot);
}

function matches(pattern: string, term: string): boolean {
  if (pattern === '*' || pattern === term) return true;
  if (pattern.endsWith('.*')) return term.startsWith(pattern.slice(0, -1));
  return term.startsWith(`${pattern}#`);
}

function rank(pattern: string): number {
  if (pattern === '*') return 0;
  return pattern.endsWith('.*') ? pattern.length : 10_000 + pattern.length;
}
