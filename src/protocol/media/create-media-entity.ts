// OData Protocol 4.01, section 11.4.7.1 "Create a Media Entity": POST of a content.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type EntityPayload, emptyPayload } from '../../json/read/payload.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { decodeQuietly } from '../../service/redact.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { answerCreated, createInTarget, targetOf } from '../modification/create-entity.ts';
import { type Modification, modify } from '../modification/modification.ts';
import { insert } from '../modification/update-entity.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { describedBy, describingValues } from './describe-content.ts';
import { checkAcceptable } from './media-annotations.ts';
import { readContent } from './read-content.ts';

/** POST to a set of media entities: the body is the content, whatever its media type. */
export async function createMediaEntity(
  exchange: Exchange,
  resolved: ResolvedRequest,
  type: EdmEntityType,
): Promise<Response> {
  await targetOf(readerOf(exchange), resolved);
  return createWithContent(exchange, resolved, type, async (modification, payload) =>
    createInTarget(modification, await targetOf(modification.transaction, resolved), payload),
  );
}

/** PUT of a content to a singleton, or to a single-valued navigation property, which is null. */
export function createSingleMediaEntity(
  exchange: Exchange,
  resolved: ResolvedRequest,
  type: EdmEntityType,
): Promise<Response> {
  return createWithContent(exchange, resolved, type, (modification, payload) =>
    insert(modification, resolved.path, payload),
  );
}

async function createWithContent(
  exchange: Exchange,
  resolved: ResolvedRequest,
  type: EdmEntityType,
  create: (modification: Modification, payload: EntityPayload) => Promise<Entity>,
): Promise<Response> {
  const { service, request } = exchange;
  const mediaType = request.headers.get('content-type') ?? '';
  if (mediaType.trim() === '')
    throw new ODataError(415, 'UnsupportedMediaType', 'A content needs a Content-Type.', {
      target: 'Content-Type',
    });
  if (type.abstract)
    throw new ODataError(
      400,
      'UnknownType',
      `${type.qualifiedName} is abstract: say which derived type is meant by a cast in the URL.`,
    );
  checkAcceptable(type, mediaType);
  const content = { ...(await readContent(exchange)), mediaType };
  const payload: EntityPayload = {
    ...emptyPayload(type),
    values: Object.assign(describingValues(describedBy(service, type, content)), slugValues(exchange, type)),
    // the bytes follow when the entity is there
    streams: new Map([['$value', { mediaType: undefined, content: null }]]),
  };
  const entity = await modify(exchange, async (modification) => {
    const created = await create(modification, payload);
    await modification.transaction.setStream(created.identity, undefined, content);
    return created;
  });
  return answerCreated(exchange, readerOf(exchange), resolved, entity, payload);
}

/** RFC 5023, section 9.7 "The Slug Header": a name for what is created, or what there is room for of it. */
function slugValues({ service, request }: Exchange, type: EdmEntityType): StructuredValue {
  const values = createRecord();
  const slug = request.headers.get('slug');
  const property = type.properties.get(service.options.slugProperties?.[type.qualifiedName] ?? '');
  if (slug === null || property === undefined) return values;
  const { maxLength } = property.type;
  const characters = [...decodeQuietly(slug)];
  values[property.name] = characters.slice(0, typeof maxLength === 'number' ? maxLength : undefined).join('');
  return values;
}
