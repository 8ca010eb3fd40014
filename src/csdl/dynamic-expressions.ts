// OData CSDL 4.01, section 14.4 "Dynamic Expression": 14.4.2 "Comparison and Logical Operators" and 14.4.3 "Arithmetic Operators".

/** The operators of two operands, by the names of their elements in CSDL XML; their members in CSDL JSON have a `$` before. */
export const binaryExpressions = [
  'And',
  'Or',
  'Eq',
  'Ne',
  'Gt',
  'Ge',
  'Lt',
  'Le',
  'Has',
  'In',
  'Add',
  'Sub',
  'Mul',
  'Div',
  'DivBy',
  'Mod',
] as const;
