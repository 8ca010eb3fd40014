// Microsoft Graph, "driveItem: upload or replace the contents": a content that is put creates the item that the path names.
import { isSameOrDerived } from '../../edm/edm-model.ts';
import { createRecord } from '../../edm/value.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { conflictBehaviorOf } from '../../service/conflict-behavior.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { prefixOf } from '../resource/resource-target.ts';
import type { StreamPath } from '../resource/stream-path.ts';
import { aimOf, finishUpload, type Upload } from './finish-upload.ts';
import { readContent } from './read-content.ts';
import { uploadPlace } from './upload-place.ts';

/** The upload that a PUT of this content is by the service's profile; undefined for other contents. */
export function contentUpload(
  { service, request }: Exchange,
  resolved: ResolvedRequest,
  { entityLength, property }: StreamPath,
): Upload | undefined {
  const path = prefixOf(resolved.path, entityLength);
  const entityType = path.result?.type;
  const { model } = service.definition;
  for (const rule of service.profile.uploadSessions) {
    const type = model.findEntityType(rule.creates);
    if (rule.naming === undefined || property?.declaration.name !== rule.content || type === undefined)
      continue;
    if (entityType === undefined || !isSameOrDerived(entityType, type)) continue;
    const { conflict: option } = rule.naming;
    const target = { ...resolved, path };
    const conflict = conflictBehaviorOf(resolved.custom.get(option.slice(1)), option, 'replace');
    const mediaType = request.headers.get('content-type') ?? undefined;
    const upload = { rule, type, target, values: createRecord(), conflict };
    return mediaType === undefined ? upload : { ...upload, mediaType };
  }
  return undefined;
}

/** 201 with the item that was created, 200 with the one whose content was replaced. */
export async function putUpload(exchange: Exchange, upload: Upload): Promise<Response> {
  // what would be refused is refused before a large body is sent
  await uploadPlace(exchange, readerOf(exchange), aimOf(upload));
  return finishUpload(exchange, upload, await readContent(exchange));
}
