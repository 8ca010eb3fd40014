// OData CSDL XML 4.01: elements and attributes as text.
import type { ExpressionTypes } from '../expression-type.ts';

/** Attributes in the order in which they are written; those that are undefined are not. */
export type XmlAttributes = { readonly [name: string]: string | number | boolean | undefined };

/** Collects the lines of an XML document. */
export interface XmlWriter {
  /** An element with the children that `content` writes; an empty-element tag where it writes none. */
  element(name: string, attributes: XmlAttributes, content?: () => void): void;
  /** An element with text, which is kept blank for blank. */
  text(name: string, text: string): void;
  toString(): string;
}

/** A writer for documents, which knows the types of their annotations. */
export interface CsdlXmlWriter extends XmlWriter {
  readonly types: ExpressionTypes;
}

export function createXmlWriter(): XmlWriter {
  const lines = ['<?xml version="1.0" encoding="utf-8"?>'];
  let indent = '';
  return {
    element(name, attributes, content) {
      const tag = `${indent}<${name}${attributesText(attributes)}`;
      lines.push(`${tag}/>`);
      if (content === undefined) return;
      const before = lines.length;
      const outer = indent;
      indent += '  ';
      content();
      indent = outer;
      if (lines.length === before) return;
      lines[before - 1] = `${tag}>`;
      lines.push(`${indent}</${name}>`);
    },
    text(name, text) {
      lines.push(`${indent}<${name}>${escapeText(text)}</${name}>`);
    },
    toString: () => `${lines.join('\n')}\n`,
  };
}

function attributesText(attributes: XmlAttributes): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeAttribute(String(value))}"`;
  }
  return text;
}

/** Line breaks and tabs are written as references: XML would read them as blanks. */
function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, escapeCharacter);
}

/** A carriage return is written as a reference: XML would read it as a line feed. */
function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    default:
      return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  }
}
