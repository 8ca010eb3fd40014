// OData JSON Format 4.01, section 15.4.2 "OData 4.0 Flattened Delta Payload": "MUST NOT include expanded navigation properties inline".
import type { DeltaChange } from '../../json/write/serialize-delta.ts';
import type { ExpandItem } from '../../query/query.ts';
import type { EntityResult } from '../../query/result.ts';
import { entitiesOf, itemAt, rememberedOptions } from './flat-changes.ts';

/** An entity with what it expands as changes of their own: after the entity, each that is related to it and the link to it. */
export function flatEntity(change: DeltaChange & { readonly kind: 'entity' }): readonly DeltaChange[] {
  const { expanded, ...result } = change.result;
  const related = relatedChanges(change.result, change.options?.expand ?? [], rememberedOptions());
  return [{ ...change, result }, ...related];
}

function relatedChanges(
  source: EntityResult,
  expand: readonly ExpandItem[],
  optionsOf: ReturnType<typeof rememberedOptions>,
): readonly DeltaChange[] {
  return [...(source.expanded ?? [])].flatMap(([key, value]) => {
    const item = itemAt(expand, key);
    if (item?.navigationProperty === undefined || item.form === '$count') return [];
    const { navigationProperty, form, options } = item;
    const path = key.split('/').slice(0, -1);
    return entitiesOf(value).flatMap((target): readonly DeltaChange[] => {
      const { expanded, ...result } = target;
      const link = {
        source: source.entity,
        path,
        navigationProperty,
        target: target.entity.identity,
      };
      return [
        ...(form === 'entities'
          ? [{ kind: 'entity', result, options: optionsOf(item), related: true } as const]
          : []),
        { kind: 'link', ...link },
        ...relatedChanges(target, options.expand ?? [], optionsOf),
      ];
    });
  });
}
