// OData CSDL 4.01, section 13.3 "Singleton": singletons that stand for an entity of a set, as Microsoft Graph's `me` is one of its `users`.
import type { ODataService } from './odata-service.ts';

type Resolve = ODataService['resolve'];

/** Resolves URLs below such a singleton as URLs of the entity that it stands for. */
export function withSingletonEntities(
  resolve: Resolve,
  entities: Readonly<Record<string, string>> | undefined,
  ignoreCase: boolean,
): Resolve {
  if (entities === undefined) return resolve;
  const nameOf = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const byName = new Map(Object.entries(entities).map(([name, url]) => [nameOf(name), url]));
  return (relativeUrl, variables) => {
    const end = relativeUrl.search(/[/?(]|$/);
    const entity = byName.get(nameOf(relativeUrl.slice(0, end)));
    return resolve(entity === undefined ? relativeUrl : entity + relativeUrl.slice(end), variables);
  };
}
