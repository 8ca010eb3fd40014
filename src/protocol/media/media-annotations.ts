// OData Vocabularies 4.01, Org.OData.Core.V1: MediaType, AcceptableMediaTypes and ContentDisposition of media entities, stream and binary properties.
import { annotationPath, type ContentElement, contentAnnotation } from '../../edm/content-annotation.ts';
import type { EdmAnnotationValue } from '../../edm/edm-model.ts';
import { type StructuredValue, valueAt } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import { covers, parseMediaType } from '../exchange/headers.ts';

/** A text, as it stands in the annotation or in the instance: the media entity, or what has the property. */
function textOf(value: EdmAnnotationValue | undefined, instance: StructuredValue): string | undefined {
  const path = annotationPath(value);
  const text = path === undefined ? value : valueAt(instance, path);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Where the media type of the content is kept, in steps from the media entity or from what has the property. */
export function mediaTypePath(element: ContentElement): readonly string[] | undefined {
  return annotationPath(contentAnnotation(element, Core.MediaType));
}

/** The media type that the model, or the instance, tells for the content. */
export function toldMediaType(element: ContentElement, instance: StructuredValue): string | undefined {
  return textOf(contentAnnotation(element, Core.MediaType), instance);
}

/** 415 with the media types that the element takes. */
export function checkAcceptable(element: ContentElement, mediaType: string, target = 'Content-Type'): void {
  const acceptable = contentAnnotation(element, Core.AcceptableMediaTypes);
  if (!Array.isArray(acceptable)) return;
  const { type } = parseMediaType(mediaType);
  if (acceptable.some((pattern) => covers(parseMediaType(String(pattern)), type))) return;
  throw new ODataError(
    415,
    'UnsupportedMediaType',
    `${element.name} takes ${acceptable.join(', ')}, not ${type.slice(0, 100)}.`,
    { target },
  );
}

/** RFC 6266: the value of the header Content-Disposition; undefined where the model says nothing. */
export function contentDisposition(element: ContentElement, instance: StructuredValue): string | undefined {
  const disposition = contentAnnotation(element, Core.ContentDisposition);
  if (typeof disposition !== 'object' || disposition === null || Array.isArray(disposition)) return undefined;
  const { Type, Filename } = disposition as { readonly [member: string]: EdmAnnotationValue };
  const type = textOf(Type, instance) ?? '';
  const fileName = textOf(Filename, instance);
  const name = fileName === undefined ? '' : `; ${fileNameParameter(fileName)}`;
  return `${/^[\w!#$%&'*+.^`|~-]+$/.test(type) ? type : 'attachment'}${name}`;
}

/** RFC 8187: names that a quoted string can't hold are sent in UTF-8. */
function fileNameParameter(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name) && !/["\\%]/.test(name)) return `filename="${name}"`;
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return `filename*=UTF-8''${encodeURIComponent(Buffer.from(name).toString()).replace(/['()*]/g, escaped)}`;
}
