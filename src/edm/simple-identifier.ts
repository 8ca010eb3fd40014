// OData CSDL 4.01, section 15.2 "Simple Identifier".

const simpleIdentifier = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u;

/** Most names: the pattern of all names costs several times as much. */
const asciiIdentifier = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Whether a text can be the name of a schema child, a property or another named element. */
export function isSimpleIdentifier(text: string): boolean {
  return asciiIdentifier.test(text) || simpleIdentifier.test(text);
}
