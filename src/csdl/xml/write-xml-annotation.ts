// OData CSDL XML 4.01, section 14 "Vocabulary and Annotation": annotations and their expressions, written.
import type { EdmType } from '../../edm/edm-model.ts';
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';
import { binaryExpressions } from '../dynamic-expressions.ts';
import { constantNotation } from '../expression-type.ts';
import { facetAttributes, typeText } from './write-xml-type.ts';
import type { CsdlXmlWriter, XmlAttributes } from './xml-writing.ts';

/** Writes the annotations of an object, or those that stand beside a member with its name as prefix. */
export function writeAnnotations(writer: CsdlXmlWriter, object: CsdlObject, prefix = ''): void {
  const start = `${prefix}@`;
  for (const [name, value] of Object.entries(object)) {
    if (!name.startsWith(start) || name === '@type') continue;
    const term = name.slice(start.length);
    // What has another `@` is an annotation of an annotation, and written in it.
    if (!term.includes('@')) writeAnnotation(writer, object, name, term, value);
  }
}

function writeAnnotation(
  writer: CsdlXmlWriter,
  object: CsdlObject,
  name: string,
  term: string,
  value: CsdlValue,
): void {
  const hash = term.indexOf('#');
  const termName = hash < 0 ? term : term.slice(0, hash);
  const attributes = { Term: termName, Qualifier: hash < 0 ? undefined : term.slice(hash + 1) };
  writeWithExpression(writer, 'Annotation', attributes, value, writer.types.ofTerm(termName), () =>
    writeAnnotations(writer, object, name),
  );
}

/** Writes an element that has one expression: constants and paths as an attribute, the others as a child. */
function writeWithExpression(
  writer: CsdlXmlWriter,
  name: string,
  attributes: XmlAttributes,
  value: CsdlValue,
  type: EdmType | undefined,
  annotations: () => void,
): void {
  const [kind, text] = constantNotation(value, type) ?? [];
  if (kind !== undefined) writer.element(name, { ...attributes, [kind]: text }, annotations);
  else
    writer.element(name, attributes, () => {
      writeExpression(writer, value, type);
      annotations();
    });
}

/** @param type what is expected of the value of the whole expression */
type ExpressionWriter = (
  writer: CsdlXmlWriter,
  value: CsdlObject,
  operand: CsdlValue,
  type: EdmType | undefined,
) => void;

/** An expression whose operands have types of their own, which nothing declares. */
const many =
  (name: string, attributes: (value: CsdlObject) => XmlAttributes = () => ({})): ExpressionWriter =>
  (writer, value, operands) => {
    writer.element(name, attributes(value), () => {
      for (const operand of Array.isArray(operands) ? operands : [operands])
        writeExpression(writer, operand, undefined);
      writeAnnotations(writer, value);
    });
  };

/** An expression with one operand, which has the type of the whole where `isSameType`. */
const one =
  (
    name: string,
    attributes: (value: CsdlObject) => XmlAttributes = () => ({}),
    isSameType = false,
  ): ExpressionWriter =>
  (writer, value, operand, type) => {
    writer.element(name, attributes(value), () => {
      writeExpression(writer, operand, isSameType ? type : undefined);
      writeAnnotations(writer, value);
    });
  };

/** Condition, then the values, which have the type of the whole. */
const writeIf: ExpressionWriter = (writer, value, operands, type) => {
  writer.element('If', {}, () => {
    for (const [index, operand] of (operands as readonly CsdlValue[]).entries())
      writeExpression(writer, operand, index === 0 ? undefined : type);
    writeAnnotations(writer, value);
  });
};

const typedAttributes = (value: CsdlObject): XmlAttributes => ({
  Type: typeText(value),
  ...facetAttributes(value),
});

/** Section 14.4 "Dynamic Expression", by the member that tells them. */
const expressions: ReadonlyMap<string, ExpressionWriter> = new Map([
  ...binaryExpressions.map((name): [string, ExpressionWriter] => [`$${name}`, many(name)]),
  ['$If', writeIf],
  ['$Not', one('Not')],
  ['$Neg', one('Neg')],
  ['$Apply', many('Apply', (value) => ({ Function: String(value.$Function) }))],
  ['$Cast', one('Cast', typedAttributes)],
  ['$IsOf', one('IsOf', typedAttributes)],
  ['$LabeledElement', one('LabeledElement', (value) => ({ Name: String(value.$Name) }), true)],
  [
    '$LabeledElementReference',
    (writer, _value, name) => writer.text('LabeledElementReference', String(name)),
  ],
  ['$Null', (writer, value) => writer.element('Null', {}, () => writeAnnotations(writer, value))],
  ['$Path', (writer, _value, path) => writer.text('Path', String(path))],
  ['$UrlRef', one('UrlRef')],
]);

function writeExpression(writer: CsdlXmlWriter, value: CsdlValue, type: EdmType | undefined): void {
  const constant = constantNotation(value, type);
  if (constant !== undefined) writer.text(...constant);
  else if (value === null) writer.element('Null', {});
  else if (Array.isArray(value))
    writer.element('Collection', {}, () => {
      for (const item of value) writeExpression(writer, item, type);
    });
  else writeObject(writer, value as CsdlObject, type);
}

function writeObject(writer: CsdlXmlWriter, value: CsdlObject, type: EdmType | undefined): void {
  for (const [member, operand] of Object.entries(value)) {
    const write = expressions.get(member);
    if (write !== undefined) {
      write(writer, value, operand, type);
      return;
    }
  }
  writeRecord(writer, value, type);
}

function writeRecord(writer: CsdlXmlWriter, value: CsdlObject, type: EdmType | undefined): void {
  const name = typeof value['@type'] === 'string' ? value['@type'] : undefined;
  // A type of another document is told by its URL; CSDL XML has the qualified name alone.
  writer.element('Record', { Type: name?.slice(name.indexOf('#') + 1) }, () => {
    for (const [property, item] of Object.entries(value)) {
      if (property.includes('@')) continue;
      const propertyType = writer.types.ofProperty(value, type, property);
      writeWithExpression(writer, 'PropertyValue', { Property: property }, item, propertyType, () =>
        writeAnnotations(writer, value, property),
      );
    }
    writeAnnotations(writer, value);
  });
}
