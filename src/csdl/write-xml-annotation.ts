// OData CSDL XML 4.01, section 14 "Vocabulary and Annotation": annotations and their expressions, written.
import type { CsdlObject, CsdlValue } from './csdl-document.ts';
import { isCsdlObject } from './csdl-document.ts';
import { facetAttributes, typeText } from './write-xml-type.ts';
import type { XmlAttributes, XmlWriter } from './xml-writing.ts';

/** Writes the annotations of an object, or those that stand beside a member with its name as prefix. */
export function writeAnnotations(writer: XmlWriter, object: CsdlObject, prefix = ''): void {
  const start = `${prefix}@`;
  for (const [name, value] of Object.entries(object)) {
    if (!name.startsWith(start) || name === '@type') continue;
    const term = name.slice(start.length);
    // What has another `@` is an annotation of an annotation, and written in it.
    if (!term.includes('@')) writeAnnotation(writer, object, name, term, value);
  }
}

function writeAnnotation(
  writer: XmlWriter,
  object: CsdlObject,
  name: string,
  term: string,
  value: CsdlValue,
): void {
  const hash = term.indexOf('#');
  const attributes = {
    Term: hash < 0 ? term : term.slice(0, hash),
    Qualifier: hash < 0 ? undefined : term.slice(hash + 1),
  };
  writeWithExpression(writer, 'Annotation', attributes, value, () => writeAnnotations(writer, object, name));
}

/** Writes an element that has one expression: constants and paths as an attribute, the others as a child. */
function writeWithExpression(
  writer: XmlWriter,
  name: string,
  attributes: XmlAttributes,
  value: CsdlValue,
  annotations: () => void,
): void {
  const [kind, text] = constantNotation(value) ?? [];
  if (kind !== undefined) writer.element(name, { ...attributes, [kind]: text }, annotations);
  else
    writer.element(name, attributes, () => {
      writeExpression(writer, value);
      annotations();
    });
}

/**
 * The notation of a constant or of a value path: name and text. Where the term's type would ask for another string
 * constant (a date, an enumeration member, a property path), `String` has the same text.
 */
function constantNotation(value: CsdlValue): readonly [string, string] | undefined {
  if (typeof value === 'string') return ['String', value];
  if (typeof value === 'boolean') return ['Bool', String(value)];
  if (typeof value === 'number') return [Number.isSafeInteger(value) ? 'Int' : 'Float', String(value)];
  if (isCsdlObject(value) && typeof value.$Path === 'string' && Object.keys(value).length === 1)
    return ['Path', value.$Path];
  return undefined;
}

type ExpressionWriter = (writer: XmlWriter, value: CsdlObject, operand: CsdlValue) => void;

const many =
  (name: string, attributes: (value: CsdlObject) => XmlAttributes = () => ({})): ExpressionWriter =>
  (writer, value, operands) => {
    writer.element(name, attributes(value), () => {
      for (const operand of Array.isArray(operands) ? operands : [operands]) writeExpression(writer, operand);
      writeAnnotations(writer, value);
    });
  };

const one =
  (name: string, attributes: (value: CsdlObject) => XmlAttributes = () => ({})): ExpressionWriter =>
  (writer, value, operand) => {
    writer.element(name, attributes(value), () => {
      writeExpression(writer, operand);
      writeAnnotations(writer, value);
    });
  };

const typedAttributes = (value: CsdlObject): XmlAttributes => ({
  Type: typeText(value),
  ...facetAttributes(value),
});

const binary = ['And', 'Or', 'Eq', 'Ne', 'Gt', 'Ge', 'Lt', 'Le', 'Has', 'In', 'Add', 'Sub', 'Mul', 'Div'];

/** Section 14.4 "Dynamic Expression", by the member that tells them. */
const expressions: ReadonlyMap<string, ExpressionWriter> = new Map([
  ...[...binary, 'DivBy', 'Mod', 'If'].map((name): [string, ExpressionWriter] => [`$${name}`, many(name)]),
  ['$Not', one('Not')],
  ['$Neg', one('Neg')],
  ['$Apply', many('Apply', (value) => ({ Function: String(value.$Function) }))],
  ['$Cast', one('Cast', typedAttributes)],
  ['$IsOf', one('IsOf', typedAttributes)],
  ['$LabeledElement', one('LabeledElement', (value) => ({ Name: String(value.$Name) }))],
  [
    '$LabeledElementReference',
    (writer, _value, name) => writer.text('LabeledElementReference', String(name)),
  ],
  ['$Null', (writer, value) => writer.element('Null', {}, () => writeAnnotations(writer, value))],
  ['$Path', (writer, _value, path) => writer.text('Path', String(path))],
  ['$UrlRef', one('UrlRef')],
]);

function writeExpression(writer: XmlWriter, value: CsdlValue): void {
  const constant = constantNotation(value);
  if (constant !== undefined) writer.text(...constant);
  else if (value === null) writer.element('Null', {});
  else if (Array.isArray(value))
    writer.element('Collection', {}, () => {
      for (const item of value) writeExpression(writer, item);
    });
  else writeObject(writer, value as CsdlObject);
}

function writeObject(writer: XmlWriter, value: CsdlObject): void {
  for (const [member, operand] of Object.entries(value)) {
    const write = expressions.get(member);
    if (write !== undefined) {
      write(writer, value, operand);
      return;
    }
  }
  writeRecord(writer, value);
}

function writeRecord(writer: XmlWriter, value: CsdlObject): void {
  const type = typeof value['@type'] === 'string' ? value['@type'] : undefined;
  // A type of another document is told by its URL; CSDL XML has the qualified name alone.
  writer.element('Record', { Type: type?.slice(type.indexOf('#') + 1) }, () => {
    for (const [property, item] of Object.entries(value))
      if (!property.includes('@'))
        writeWithExpression(writer, 'PropertyValue', { Property: property }, item, () =>
          writeAnnotations(writer, value, property),
        );
    writeAnnotations(writer, value);
  });
}
