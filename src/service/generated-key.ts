// OData Protocol 4.01, section 11.4.2 "Create an Entity": keys that the service makes.
import type { EdmEntityType, EdmKeyProperty } from '../edm/edm-model.ts';
import { integerTypes } from '../edm/primitive-types.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import { isKeyMadeByService } from '../edm/write-rules.ts';
import { ODataError } from '../error/odata-error.ts';
import type { CreateTarget, Store, StoreReader } from '../store/store.ts';
import type { ODataService } from './odata-service.ts';

/** The values with the parts of the key that the client left out, where the service makes them; not those of related entities. */
export async function withGeneratedKey(
  service: ODataService,
  reader: StoreReader,
  target: CreateTarget,
  type: EdmEntityType,
  values: StructuredValue,
): Promise<StructuredValue> {
  for (const key of type.key) {
    const [name = ''] = key.path;
    if (key.path.length !== 1 || (values[name] ?? null) !== null) continue;
    if (!isKeyMadeByService(type, key, service.profile.requiredOnCreate) && !isSingle(target))
      throw new ODataError(400, 'MissingProperty', `The key property ${name} needs a value.`, {
        target: name,
      });
    values[name] = await generate(service, reader, target, type, key);
  }
  return values;
}

function isSingle(target: CreateTarget): boolean {
  return (
    target.kind === 'singleton' || (target.kind === 'contained' && !target.navigationProperty.collection)
  );
}

async function generate(
  service: ODataService,
  reader: StoreReader,
  target: CreateTarget,
  type: EdmEntityType,
  key: EdmKeyProperty,
): Promise<EdmValue> {
  const kind = underlyingType(key.property.type.type).name;
  if (kind === 'Guid' || kind === 'String') return service.options.newGuid?.() ?? crypto.randomUUID();
  if (!integerTypes.has(kind))
    throw new ODataError(400, 'MissingProperty', `The key property ${key.name} needs a value.`, {
      target: key.name,
    });
  const next = await nextNumber(service.store, reader, target, type, key);
  return kind === 'Int64' ? next : Number(next);
}

/** The last numbers given, by what they were given for: looking for the highest each time would cost ever more. */
const lastNumbers = new WeakMap<Store, Map<object, bigint>>();

async function nextNumber(
  store: Store,
  reader: StoreReader,
  target: CreateTarget,
  type: EdmEntityType,
  key: EdmKeyProperty,
): Promise<bigint> {
  if (target.kind !== 'entitySet') {
    const siblings =
      target.kind === 'contained' ? await reader.related({ ...target, source: target.parent }) : [];
    return highest(siblings.map(({ values }) => values[key.property.name])) + 1n;
  }
  let numbers = lastNumbers.get(store);
  if (numbers === undefined) {
    numbers = new Map();
    lastNumbers.set(store, numbers);
  }
  let next = (numbers.get(target.entitySet) ?? 0n) + 1n;
  while ((await reader.find(target.entitySet, keyWith(type, key, next))) !== undefined) next++;
  numbers.set(target.entitySet, next);
  return next;
}

function keyWith(type: EdmEntityType, key: EdmKeyProperty, number: bigint): StructuredValue {
  const isInt64 = underlyingType(key.property.type.type).name === 'Int64';
  return type.key.length === 1 ? { [key.name]: isInt64 ? number : Number(number) } : {};
}

function highest(values: readonly (EdmValue | undefined)[]): bigint {
  let found = 0n;
  for (const value of values) {
    const number = typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
    if (number > found) found = number;
  }
  return found;
}
