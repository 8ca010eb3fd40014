// OASIS OData Vocabularies 4.0: Core.Description, Core.LongDescription and Core.Revisions as doc comments.
import type { JSDocStructure, OptionalKind } from 'ts-morph';
import type { EdmAnnotations } from '../../src/edm/edm-model.ts';
import { Core } from '../../src/edm/vocabularies.ts';
import { deprecation } from '../deprecation.ts';

export function documentation(
  element: { readonly annotations: EdmAnnotations },
  ...facts: readonly string[]
): OptionalKind<JSDocStructure>[] {
  const description = element.annotations.get(Core.Description);
  const long = element.annotations.get(Core.LongDescription);
  const deprecated = deprecation(element.annotations);
  const paragraphs = [description, long, ...facts].filter(
    (text) => typeof text === 'string' && text.trim() !== '',
  );
  if (deprecated !== undefined) paragraphs.push(`@deprecated ${deprecated}`.trim());
  if (paragraphs.length === 0) return [];
  return [{ description: commentText(paragraphs.join('\n\n')) }];
}

/** A comment's end within the text would end the comment; line ends differ between documents. */
function commentText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('*/', '*\\/')
    .trim();
}
