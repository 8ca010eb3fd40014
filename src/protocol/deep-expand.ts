// OData Protocol 4.01, section 11.4.2.2: an answer is expanded at least to what the request nested.
import type { EdmModel } from '../edm/edm-model.ts';
import { type NavigationOrigin, navigationTarget } from '../edm/navigation-target.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { ExpandItem, Query } from '../query/query.ts';
import type { EntitySource } from '../query/resource-path.ts';
import { type PayloadNavigation, payloadNavigation } from './create-deep.ts';

/** The request's own options for one entity, with what else the body nests expanded. */
export function withExpand(options: Query['options'], deep: readonly ExpandItem[]): Query['options'] {
  const { filter, orderby, top, skip, count, search, skiptoken, ...rest } = options;
  if (deep.length === 0) return rest;
  const own = rest.expand ?? [];
  const more = deep.filter(
    (item) => !own.some((other) => other.navigationProperty === item.navigationProperty),
  );
  return { ...rest, expand: [...own, ...more] };
}

/** What a payload nests, as $expand would name it. `origin`: where its entity lives; undefined where that is not told. */
export function expandOf(
  model: EdmModel,
  origin: NavigationOrigin | undefined,
  payload: EntityPayload,
): readonly ExpandItem[] {
  return payloadNavigation(payload.type, payload).flatMap((item): readonly ExpandItem[] => {
    const nested = nestedEntities(item);
    if (nested.length === 0 || item.path.length > 0) return [];
    const { navigationProperty } = item;
    const target = navigationTarget(model, origin, [], navigationProperty);
    const below: NavigationOrigin | undefined =
      target.kind === 'navigationSource'
        ? { navigationSource: target.navigationSource, path: [] }
        : target.kind === 'path'
          ? target
          : origin && { ...origin, path: [...origin.path, navigationProperty.name] };
    const source: EntitySource | undefined =
      target.kind === 'navigationSource'
        ? target
        : target.kind === 'contained'
          ? { kind: 'contained', navigationProperty, path: [] }
          : undefined;
    const expand = withoutRepeats(nested.flatMap((entity) => expandOf(model, below, entity)));
    return [
      {
        path: [],
        navigationProperty,
        stream: undefined,
        cast: undefined,
        form: 'entities',
        options: expand.length === 0 ? {} : { expand },
        source,
      },
    ];
  });
}

function nestedEntities({ payload }: PayloadNavigation): readonly EntityPayload[] {
  if (payload.kind === 'entities') return payload.entities;
  return payload.kind === 'entity' && payload.entity !== null ? [payload.entity] : [];
}

function withoutRepeats(items: readonly ExpandItem[]): readonly ExpandItem[] {
  return items.filter(
    (item, i) => items.findIndex((other) => other.navigationProperty === item.navigationProperty) === i,
  );
}
