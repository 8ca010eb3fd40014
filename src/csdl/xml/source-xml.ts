// OData Protocol 4.01, section 11.1.2 "Metadata Document Request": a document is best served as its author wrote it.
import type { ServiceDefinition } from '../service-definition.ts';

/** The definition with the text that it was read from, where that is XML that can be sent as UTF-8. */
export function withSourceXml(definition: ServiceDefinition, text: string): ServiceDefinition {
  const declared = /^\uFEFF?\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)/.exec(text)?.[1] ?? 'utf-8';
  const isXml = /^\uFEFF?\s*</.test(text) && declared.toLowerCase() === 'utf-8';
  return isXml ? { ...definition, sourceXml: () => text } : definition;
}

/** XML 1.0, appendix F.1 "Detection Without External Encoding Information": UTF-16 by its mark, else UTF-8. */
export function decodeCsdl(content: Uint8Array): string {
  const [first, second] = content;
  const encoding =
    first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(content);
}
