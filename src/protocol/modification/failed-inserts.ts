// OData Protocol 4.01, section 11.4.12.1 "Error Handling when Updating a Collection of Entities": changes that fail since an earlier one did.
import { recordOf } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { keyText } from '../../json/entity-url.ts';
import type { DeltaItem, EntityPayload, NavigationPayload } from '../../json/read/payload.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { hasKey } from '../resource/entity-at-place.ts';
import { relativeId } from '../resource/entity-reference.ts';

export interface FailedInserts {
  add(item: DeltaItem): void;
  /** The error of a change that failed: 424 where it names an entity that was not inserted. */
  explain(item: DeltaItem, error: ODataError): ODataError;
}

export function createFailedInserts(exchange: Exchange): FailedInserts {
  const ids = new Set<string>();
  const [addressed = ''] = exchange.relativeUrl.split('?', 1);
  return {
    add(item) {
      if (item.kind !== 'entity') return;
      const { id, type, values } = item.entity;
      const collection = item.entitySet?.name ?? addressed;
      const named =
        id ?? (hasKey(item.entity) ? collection + keyText(type.key, recordOf(values)) : undefined);
      const relative = named === undefined ? undefined : relativeId(exchange, named);
      if (relative !== undefined) ids.add(relative);
    },
    explain(item, error) {
      if (ids.size === 0) return error;
      const missing = idsIn(item).find((id) => ids.has(relativeId(exchange, id) ?? ''));
      if (missing === undefined) return error;
      return new ODataError(424, 'FailedDependency', `${missing} was not inserted. ${error.message}`, {
        ...(error.target !== undefined && { target: error.target }),
      });
    },
  };
}

/** The ids of other entities that a change names. */
function idsIn(item: DeltaItem): readonly string[] {
  if (item.kind === 'entity') return relatedIds(item.entity);
  return item.target === undefined ? [item.source] : [item.source, item.target];
}

function relatedIds({ navigation }: EntityPayload): readonly string[] {
  return [...navigation.values()].flatMap(idsOf);
}

function idsOf(payload: NavigationPayload): readonly string[] {
  if (payload.kind === 'references') return payload.ids;
  const entities = payload.kind === 'entities' ? payload.entities : [payload.entity];
  return entities.flatMap((entity) =>
    entity === null ? [] : [...(entity.id === undefined ? [] : [entity.id]), ...relatedIds(entity)],
  );
}
