// OData Protocol 4.01, section 11.4.2.2: an answer is expanded at least to what the request nested.
import { type EdmModel, type EdmStructuredType, isSameOrDerived } from '../../edm/edm-model.ts';
import type { NavigationOrigin } from '../../edm/navigation-target.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import { placeOfNavigation } from '../../query/path/entity-source.ts';
import type { ExpandItem, ExpandStep, QueryOptions } from '../../query/query.ts';
import { payloadNavigation } from './create-deep.ts';
import type { PayloadNavigation } from './modification.ts';

/** The request's own options for one entity, with what else the body nests expanded. */
export function withExpand(options: QueryOptions, deep: readonly ExpandItem[]): QueryOptions {
  const { filter, orderby, top, skip, count, search, skiptoken, ...rest } = options;
  return withNested(rest, deep);
}

/** The options, with what else the body nests expanded. */
export function withNested(options: QueryOptions, deep: readonly ExpandItem[]): QueryOptions {
  if (deep.length === 0) return options;
  const own = options.expand ?? [];
  const more = deep.filter((item) => !own.some((other) => isSameItem(item, other)));
  return { ...options, expand: [...own, ...more] };
}

/** What a payload nests, as $expand would name it. `origin`: where its entity lives; undefined where that is not told. */
export function expandOf(
  model: EdmModel,
  origin: NavigationOrigin | undefined,
  payload: EntityPayload,
): readonly ExpandItem[] {
  return expandWithin(model, payload.type, origin, payload);
}

/** The same for what stands in an entity of this type. */
export function expandWithin(
  model: EdmModel,
  type: EdmStructuredType,
  origin: NavigationOrigin | undefined,
  payload: Pick<EntityPayload, 'navigation'>,
): readonly ExpandItem[] {
  const items = payloadNavigation(payload).flatMap((item): readonly ExpandItem[] => {
    const nested = nestedEntities(item);
    const steps = stepsTo(type, item);
    if (steps === undefined || (nested.length === 0 && !isInline(item))) return [];
    const { navigationProperty } = item;
    const { source, origin: below } = placeOfNavigation(model, origin, item.path, navigationProperty);
    const expand = withoutRepeats(nested.flatMap((entity) => expandOf(model, below, entity)));
    const options = expand.length === 0 ? {} : { expand };
    return [
      {
        path: steps,
        navigationProperty,
        stream: undefined,
        cast: undefined,
        form: 'entities',
        options,
        written: [],
        source,
      },
    ];
  });
  return withoutRepeats(items);
}

/** The complex properties on the way to a navigation property, and the cast that it may need; ordinals have no part in it. */
function stepsTo(
  type: EdmStructuredType,
  { path, navigationProperty }: PayloadNavigation,
): readonly ExpandStep[] | undefined {
  const steps: ExpandStep[] = [];
  let holder = type;
  for (const name of path.filter((step) => !/^\d/.test(step))) {
    const property = holder.properties.get(name);
    if (property?.type.type.kind !== 'ComplexType') return undefined;
    steps.push({ kind: 'property', property });
    holder = property.type.type;
  }
  const { declaringType } = navigationProperty;
  if (!isSameOrDerived(holder, declaringType)) steps.push({ kind: 'cast', type: declaringType });
  return steps;
}

/** References that stand where entities would: what binds name is not part of the representation. */
function isInline({ payload }: PayloadNavigation): boolean {
  return payload.kind === 'references' && !payload.adds;
}

function nestedEntities({ payload }: PayloadNavigation): readonly EntityPayload[] {
  if (payload.kind === 'entities') return payload.entities;
  return payload.kind === 'entity' && payload.entity !== null ? [payload.entity] : [];
}

function withoutRepeats(items: readonly ExpandItem[]): readonly ExpandItem[] {
  return items.filter((item, i) => items.findIndex((other) => isSameItem(item, other)) === i);
}

function isSameItem(one: ExpandItem, other: ExpandItem): boolean {
  const [a, b] = [one, other].map(({ path }) =>
    path.flatMap((step) => (step.kind === 'property' ? [step.property.name] : [])).join('/'),
  );
  return one.navigationProperty === other.navigationProperty && a === b;
}
